//! Exploitation assessments (F2): written by a worker, authorised by a manager, seen over time and counted.

use assessment::assessment::{AuthoriseAssessment, BeginAssessment, ProposeAssessment, ReturnAssessment, opened};
use assessment::level::{self, Step};
use door::{Acting, Command, Writing};
use form::{Answer, Answers, Evidence, Said, SaveDraft};
use kernel::{PersonId, Reference, Refused, UserId};
use person::{Birth, BirthKind, CreatePerson, NewPerson, NewWorker, Particulars, SaveSearch, SetWorker};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::kit::{Browser, Hub, on_both};

/// The people of a story.
pub struct People {
    pub screener: Acting,
    pub worker: Acting,
    pub manager: Acting,
}

pub async fn people(hub: &Hub) -> People {
    let council = "wrenmoor-children";
    let kind = "council-children";
    People {
        screener: hub.somebody("sam", "screener", council, kind).await,
        worker: hub.somebody("wyn", "social-worker", council, kind).await,
        manager: hub.somebody("max", "team-manager", council, kind).await,
    }
}

/// A child on record with whom the worker works.
pub async fn child(hub: &Hub, them: &People, surname: &str) -> (PersonId, Reference) {
    let asked = person::Asked { line: format!("Kai {surname}"), ..person::Asked::default() };
    let searched = hub.does(&them.screener, SaveSearch { asked }).await.unwrap();
    let born = "2012-05-02".parse().unwrap();
    let particulars = Particulars {
        forenames: "Kai".into(),
        surname: surname.into(),
        known_as: String::new(),
        birth: Birth { kind: BirthKind::Known, day: Some(born), year: None },
        sex: "M".into(),
        died: None,
    };
    let new = NewPerson {
        particulars,
        names: vec![],
        identifiers: vec![],
        address: None,
        contacts: vec![],
        traits: vec![],
        lead: None,
    };
    let made = hub.does(&them.screener, CreatePerson { searched, none_of_these: true, new }).await.unwrap();
    works_with(hub, them, made.person, &them.worker).await;
    (made.person, made.reference)
}

pub async fn works_with(hub: &Hub, them: &People, person: PersonId, worker: &Acting) {
    let new = NewWorker {
        worker: worker.user_id(),
        name: String::new(),
        role: "allocated".into(),
        agency: String::new(),
        team: None,
        contact: String::new(),
        from: "2026-01-05".parse().unwrap(),
        to: None,
        leads: false,
    };
    hub.does(&them.manager, SetWorker { person, new }).await.unwrap();
}

/// Answers to everything that the fourteen domains ask, with some ratings and a proposed level.
pub fn answers(ratings: &[(&str, i64)], level: &str) -> Answers {
    let mut all = Answers::default();
    let mut put = |group: &str, question: &str, said: &str| all.put(group, 0, question, Answer::words(said));
    for (question, said) in [("kind", "initial"), ("worker", "Wyn"), ("manager", "Max"), ("assessed_on", "2026-11-03")]
    {
        put("header", question, said);
    }
    for (group, question, said) in [
        ("header", "few_consulted", "only-agency"),
        ("header", "child_part", "PN1"),
        ("law", "nrm_considered", "no"),
        ("law", "arrested", "no"),
        ("outcome", "level", level),
        ("outcome", "level_reason", "What is known points there."),
        ("outcome", "summary", "Kai is sometimes late home."),
        ("outcome", "child_view", "I am fine and they are my friends."),
        ("outcome", "carer_view", "He is not himself."),
        ("outcome", "immediate", "Nobody travels alone this week."),
        ("section-vulnerabilities", "v-learning", "no"),
    ] {
        put(group, question, said);
    }
    all.put("header", 0, "disability", Answer { said: Said::Several(vec!["NONE".into()]), ..Answer::default() });
    for nth in 1..=14 {
        let id = nth.to_string();
        let rating = ratings.iter().find(|it| it.0 == id).map_or(0, |it| it.1);
        let group = format!("item-{id}");
        let evidence = Evidence { what: "Seen by school".into(), who: "Form tutor".into(), when: "In May".into() };
        let evidence = if rating > 0 { evidence } else { Evidence::default() };
        all.put(&group, 0, "rating", Answer { said: Said::Words(rating.to_string()), evidence });
        if rating > 0 {
            all.put(&group, 0, "recency", Answer::words("now"));
        }
        if rating > 1 {
            all.put(&group, 0, "analysis", Answer::words("It happens again and again."));
        }
    }
    all
}

/// Writes the draft of an assessment, as its page does.
pub async fn writes(hub: &Hub, who: &Acting, reference: Reference, answers: Answers) -> i64 {
    let (it, draft) = {
        let r = hub.house.door.read(who).await.unwrap();
        let it = opened(&r, &reference.to_string()).await.unwrap();
        let draft = form::my_draft_of(&r, it.id.0).await.unwrap();
        (it, draft)
    };
    let save = SaveDraft {
        draft: draft.map(|it| (it.id, it.version)),
        form: form::instrument_form(&it.instrument),
        answers,
        page: String::new(),
        person: Some(it.person),
        subject: Some(it.id.0),
        part: catalogue::Part::Casework,
    };
    hub.does(who, save).await.unwrap().version
}

/// A worker's whole assessment on the fourteen domains, proposed.
pub async fn proposes(hub: &Hub, who: &Acting, person: PersonId, ratings: &[(&str, i64)], level: &str) -> Reference {
    let begin = BeginAssessment { person, instrument: "F2-A".into() };
    let assessment = hub.does(who, begin).await.unwrap();
    let version = writes(hub, who, assessment, answers(ratings, level)).await;
    hub.does(who, ProposeAssessment { assessment, version }).await.unwrap_or_else(|e| panic!("{e:?}"));
    assessment
}

async fn version(hub: &Hub, who: &Acting, reference: Reference) -> i64 {
    let r = hub.house.door.read(who).await.unwrap();
    opened(&r, &reference.to_string()).await.unwrap().version
}

async fn authorises(hub: &Hub, who: &Acting, assessment: Reference, level: u8, reason: &str) -> Result<(), Refused> {
    let version = version(hub, who, assessment).await;
    hub.does(who, AuthoriseAssessment { assessment, version, level, reason: reason.into() }).await
}

async fn clocks(hub: &Hub, who: &Acting, person: PersonId, definition: &str) -> Vec<clock::Clock> {
    let r = hub.house.door.read(who).await.unwrap();
    let all = clock::of_person(&r, person, (100, 0)).await.unwrap().rows;
    let mut of: Vec<_> = all.into_iter().filter(|it| it.definition == definition).collect();
    of.sort_by_key(|it| it.started);
    of
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_proposes_a_manager_authorises_and_the_review_is_due_by_the_level() {
    on_both(async |hub| {
        let them = people(&hub).await;
        let (person, _) = child(&hub, &them, "Thornacre").await;
        let it = proposes(&hub, &them.worker, person, &[("1", 2), ("7", 2)], "2").await;
        let r = hub.house.door.read(&them.manager).await.unwrap();
        let kept = opened(&r, &it.to_string()).await.unwrap();
        assert_eq!((kept.proposed_level, kept.suggested, kept.authorised_level), (Some(2), Some(3), None));
        drop(r);
        assert_eq!(clocks(&hub, &them.manager, person, "CK-04").await.len(), 1, "the daily meeting is to hear of it");
        assert!(clocks(&hub, &them.manager, person, "CK-22").await.is_empty(), "no level was set yet");
        let refused = authorises(&hub, &them.manager, it, 2, "").await;
        assert!(matches!(refused, Err(Refused::Wrong(_))), "it differs from the suggestion: {refused:?}");
        authorises(&hub, &them.manager, it, 3, "The pattern is older than it looks.").await.unwrap();
        let first = clocks(&hub, &them.manager, person, "CK-22").await;
        assert_eq!(first.len(), 1);
        assert_eq!(first[0].due_day, Some("2026-12-16".parse().unwrap()), "a high level is reviewed in six weeks");
        hub.pass_hours(24 * 30);
        let again = proposes(&hub, &them.worker, person, &[("1", 1)], "1").await;
        authorises(&hub, &them.manager, again, 1, "").await.unwrap();
        let both = clocks(&hub, &them.manager, person, "CK-22").await;
        assert_eq!(both.len(), 2);
        assert_eq!(both[0].outcome, clock::Outcome::Met, "the review was done in time");
        assert_eq!(both[1].outcome, clock::Outcome::Open);
        let r = hub.house.door.read(&them.manager).await.unwrap();
        let levels = level::of_person(&r, person).await.unwrap();
        let told: Vec<_> = levels.iter().map(|it| (it.step, it.level)).collect();
        let (proposed, authorised) = (Step::Proposed, Step::Authorised);
        assert_eq!(told, [(proposed, 2), (authorised, 3), (proposed, 1), (authorised, 1)]);
        assert_eq!(opened(&r, &again.to_string()).await.unwrap().kind, assessment::assessment::Kind::Review);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_authorises_their_own_and_what_is_returned_is_proposed_again_without_losing_a_word() {
    on_both(async |hub| {
        let them = people(&hub).await;
        let (person, _) = child(&hub, &them, "Oakford").await;
        let it = proposes(&hub, &them.worker, person, &[("3", 1)], "1").await;
        let refused = authorises(&hub, &them.worker, it, 1, "").await;
        assert!(matches!(refused, Err(Refused::MayNot(_))), "a social worker does not authorise: {refused:?}");
        // Somebody who is both: their own stays closed to them.
        let both = hub.somebody("bea", "team-manager", "wrenmoor-children", "council-children").await;
        hub.house_does(TakeSeat { holder: both.user_id().unwrap() }).await.unwrap();
        let both = hub.house.door.user(both.user_id().unwrap(), door::Via::Page).await.unwrap();
        works_with(&hub, &them, person, &both).await;
        let own = proposes(&hub, &both, person, &[("3", 1)], "1").await;
        let refused = authorises(&hub, &both, own, 1, "").await;
        assert!(matches!(&refused, Err(Refused::MayNot(words)) if words.contains("their own")), "{refused:?}");
        let comment = "Ask the school as well.".to_owned();
        let back = ReturnAssessment { assessment: it, version: version(&hub, &them.manager, it).await, comment };
        hub.does(&them.manager, back).await.unwrap();
        let version = writes(&hub, &them.worker, it, answers(&[("3", 2)], "2")).await;
        hub.does(&them.worker, ProposeAssessment { assessment: it, version }).await.unwrap();
        let r = hub.house.door.read(&them.manager).await.unwrap();
        let kept = opened(&r, &it.to_string()).await.unwrap();
        let all = assessment::assessment::proposals(&r, kept.id).await.unwrap();
        assert_eq!(all.iter().map(|it| it.level).collect::<Vec<_>>(), [1, 2], "both proposals are kept");
        assert_eq!(kept.proposal, all.last().map(|it| it.id));
    })
    .await;
}

/// A second seat of somebody, as an administrator and their manager would give it.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
struct TakeSeat {
    holder: UserId,
}

impl Command for TakeSeat {
    const NAME: &'static str = "lantern.take-seat";
    const WHAT: &'static str = "Gives somebody a second seat for a test.";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        let seat = door::Seat {
            id: w.new_id(),
            holder: self.holder,
            role: "social-worker".into(),
            agency: "wrenmoor-children".into(),
            agency_kind: "council-children".into(),
            team: None,
            holds_from: "2020-01-01".parse().unwrap(),
            holds_to: None,
            proposed_by: None,
            confirmed_by: Some(self.holder),
            version: 1,
        };
        w.keep(&seat).await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_of_somebody_else_writes_no_assessment_and_finds_none() {
    on_both(async |hub| {
        let them = people(&hub).await;
        let (person, reference) = child(&hub, &them, "Elmgate").await;
        let it = proposes(&hub, &them.worker, person, &[("1", 1)], "1").await;
        let other = hub.somebody("ola", "social-worker", "wrenmoor-children", "council-children").await;
        let begin = BeginAssessment { person, instrument: "F2-A".into() };
        assert!(matches!(hub.does(&other, begin).await, Err(Refused::MayNot(_))));
        let r = hub.house.door.read(&other).await.unwrap();
        assert!(matches!(opened(&r, &it.to_string()).await, Err(Refused::NotFound)));
        drop(r);
        let mut browser = Browser::of(&hub);
        browser.sign_in(&hub, "ola").await;
        assert_eq!(browser.get(&format!("/assessments/{it}")).await.status, 404);
        assert_eq!(browser.get(&format!("/people/{reference}/assessments")).await.status, 404);
        assert!(!browser.get("/assessments").await.text().contains(&it.to_string()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_missing_is_told_all_at_once_and_the_draft_keeps_every_word() {
    on_both(async |hub| {
        let them = people(&hub).await;
        let (person, _) = child(&hub, &them, "Ashmoor").await;
        let begin = BeginAssessment { person, instrument: "F2-A".into() };
        let assessment = hub.does(&them.worker, begin.clone()).await.unwrap();
        assert!(matches!(hub.does(&them.worker, begin).await, Err(Refused::Conflict(_))), "one at a time");
        let mut some = Answers::default();
        some.put("item-1", 0, "rating", Answer::words("2"));
        let version = writes(&hub, &them.worker, assessment, some).await;
        let refused = hub.does(&them.worker, ProposeAssessment { assessment, version }).await;
        let Err(Refused::Wrong(wrongs)) = refused else { panic!("{refused:?}") };
        for field in ["item-1.rating-evidence-what", "item-1.recency", "item-1.analysis", "header.few_consulted"] {
            assert!(wrongs.0.iter().any(|it| it.field == field), "{field} is not among {wrongs:?}");
        }
        let stale = ProposeAssessment { assessment, version: version - 1 };
        assert!(matches!(hub.does(&them.worker, stale).await, Err(Refused::Stale)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_pages_carry_a_worker_and_a_manager_through_without_scripts() {
    on_both(async |hub| {
        let them = people(&hub).await;
        let (person, reference) = child(&hub, &them, "Birchall").await;
        let first = proposes(&hub, &them.worker, person, &[("1", 2)], "1").await;
        authorises(&hub, &them.manager, first, 1, "").await.unwrap();
        hub.pass_hours(24 * 40);
        let mut worker = Browser::of(&hub);
        worker.sign_in(&hub, "wyn").await;
        assert!(worker.get(&format!("/people/{reference}/assessments")).await.body.contains("<svg"));
        let page = worker.get(&format!("/assessments/new?person={reference}")).await;
        let page = worker.submit(&page, "/assessments/new", &[("instrument", "")]).await;
        assert!(page.text().contains("Select the instrument that you use"), "{}", page.text());
        let page = worker.submit(&page, "/assessments/new", &[("instrument", "F2-A")]).await;
        let write = page.at.clone();
        assert!(page.text().contains("Fourteen domains: 1. Missing and whereabouts to 5."), "{}", page.text());
        let items = worker.get(&format!("{write}/items-1")).await;
        let text = items.text();
        assert!(text.contains("0: Whereabouts known and agreed; comes home when expected."), "{text}");
        assert!(text.contains("Last time, on 3 November 2026: 2."), "{text}");
        let fields = [
            ("item-1.rating", "3"),
            ("item-1.rating-evidence-what", "Found in another city"),
            ("item-1.recency", "now"),
            ("item-1.analysis", "It is organised."),
            ("item-2.rating", "0"),
            ("item-3.rating", "0"),
            ("item-4.rating", "0"),
            ("item-5.rating", "0"),
            ("continue", "1"),
        ];
        // A browser sends the empty boxes too.
        let boxes: Vec<String> =
            (2..=5).flat_map(|nth| ["recency", "analysis"].map(|it| format!("item-{nth}.{it}"))).collect();
        let fields: Vec<(&str, &str)> = fields.into_iter().chain(boxes.iter().map(|it| (it.as_str(), ""))).collect();
        let next = worker.submit(&items, &format!("{write}/items-1"), &fields).await;
        assert!(next.at.ends_with("/items-2"), "{} {}", next.at, next.text());
        let check = worker.get(&format!("{write}/check")).await.text();
        assert!(check.contains("the instrument's rule suggests 3: High, because a domain is rated 3"), "{check}");
        assert!(check.contains("Still to be answered") && check.contains("Found in another city"), "{check}");
        let it: Reference = write.trim_start_matches("/assessments/").trim_end_matches("/write").parse().unwrap();
        let version = writes(&hub, &them.worker, it, answers(&[("1", 3)], "3")).await;
        let check = worker.get(&format!("{write}/check")).await;
        let done = worker.submit(&check, &format!("/assessments/{it}/propose"), &[]).await;
        assert!(done.text().contains("Up from 2"), "version {version}: {}", done.text());
        assert!(done.text().contains("I am fine and they are my friends."), "{}", done.text());
        let mut manager = Browser::of(&hub);
        manager.sign_in(&hub, "max").await;
        assert!(manager.get("/").await.text().contains("1 assessment waits for you or another manager"));
        let page = manager.get(&format!("/assessments/{it}")).await;
        let to = format!("/assessments/{it}/authorise");
        let page = manager.submit(&page, &to, &[("level", "2"), ("reason", "")]).await;
        assert!(page.text().contains("Say why the level differs from what the worker proposed"), "{}", page.text());
        let page = manager.submit(&page, &to, &[("level", "2"), ("reason", "Seen with the police.")]).await;
        assert!(page.text().contains("Why it differs: Seen with the police."), "{}", page.text());
        let levels = manager.get(&format!("/people/{reference}/assessments")).await.text();
        for words in ["Worker proposed 3: High", "Manager authorised 2: Medium", "Chair confirmed None"] {
            assert!(levels.contains(words), "{words} is not in {levels}");
        }
        let chronology = manager.get(&format!("/people/{reference}/chronology")).await.text();
        assert!(chronology.contains("was authorised at level 2"), "{chronology}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_partnership_adds_an_instrument_by_a_file_alone() {
    let mut files = catalogue::Files::embedded();
    let own = "id = \"OWN-1\"\ntitle = \"Our own checklist\"\nversion = 1\nreview = \"CK-22\"\nform = \"assessment\"\nafter = \"consulted\"\n\
        from = \"2020-01-01\"\nlevels = [ { level = 0, label = \"Green\" }, { level = 1, label = \"Yellow\" }, { level = 2, label = \"Orange\" }, { level = 3, label = \"Red\" } ]\n\
        suggest = [ { level = 3, why = \"somebody watches the house\", any = [ [ { items = [\"W\"], at_least = 2 } ] ] }, { level = 0, why = \"nothing was found\" } ]\n\
        [[sections]]\nid = \"own\"\ntitle = \"Our own\"\nanswering = \"rating\"\nevidence_from = 1\n\
        items = [ { id = \"W\", title = \"Somebody watches the house\" } ]\n";
    files.0.insert("instruments/own.toml".into(), own.into());
    let catalogue = catalogue::Catalogue::from_files(&files).unwrap_or_else(|e| panic!("{e}"));
    for engine in crate::kit::engines() {
        let hub = Hub::with(engine, catalogue.clone()).await;
        let them = people(&hub).await;
        let (person, reference) = child(&hub, &them, "Sedgecroft").await;
        let mut worker = Browser::of(&hub);
        worker.sign_in(&hub, "wyn").await;
        let page = worker.get(&format!("/assessments/new?person={reference}")).await;
        assert!(page.text().contains("Our own checklist"), "{}", page.text());
        let begin = BeginAssessment { person, instrument: "OWN-1".into() };
        let assessment = hub.does(&them.worker, begin).await.unwrap();
        let mut said = answers(&[], "2");
        said.0.retain(|group, _| !group.starts_with("item-") && !group.starts_with("section-"));
        let evidence = Evidence { what: "A car, every night".into(), ..Evidence::default() };
        said.put("item-W", 0, "rating", Answer { said: Said::Words("2".into()), evidence });
        said.put("item-W", 0, "recency", Answer::words("now"));
        let version = writes(&hub, &them.worker, assessment, said).await;
        hub.does(&them.worker, ProposeAssessment { assessment, version }).await.unwrap_or_else(|e| panic!("{e:?}"));
        let text = worker.get(&format!("/assessments/{assessment}")).await.text();
        assert!(text.contains("3: Red, because somebody watches the house"), "{text}");
        assert!(text.contains("2: Orange, by wyn"), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_number_of_the_indicators_is_the_list_behind_it_and_disability_is_a_column() {
    on_both(async |hub| {
        let them = people(&hub).await;
        for (nth, rating) in [("Asher", 1), ("Bower", 2), ("Carver", 3)] {
            let (person, _) = child(&hub, &them, nth).await;
            let begin = BeginAssessment { person, instrument: "F2-A".into() };
            let assessment = hub.does(&them.worker, begin).await.unwrap();
            let mut said = answers(&[("9", rating)], "1");
            if rating == 3 {
                said.put(
                    "header",
                    0,
                    "disability",
                    Answer { said: Said::Several(vec!["LD".into()]), ..Answer::default() },
                );
                said.put("header", 0, "adjustments", Answer::words("Pictures."));
            }
            let version = writes(&hub, &them.worker, assessment, said).await;
            hub.does(&them.worker, ProposeAssessment { assessment, version }).await.unwrap_or_else(|e| panic!("{e:?}"));
            authorises(&hub, &them.manager, assessment, 1, "Held by the plan.").await.unwrap();
        }
        let c = hub.house.catalogue();
        let of = c.instrument("F2-A", "2026-11-04".parse().unwrap()).unwrap();
        let r = hub.house.door.read(&them.manager).await.unwrap();
        let all = assessment::indicators::count(&r, of, (None, None)).await.unwrap();
        assert_eq!((all.assessments, all.children, all.with_disability), (3, 3, 1));
        let row = all.rows.iter().find(|it| it.item == "9").unwrap();
        assert_eq!((row.found, row.medium, row.high, row.with_disability), (3, Some(2), Some(1), 1));
        let list = assessment::indicators::behind("F2-A", (None, None));
        for (least, many) in [(None, 3), (Some(2), 2), (Some(3), 1)] {
            let wanted = assessment::assessment::list::Wanted { item: "9".into(), least, ..list.clone() };
            assert_eq!(assessment::indicators::stand_behind(&r, &wanted).await.unwrap(), many, "{least:?}");
        }
        drop(r);
        let other = hub.somebody("ola", "social-worker", "wrenmoor-children", "council-children").await;
        let r = hub.house.door.read(&other).await.unwrap();
        assert_eq!(assessment::indicators::count(&r, of, (None, None)).await.unwrap().assessments, 0, "narrowed first");
        drop(r);
        let mut manager = Browser::of(&hub);
        manager.sign_in(&hub, "max").await;
        let page = manager.get("/assessments/indicators?instrument=F2-A").await;
        assert!(page.body.contains("item=9&amp;least=3"), "{}", page.body);
        let behind = manager.get("/assessments?state=authorised&instrument=F2-A&item=9&least=3").await.text();
        assert!(
            behind.contains("Kai Carver") && behind.contains("Learning") && !behind.contains("Kai Bower"),
            "{behind}"
        );
    })
    .await;
}
