//! Users: invited, confirmed by another, suspended, covered for and gone, as people do it on the pages, on both engines.

use identity::TotpSecret;

use crate::kit::{Browser, Hub, Seen, on_both};

const PASSWORD: &str = "kettle orbit marzipan ferry";

/// An administrator and a manager of children's services.
async fn two(hub: &Hub) -> (Browser, Browser) {
    hub.somebody("admin", "admin", "wrenmoor-governance", "council-other").await;
    hub.somebody("chair", "front-door-manager", "wrenmoor-children", "council-children").await;
    (signed_in(hub, "admin").await, signed_in(hub, "chair").await)
}

async fn signed_in(hub: &Hub, name: &str) -> Browser {
    let mut it = Browser::of(hub);
    let page = it.sign_in(hub, name).await;
    assert_eq!(page.status, 200, "{name}: {}", page.text());
    it
}

fn rowan<'a>(role: &'a str, agency: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("user", "r.thorn"),
        ("shown-as", "Rowan Thorn"),
        ("mail", "rowan.thorn@wrenmoor.example"),
        ("role", role),
        ("agency", agency),
    ]
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let rest = text.split(from).nth(1).unwrap_or_else(|| panic!("no {from} in {text}"));
    rest.split(to).next().unwrap()
}

/// The address of the first form on a page whose address ends so.
fn form_to(page: &Seen, ends: &str) -> String {
    let all = page.body.split("action=\"").skip(1).map(|it| it.split('"').next().unwrap_or(""));
    all.into_iter().find(|it| it.ends_with(ends)).unwrap_or_else(|| panic!("no form to {ends}")).to_owned()
}

/// Rowan is invited as a screener by the administrator and confirmed by the manager; gives the page's address.
async fn invited(admin: &mut Browser, chair: &mut Browser) -> String {
    let form = admin.get("/users/new").await;
    let page = admin.submit(&form, "/users/new", &rowan("screener", "wrenmoor-children")).await;
    assert!(page.at.starts_with("/users/"), "{}", page.text());
    let waiting = chair.get(&page.at).await;
    let confirm = form_to(&waiting, "/confirm");
    let confirmed = chair.submit(&waiting, &confirm, &[]).await;
    assert!(confirmed.text().contains("In force"), "{}", confirmed.text());
    page.at
}

/// Opens a one-time address and sets a password and an app there.
async fn enrolled(hub: &Hub, path: &str) -> TotpSecret {
    let mut fresh = Browser::of(hub);
    let form = fresh.get(path).await;
    let words = between(&form.text(), "Key: ", " The code").to_owned();
    let secret = TotpSecret::from_base32(&words).unwrap();
    let code = secret.code(hub.house.door.now());
    let done = fresh.submit(&form, path, &[("password", PASSWORD), ("again", PASSWORD), ("code", &code)]).await;
    assert!(done.text().contains("Your recovery codes"), "{}", done.text());
    secret
}

/// The one-time address that a page shows.
fn address(page: &Seen) -> String {
    format!("/invitation/{}", between(&page.text(), "/invitation/", " "))
}

async fn comes_in(hub: &Hub, secret: &TotpSecret) -> (Browser, Seen) {
    let mut it = Browser::of(hub);
    let page = it.get("/sign-in").await;
    let page = it.submit(&page, "/sign-in", &[("user", "r.thorn"), ("password", PASSWORD)]).await;
    let code = secret.code(hub.house.door.now());
    let page = it.submit(&page, "/sign-in/code", &[("code", &code)]).await;
    (it, page)
}

/// A member of the public refers.
async fn public_referral(hub: &Hub) -> kernel::Reference {
    let mut anybody = Browser::of(hub);
    let page = anybody.get("/refer").await;
    let fields = [
        ("urgent.immediate_danger", "no"),
        ("concern.about", "child"),
        ("concern.what", "Waits alone at the bus station every night."),
        ("children.0.forename", "Quillon"),
        ("children.0.surname", "Zephyrson"),
        ("children.count", "1"),
        ("referrer.contact", "no"),
    ];
    let text = anybody.submit(&page, "/refer", &fields).await.text();
    let at = text.find("HF-").unwrap_or_else(|| panic!("no reference in {text}"));
    text[at..at + 12].parse().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_is_invited_by_one_confirmed_by_another_and_sets_their_own_password() {
    on_both(async |hub| {
        let (mut admin, mut chair) = two(&hub).await;
        let form = admin.get("/users/new").await;
        let wrong = admin.submit(&form, "/users/new", &rowan("screener", "moorland-police")).await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.text().contains("is not held at"), "role and agency must fit: {}", wrong.text());
        let page = admin.submit(&form, "/users/new", &rowan("screener", "wrenmoor-children")).await;
        assert!(page.text().contains("Waits to be confirmed"), "{}", page.text());
        assert!(!page.body.contains("/confirm\""), "who proposes does not confirm where there is a manager");
        assert!(
            chair.get("/").await.text().contains("1 seat at your agency waits"),
            "the manager is told on their day"
        );
        let waiting = chair.get(&page.at).await;
        chair.submit(&waiting, &form_to(&waiting, "/confirm"), &[]).await;
        let mails = hub.house_does(message::TakeDue {}).await.unwrap();
        let mail = mails.iter().find(|it| it.template == "mail-invitation").unwrap();
        assert_eq!(mail.to, "rowan.thorn@wrenmoor.example");
        let secret = enrolled(&hub, &mail.link).await;
        hub.pass_minutes(1);
        let (mut rowan, page) = comes_in(&hub, &secret).await;
        assert_eq!(page.at, "/", "{}", page.text());
        assert_eq!(rowan.get("/referrals").await.status, 200, "a screener from now on");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_agency_without_a_manager_is_confirmed_by_the_administrator_and_governance_is_told() {
    on_both(async |hub| {
        let (mut admin, _) = two(&hub).await;
        hub.somebody("governance", "governance", "wrenmoor-governance", "council-other").await;
        let form = admin.get("/users/new").await;
        let page = admin.submit(&form, "/users/new", &rowan("police-officer", "moorland-police")).await;
        let confirmed = admin.submit(&page, &form_to(&page, "/confirm"), &[]).await;
        assert!(confirmed.text().contains("In force"), "{}", confirmed.text());
        let day = signed_in(&hub, "governance").await.get("/").await;
        assert!(day.text().contains("Seats confirmed without a manager"), "{}", day.text());
        assert!(day.text().contains("Rowan Thorn"), "{}", day.text());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_suspended_person_is_out_at_the_next_request_and_comes_back_only_by_a_manager() {
    on_both(async |hub| {
        let (mut admin, mut chair) = two(&hub).await;
        let screener = hub.somebody("screener", "screener", "wrenmoor-children", "council-children").await;
        let mut hers = signed_in(&hub, "screener").await;
        let at = format!("/users/{}", screener.user_id().unwrap());
        let page = admin.get(&at).await;
        admin.submit(&page, &format!("{at}/suspend"), &[]).await;
        assert!(hers.get("/referrals").await.at.starts_with("/sign-in"), "out at the next request");
        let page = admin.get(&at).await;
        let refused = admin.submit(&page, &format!("{at}/restore"), &[]).await;
        assert_eq!(refused.status, 403, "the agency has a manager: {}", refused.text());
        let page = chair.get(&at).await;
        let back = chair.submit(&page, &format!("{at}/restore"), &[]).await;
        assert!(back.text().contains("Active"), "{}", back.text());
        hub.pass_minutes(1);
        assert_eq!(signed_in(&hub, "screener").await.get("/referrals").await.status, 200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_leaver_owned_is_listed_for_handing_over_and_the_administrator_sees_only_how_much() {
    on_both(async |hub| {
        let (mut admin, mut chair) = two(&hub).await;
        let screener = hub.somebody("screener", "screener", "wrenmoor-children", "council-children").await;
        let reference = public_referral(&hub).await;
        hub.does(&screener, front_door::referral::TakeReferral { referral: reference }).await.unwrap();
        let at = format!("/users/{}", screener.user_id().unwrap());
        let before = admin.get(&format!("{at}/leave")).await;
        assert!(before.text().contains("Referrals: 1"), "{}", before.text());
        assert!(!before.text().contains(&reference.to_string()), "the administrator sees no content");
        admin.submit(&before, &format!("{at}/leave"), &[]).await;
        let after = chair.get(&at).await;
        assert!(after.text().contains(&reference.to_string()), "{}", after.text());
        let mut again = Browser::of(&hub);
        let page = again.get("/sign-in").await;
        let fields = [("user", "screener"), ("password", "heather-on-the-moor-screener")];
        let page = again.submit(&page, "/sign-in", &fields).await;
        assert!(page.text().contains("wrong"), "no password opens it: {}", page.text());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_colleague_covers_from_day_to_day_and_nobody_for_themselves() {
    on_both(async |hub| {
        hub.somebody("chair", "front-door-manager", "wrenmoor-children", "council-children").await;
        let screener = hub.somebody("screener", "screener", "wrenmoor-children", "council-children").await;
        let at = format!("/users/{}/cover", screener.user_id().unwrap());
        let mut hers = signed_in(&hub, "screener").await;
        let form = hers.get(&at).await;
        let days = [
            ("from-day", "4"),
            ("from-month", "11"),
            ("from-year", "2026"),
            ("to-day", "6"),
            ("to-month", "11"),
            ("to-year", "2026"),
        ];
        let with = |who: &'static str| [&[("cover", who)][..], &days].concat();
        let own = hers.submit(&form, &at, &with("screener")).await;
        assert!(own.text().contains("Nobody covers for themselves"), "{}", own.text());
        let set = hers.submit(&form, &at, &with("chair")).await;
        assert!(set.text().contains("chair covers"), "{}", set.text());
        let mut chair = signed_in(&hub, "chair").await;
        assert!(chair.get("/").await.text().contains("You cover for screener until"));
        hub.pass_hours(24 * 4);
        assert!(!signed_in(&hub, "chair").await.get("/").await.text().contains("You cover"), "it has ended");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_factor_is_set_anew_by_the_administrator_and_the_old_one_opens_nothing() {
    on_both(async |hub| {
        let (mut admin, mut chair) = two(&hub).await;
        let at = invited(&mut admin, &mut chair).await;
        let page = admin.get(&at).await;
        let shown = admin.submit(&page, &format!("{at}/address"), &[]).await;
        let lost = enrolled(&hub, &address(&shown)).await;
        hub.pass_minutes(1);
        let (mut rowan, _) = comes_in(&hub, &lost).await;
        let page = admin.get(&at).await;
        let shown = admin.submit(&page, &format!("{at}/reset"), &[]).await;
        assert!(rowan.get("/account").await.at.starts_with("/sign-in"), "signed out everywhere");
        let mut thief = Browser::of(&hub);
        let page = thief.get("/sign-in").await;
        let page = thief.submit(&page, "/sign-in", &[("user", "r.thorn"), ("password", PASSWORD)]).await;
        assert!(page.text().contains("wrong"), "{}", page.text());
        let fresh = enrolled(&hub, &address(&shown)).await;
        hub.pass_minutes(1);
        assert_eq!(comes_in(&hub, &fresh).await.1.at, "/");
        let own = admin.get("/users").await;
        let mine = own.body.split("/users/").skip(1).map(|it| it.split('"').next().unwrap_or("")).collect::<Vec<_>>();
        assert!(!mine.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_list_of_users_is_narrowed_to_ones_agencies_filtered_and_paged() {
    on_both(async |hub| {
        let (mut admin, mut chair) = two(&hub).await;
        for nth in 0..30 {
            let name = format!("officer-{nth:02}");
            hub.somebody(&name, "police-officer", "moorland-police", "police").await;
        }
        let all = admin.get("/users").await;
        assert!(all.text().contains("32 users, 1 to 25 shown"), "{}", all.text());
        assert!(admin.get("/users?page=2").await.text().contains("26 to 32 shown"));
        assert!(admin.get("/users?role=admin").await.text().contains("1 user"));
        assert!(chair.get("/users").await.text().contains("1 user"), "only their own agency");
        let officer = all.body.split("/users/").find(|it| it.contains("officer-03")).unwrap();
        let id = officer.split('"').next().unwrap();
        assert_eq!(chair.get(&format!("/users/{id}")).await.status, 404);
        let page = admin.get("/users").await;
        let found = admin.submit(&page, "/users/find", &[("name", "OFFICER-07")]).await;
        assert!(found.text().contains("1 user") && found.text().contains("officer-07"), "{}", found.text());
    })
    .await;
}
