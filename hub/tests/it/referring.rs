//! A practitioner's form: section by section, with a draft behind it, checked before it is sent; without scripts.

use crate::front_door::{reference, with_people};
use crate::kit::{Browser, Seen, on_both};

/// Fills one section of the form and goes on.
async fn fill(it: &mut Browser, at: &str, draft: &str, section: &str, fields: &[(&str, &str)]) -> Seen {
    let page = it.get(&format!("{at}/{section}?draft={draft}")).await;
    assert_eq!(page.status, 200, "{section}: {}", page.text());
    it.submit(&page, &format!("{at}/{section}"), &whole(&page, fields)).await
}

/// What a browser sends: every field of the page, empty where nothing was typed, besides what was.
fn whole<'a>(page: &'a Seen, fields: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let names = page.body.split(" name=\"").skip(1).filter_map(|it| it.split('"').next());
    let buttons = ["add.", "remove.", "forget."];
    let typed = names.filter(|it| it.contains('.') && !buttons.iter().any(|button| it.starts_with(button)));
    fields.iter().copied().chain(typed.map(|it| (it, ""))).collect()
}

fn draft_of(page: &Seen) -> String {
    let at = page.body.find("draft=").unwrap_or_else(|| panic!("no draft on {}: {}", page.at, page.text()));
    page.body[at + 6..at + 42].to_owned()
}

const NEW: &str = "/referrals/new";
const URGENT: [(&str, &str); 3] =
    [("urgent.immediate_danger", "no"), ("urgent.police_told", "no"), ("urgent.same_day", "no")];
const ABOUT_ME: [(&str, &str); 12] = [
    ("referrer.name", "T. Thistlewood"),
    ("referrer.role", "Teacher"),
    ("referrer.agency", "hollinbeck-academy"),
    ("referrer.phone", "01632 960123"),
    ("referrer.email", "duty@hollinbeck.example"),
    ("referrer.not_named", "no"),
    ("referrer.wants_feedback", "yes"),
    ("referrer.source", "2A"),
    ("referrer.concern_at-day", "3"),
    ("referrer.concern_at-month", "11"),
    ("referrer.concern_at-year", "2026"),
    ("referrer.concern_at-time", "10:00"),
];

fn child(nth: usize, forename: &'static str, year: &'static str) -> Vec<(String, String)> {
    [
        ("forename", forename),
        ("surname", "Zephyrson"),
        ("born-day", "27"),
        ("born-month", "3"),
        ("born-year", year),
        ("sex", "M"),
        ("ethnicity", "-not-known"),
        ("first_language", "eng"),
        ("disability", "NONE"),
        ("send", "no"),
    ]
    .iter()
    .map(|(id, value)| (format!("children.{nth}.{id}"), (*value).to_owned()))
    .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_referral_is_filled_in_section_by_section_checked_and_sent_without_scripts() {
    on_both(async |hub| {
        with_people(&hub).await;
        let mut it = Browser::of(&hub);
        it.sign_in(&hub, "teacher").await;
        let page = it.get(NEW).await;
        assert!(page.text().contains("999"), "the 999 words stand first: {}", page.text());
        let page = it.submit(&page, &format!("{NEW}/urgent"), &whole(&page, &[("urgent.police_told", "no")])).await;
        assert!(page.body.contains("Error: "), "{}", page.text());
        let page = it.submit(&page, &format!("{NEW}/urgent"), &whole(&page, &URGENT)).await;
        assert!(page.text().contains("Completed") && page.text().contains("Not yet started"), "{}", page.text());
        let draft = draft_of(&page);
        fill(&mut it, NEW, &draft, "referrer", &ABOUT_ME).await;
        // A second child is added by a button, and what was typed for the first stays.
        let page = it.get(&format!("{NEW}/children?draft={draft}")).await;
        let mut first = child(0, "Quillon", "2011");
        first.push(("add.children".to_owned(), "1".to_owned()));
        let fields: Vec<(&str, &str)> = first.iter().map(|it| (it.0.as_str(), it.1.as_str())).collect();
        let page = it.submit(&page, &format!("{NEW}/children"), &fields).await;
        assert!(page.text().contains("Child 2") && page.body.contains("value=\"Quillon\""), "{}", page.text());
        let both = [child(0, "Quillon", "2011"), child(1, "Marlo", "2004")].concat();
        let fields: Vec<(&str, &str)> = both.iter().map(|it| (it.0.as_str(), it.1.as_str())).collect();
        let all = whole(&page, &fields);
        let page = it.submit(&page, &format!("{NEW}/children"), &all).await;
        assert!(page.at.starts_with(&format!("{NEW}/people")), "{}: {}", page.at, page.text());
        assert!(page.text().contains("Raise a concern about an adult"), "one is 22: {}", page.text());
        fill(&mut it, NEW, &draft, "carers", &[("carers.looked_after", "no")]).await;
        let what = [
            ("concern.what", "It is a lifestyle choice, staff say."),
            ("concern.what-evidence-what", "Seen"),
            ("concern.what-evidence-who", "Staff"),
        ];
        fill(&mut it, NEW, &draft, "concern", &what).await;
        let page = it.get(&format!("{NEW}/check?draft={draft}")).await;
        assert!(page.text().contains("Still to be answered"), "{}", page.text());
        assert!(page.text().contains("as if the child were to blame"), "{}", page.text());
        assert!(!page.body.contains("action=\"/referrals/new/send\""), "it cannot be sent yet");
        let worked =
            ["early_help", "cin", "cpp", "cla", "youth_justice", "police", "health"].map(|it| format!("history.{it}"));
        let worked: Vec<(&str, &str)> = worked.iter().map(|it| (it.as_str(), "no")).collect();
        fill(&mut it, NEW, &draft, "history", &worked).await;
        let told = [("consent.parent_told", "no"), ("consent.child_told", "no"), ("consent.not_told_reason", "risk")];
        fill(&mut it, NEW, &draft, "consent", &told).await;
        let adult = ["needs", "at_risk", "cannot_protect", "agrees"].map(|it| format!("adult.{it}"));
        let adult: Vec<(&str, &str)> = adult.iter().map(|it| (it.as_str(), "yes")).collect();
        fill(&mut it, NEW, &draft, "adult", &adult).await;
        let page = it.get(&format!("{NEW}/check?draft={draft}")).await;
        assert!(!page.text().contains("Still to be answered"), "{}", page.text());
        assert!(page.text().contains("Quillon") && page.text().contains("Change"), "{}", page.text());
        let page = it.submit(&page, &format!("{NEW}/send"), &[]).await;
        assert!(page.text().contains("We have received HF-"), "{}", page.text());
        assert!(page.text().contains("Quillon Zephyrson, Marlo Zephyrson"), "{}", page.text());
        let page = it.get("/referrals/mine").await;
        assert!(!page.text().contains("Go on with this draft"), "the draft is gone: {}", page.text());
        let mut screener = Browser::of(&hub);
        screener.sign_in(&hub, "screener").await;
        let queue = screener.get("/referrals").await;
        assert!(queue.text().contains("Quillon Zephyrson, Marlo Zephyrson"), "{}", queue.text());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn immediate_danger_shows_the_999_banner_on_every_page_and_a_draft_is_nobody_elses() {
    on_both(async |hub| {
        with_people(&hub).await;
        let mut it = Browser::of(&hub);
        it.sign_in(&hub, "teacher").await;
        let page = it.get(NEW).await;
        let danger = [("urgent.immediate_danger", "yes"), ("urgent.police_told", "yes"), ("urgent.same_day", "no")];
        let page = it.submit(&page, &format!("{NEW}/urgent"), &whole(&page, &danger)).await;
        assert!(page.text().contains("999"), "{}", page.text());
        let draft = draft_of(&page);
        let page = it.get(&format!("{NEW}/concern?draft={draft}")).await;
        assert!(page.text().contains("999"), "{}", page.text());
        let page = it.submit(&page, &format!("{NEW}/concern"), &[("concern.what", "Half a sen"), ("save", "1")]).await;
        assert!(page.text().contains("Your draft is saved"), "{}", page.text());
        let page = it.get(&format!("{NEW}/concern?draft={draft}")).await;
        assert!(page.body.contains("Half a sen"));
        let mut nurse = Browser::of(&hub);
        nurse.sign_in(&hub, "nurse").await;
        for address in [
            format!("{NEW}?draft={draft}"),
            format!("{NEW}/concern?draft={draft}"),
            format!("{NEW}/check?draft={draft}"),
        ] {
            let page = nurse.get(&address).await;
            assert_eq!(page.status, 404, "{address}");
            assert!(!page.body.contains("Half a sen"));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_concern_about_an_adult_goes_to_adults_services_and_to_no_other_worker() {
    on_both(async |hub| {
        with_people(&hub).await;
        let mut it = Browser::of(&hub);
        it.sign_in(&hub, "nurse").await;
        let at = "/concerns/adult/new";
        let page = it.get(at).await;
        let urgent = [("urgent.immediate_danger", "no"), ("urgent.police_told", "no")];
        let page = it.submit(&page, &format!("{at}/urgent"), &whole(&page, &urgent)).await;
        let draft = draft_of(&page);
        fill(&mut it, at, &draft, "referrer", &ABOUT_ME[..7]).await;
        let adult: Vec<(String, String)> = child(0, "Odalys", "1990")
            .into_iter()
            .map(|(name, value)| (name.replace("children", "adults"), value))
            .collect();
        let adult: Vec<(&str, &str)> = adult.iter().map(|it| (it.0.as_str(), it.1.as_str())).collect();
        fill(&mut it, at, &draft, "adults", &adult).await;
        let page = it.get(&format!("{at}/concern?draft={draft}")).await;
        let kind = page
            .body
            .split("name=\"concern.types\" type=\"checkbox\" value=\"")
            .nth(1)
            .map(|it| it.split('"').next().unwrap().to_owned());
        let kind = kind.unwrap_or_else(|| "PHYS".to_owned());
        let said = [
            ("concern.types", kind.as_str()),
            ("concern.what", "Strangers took over her flat."),
            ("concern.what-evidence-what", "Seen"),
            ("concern.what-evidence-who", "The ward's nurse"),
        ];
        fill(&mut it, at, &draft, "concern", &said).await;
        let test = ["needs", "at_risk", "cannot_protect"].map(|it| (format!("test.{it}"), format!("test.{it}_reason")));
        let test: Vec<(&str, &str)> =
            test.iter().flat_map(|(a, b)| [(a.as_str(), "yes"), (b.as_str(), "As seen on the ward.")]).collect();
        fill(&mut it, at, &draft, "test", &test).await;
        fill(&mut it, at, &draft, "consent", &[("consent.capacity", "yes"), ("consent.agrees", "yes")]).await;
        let page = it.get(&format!("{at}/check?draft={draft}")).await;
        assert!(!page.text().contains("Still to be answered"), "{}", page.text());
        let page = it.submit(&page, &format!("{at}/send"), &[]).await;
        let concern = format!("/referrals/{}", reference(&page.text()));
        let mut adults = Browser::of(&hub);
        adults.sign_in(&hub, "adultlead").await;
        let queue = adults.get("/concerns/adults").await;
        assert!(queue.text().contains("Odalys Zephyrson"), "{}", queue.text());
        let page = adults.get(&concern).await;
        assert!(
            page.text().contains("Strangers took over her flat.") && page.text().contains("Section 42 enquiry"),
            "{}",
            page.text()
        );
        let page = adults.submit(&page, &format!("{concern}/take"), &[]).await;
        assert!(page.text().contains("Alder Ashgarth"), "{}", page.text());
        let children = adults.get("/referrals").await;
        assert_eq!(children.at, "/concerns/adults", "the children's queue is not theirs");
        for name in ["socialworker", "officer", "youthworker", "teacher"] {
            let mut other = Browser::of(&hub);
            other.sign_in(&hub, name).await;
            let page = other.get(&concern).await;
            assert!(matches!(page.status.as_u16(), 403 | 404), "{name}: {}", page.text());
        }
    })
    .await;
}
