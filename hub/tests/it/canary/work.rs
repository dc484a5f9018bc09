//! Secret words in the work about people: actions, advice, concerns about adults, what is said with a referrer, merges,
//! clocks, imports, drafts and mails.

use action::{CancelAction, DoAction, HandOverAction, NewAction, Owner, SetAction};
use catalogue::Part;
use clock::{AskExtension, ClockId, GiveLateReason};
use door::{Acting, args};
use exchange::import::{Begun, ImportId, ProposeImport, TellChecked, own_agency};
use front_door::advice::LogAdvice;
use front_door::referral::{
    AddInformation, AskReferrer, LinkNamed, RecordProtection, Refer, ReferralId, Role, named, opened,
};
use kernel::{PersonId, Reference};
use message::{MailId, NoteOutcomes, Told, Tried};
use person::{Birth, BirthKind, CreatePerson, LinkKind, LinkPersons, MergePersons, NewPerson, Particulars, SaveSearch};
use policy::action as may;
use room::Trouble;
use serde_json::json;

use super::people::{Who, near, one};
use super::planted::{Row, Seen, World, answers, day};
use crate::kit::Hub;

fn of(action: door::Action, person: PersonId, row: Row) -> Seen {
    Seen::Part(action, person, row)
}

/// Those of some roles.
fn holding(all: &[Who], roles: &[&str]) -> Seen {
    Seen::Only(all.iter().filter(|it| it.is(roles)).map(Who::id).collect())
}

/// One action about a person: done, cancelled, or handed over with words. Whose it is and who set it read it, as long as
/// they may know of the person.
pub async fn actions(hub: &Hub, all: &[Who], world: &mut World, about: &'static str, person: PersonId) {
    let (sets, does) = (near(all, "social-worker"), one(all, "youthworker"));
    let seen = || of(may::SEE_RECORD, person, Row { also: vec![sets.id(), does.id()], ..Row::default() });
    let new = |words: String, owner: Owner| NewAction {
        words,
        subject_kind: "person".to_owned(),
        subject: person.0,
        link: String::new(),
        person: Some(person),
        owner,
        due: day("2026-11-20"),
    };
    let owner = Owner::Person { user: does.id() };
    let it = new(world.word("action", about, seen()), owner.clone());
    let action = hub.does(&sets.acting, SetAction { action: it }).await.unwrap();
    world.refer("actions", action);
    match about {
        "ordinary" => {
            let evidence = world.word("action-evidence", about, seen());
            hub.does(&does.acting, DoAction { action, evidence }).await.unwrap();
        }
        "restricted" => {
            let reason = world.word("action-cancelled", about, seen());
            hub.does(&sets.acting, CancelAction { action, reason }).await.unwrap();
        }
        _ => {
            let words = world.word("action-hand-over", about, seen());
            hub.does(&sets.acting, HandOverAction { action, owner, due: None, words }).await.unwrap();
        }
    }
    // By a partner outside: the mail to them fails, and who runs the mail reads nothing of the action.
    let seen = || of(may::SEE_RECORD, person, Row { also: vec![sets.id()], ..Row::default() });
    let words = world.word("action-partner", about, seen());
    let name = world.word("partner-name", about, seen());
    let outside = Owner::Partner { name, mail: format!("partner-{about}@outside.example") };
    hub.does(&sets.acting, SetAction { action: new(words, outside) }).await.unwrap();
}

/// Advice at the front door: about nobody, and about a person. Only the front door has the log.
pub async fn advice(hub: &Hub, all: &[Who], world: &mut World, about: &'static str, person: Option<PersonId>) {
    let screener = one(all, "screener");
    let row = || Row { author: Some(screener.id()), ..Row::default() };
    let seen = || match person {
        // Nobody of the front door is named on the list of the restricted.
        Some(_) if about == "restricted" => Seen::Only(vec![]),
        Some(person) => of(may::SEE_REFERRAL, person, row()),
        None => Seen::Nobodys(may::SEE_REFERRAL, row()),
    };
    let mut asked = json!({
        "name": world.word("advice-asked-by", about, seen()), "how": "phone", "at": "2026-11-05T10:00:00Z",
        "topic": "threshold", "question": world.word("advice-question", about, seen()),
    });
    if let Some(person) = person {
        asked["person"] = json!(person);
    }
    let given =
        json!({ "advice": world.word("advice-answer", about, seen()), "outcome": "service", "follow_up": "no" });
    let it = LogAdvice { answers: json!({ "asked": [asked], "given": [given] }) };
    let reference = hub.does(&screener.acting, it).await.unwrap_or_else(|e| panic!("{e:?}"));
    world.refer("advice", reference);
}

/// A referral that was linked to a person; its referrer asked not to be named.
pub async fn linked(hub: &Hub, all: &[Who], world: &mut World, about: &'static str, person: (PersonId, Reference)) {
    let (teacher, screener) = (one(all, "teacher"), one(all, "screener"));
    let row = || Row { author: Some(teacher.id()), ..Row::default() };
    let content = world.word("linked-content", about, of(may::SEE_REFERRAL, person.0, row()));
    let unnamed = Row { unnamed: true, ..row() };
    let referrer = world.word("linked-referrer", about, of(may::SEE_REFERRER, person.0, unnamed));
    let it = Refer { form: "referral".into(), answers: answers("Somebody", &content, &referrer) };
    let referral = hub.does(&teacher.acting, it).await.unwrap();
    let them = {
        let r = hub.house.door.read(&screener.acting).await.unwrap();
        let it = opened(&r, &referral.to_string()).await.unwrap();
        named(&r, it.id).await.unwrap()
    };
    let child = them.iter().find(|it| it.role == Role::Child).unwrap().id;
    hub.does(&screener.acting, LinkNamed { referral, named: child, person: person.1 }).await.unwrap();
    world.refer("referrals", referral);
}

/// What the front door and a referrer said to each other, about nobody on record.
pub async fn said(hub: &Hub, all: &[Who], world: &mut World, referral: Reference) {
    let (teacher, screener) = (one(all, "teacher"), one(all, "screener"));
    let own = || Seen::Nobodys(may::SEE_REFERRAL, Row { author: Some(teacher.id()), ..Row::default() });
    let words = world.word("referrer-asked", "", own());
    hub.does(&screener.acting, AskReferrer { referral, words }).await.unwrap();
    let words = world.word("referrer-answered", "", own());
    hub.does(&teacher.acting, AddInformation { referral, words }).await.unwrap();
    let words = world.word("referrer-added", "", own());
    hub.does(&teacher.acting, AddInformation { referral, words }).await.unwrap();
    // What the front door did at once is the record's, not the referrer's.
    let words = world.word("protection", "", Seen::Nobodys(may::SEE_REFERRAL, Row::default()));
    hub.does(&screener.acting, RecordProtection { referral, words }).await.unwrap();
}

/// Why a duty of a referral was late, and why a later day is asked for.
pub async fn clocks(hub: &Hub, all: &[Who], world: &mut World, referral: ReferralId) {
    let (chair, teacher) = (one(all, "chair"), one(all, "teacher"));
    let seen = |also: Vec<kernel::UserId>| Seen::Nobodys(may::SEE_STATUSES, Row { also, ..Row::default() });
    let (decide, silence) = (of_referral(hub, referral, "CK-01").await, of_referral(hub, referral, "CK-03").await);
    let words = world.word("late-reason", "", seen(vec![]));
    let it = GiveLateReason { clock: decide, reason: "family".into(), words };
    hub.does(&chair.acting, it).await.unwrap_or_else(|e| panic!("{e:?}"));
    let evidence = world.word("extension", "", seen(vec![teacher.id()]));
    let it = AskExtension { clock: silence, due: day("2026-11-20"), evidence };
    hub.does(&teacher.acting, it).await.unwrap_or_else(|e| panic!("{e:?}"));
    world.addresses.extend([decide, silence].map(|it| format!("/clocks/{it}")));
}

async fn of_referral(hub: &Hub, referral: ReferralId, definition: &str) -> ClockId {
    const OF: &str = "SELECT id FROM clock WHERE subject = $1 AND definition = $2";
    let r = hub.house.door.read(&Acting::house()).await.unwrap();
    let found: Option<(ClockId,)> = r.plain_one(OF, args![referral, definition.to_owned()]).await.unwrap();
    found.unwrap_or_else(|| panic!("{definition} did not start")).0
}

/// A concern about an adult (F14a): the front door's, its author's, and adults' services'.
pub async fn adult(hub: &Hub, all: &[Who], world: &mut World) {
    let nurse = one(all, "nurse");
    // It is in the queue of adults' services, who read it before anybody is found to work with the adult; who referred,
    // when they ask not to be named, is the front door's.
    let adults =
        all.iter().filter(|it| it.is(&["adult-lead", "adult-social-worker"]) && it.agency == "wrenmoor-adults");
    let adults: Vec<_> = adults.map(Who::id).collect();
    let row = || Row { author: Some(nurse.id()), also: adults.clone(), ..Row::default() };
    let seen = || Seen::Nobodys(may::SEE_REFERRAL, row());
    let referrer = || Seen::Nobodys(may::SEE_REFERRER, Row { author: Some(nurse.id()), ..Row::default() });
    let mut answers = adult_answers(&world.word("adult-what", "", seen()));
    answers["referrer"][0]["name"] = json!(world.word("adult-referrer", "", referrer()));
    answers["adults"][0]["surname"] = json!(world.word("adult-name", "", seen()));
    answers["adults"][0]["safe_contact"] = json!(world.word("adult-contact", "", seen()));
    answers["test"][0]["needs_reason"] = json!(world.word("adult-needs", "", seen()));
    let it = Refer { form: "adult-concern".into(), answers };
    let reference = hub.does(&nurse.acting, it).await.unwrap_or_else(|e| panic!("{e:?}"));
    world.refer("referrals", reference);
}

fn adult_answers(what: &str) -> serde_json::Value {
    json!({
        "urgent": [{ "immediate_danger": "no", "police_told": "no" }],
        "referrer": [{
            "name": what, "role": "Nurse", "phone": "01632 960123", "not_named": "yes", "wants_feedback": "no",
        }],
        "adults": [{
            "forename": what, "surname": what, "born": { "born": "1980-05-02" }, "sex": "F", "ethnicity": "AB",
        }],
        "concern": [{ "types": ["physical"], "what": { "said": what, "evidence": { "what": "Seen", "who": "Nurse", "when": "" } } }],
        "test": [{
            "needs": "yes", "needs_reason": what, "at_risk": "yes", "at_risk_reason": what, "cannot_protect": "yes",
            "cannot_protect_reason": what,
        }],
        "consent": [{ "capacity": "yes", "agrees": "yes" }],
    })
}

/// Two records made one, and two said not to be: the reasons are seen with who they are.
pub async fn merged(hub: &Hub, all: &[Who], world: &mut World, about: &'static str, person: PersonId) {
    let screener = &one(all, "screener").acting;
    let asked = person::Asked { line: format!("twin of {about}"), ..person::Asked::default() };
    let searched = hub.does(screener, SaveSearch { asked }).await.unwrap();
    let birth = Birth { kind: BirthKind::Known, day: Some(day("2011-03-28")), year: None };
    let (forenames, surname) = (format!("Twin {about}"), "Elsewhere".to_owned());
    let new = NewPerson {
        particulars: Particulars { forenames, surname, known_as: String::new(), birth, sex: "F".into(), died: None },
        names: vec![],
        identifiers: vec![],
        address: None,
        contacts: vec![],
        traits: vec![],
        lead: None,
    };
    let other = hub.does(screener, CreatePerson { searched, none_of_these: true, new }).await.unwrap().person;
    let reason = world.word("merge-reason", about, of(may::SEE_IDENTITY, person, Row::default()));
    hub.does(screener, MergePersons { keep: person, other, reason }).await.unwrap();
}

/// Why two are not the same: seen by those who may see both.
pub async fn apart(hub: &Hub, all: &[Who], world: &mut World, about: &'static str, person: PersonId, other: PersonId) {
    let reason = world.word("link-reason", about, of(may::SEE_IDENTITY, person, Row::default()));
    let link = LinkPersons { person, other, kind: LinkKind::NotSame, reason };
    hub.does(&one(all, "screener").acting, link).await.unwrap();
}

/// An import with a bad row: what stands in it is for who proposes imports, its file's name also for who applies them.
pub async fn import(hub: &Hub, all: &[Who], world: &mut World) {
    let manager = one(all, "hubmanager");
    let file = format!("{}.csv", world.word("import-file", "", holding(all, &["hub-manager", "admin"])));
    let agency = own_agency(&hub.house.catalogue());
    let of = Begun { kind: "persons".into(), agency, file, lines: 0, doubtful: 0 };
    let bytes = b"forenames\nnobody\n".to_vec();
    let import: ImportId = hub.does(&manager.acting, ProposeImport { of, bytes }).await.unwrap();
    let proposes = || holding(all, &["hub-manager"]);
    let bad = |value: String| Trouble {
        row: 2,
        column: "dob".into(),
        value,
        problem: "this is no day".into(),
        mend: "write it as 2016-03-29".into(),
    };
    let told = TellChecked {
        import,
        lines: 1,
        counts: (1, 0, 0),
        troubles: (1, 1),
        wrong: vec![bad(world.word("import-bad", "", proposes()))],
        doubtful: vec![bad(world.word("import-doubt", "", proposes()))],
    };
    hub.does(&manager.acting, told).await.unwrap();
}

/// Drafts under way: their owner's alone.
pub async fn drafts(hub: &Hub, all: &[Who], world: &mut World) {
    let teacher = one(all, "teacher");
    let own = || Seen::Only(vec![teacher.id()]);
    let name = world.word("draft", "", own());
    let adult = world.word("adult-draft", "", own());
    for (form, at, group, answers) in [
        ("referral", "/referrals/new", "concern", answers(&name, &name, &name)),
        ("adult-concern", "/concerns/adult/new", "concern", adult_answers(&adult)),
    ] {
        let it = form::SaveDraft {
            draft: None,
            form: form.into(),
            answers: serde_json::from_value(answers).unwrap(),
            page: String::new(),
            person: None,
            subject: None,
            part: Part::Referral,
        };
        let draft = hub.does(&teacher.acting, it).await.unwrap().draft;
        let pages = ["".to_owned(), format!("/{group}"), "/check".to_owned()];
        world.addresses.extend(pages.map(|page| format!("{at}{page}?draft={draft}")));
    }
    let screener = one(all, "screener");
    let line = world.word("search", "", Seen::Only(vec![screener.id()]));
    let asked = person::Asked { line, ..person::Asked::default() };
    let id = hub.does(&screener.acting, SaveSearch { asked }).await.unwrap();
    world.addresses.extend(["/people/found", "/search", "/api/v1/search"].map(|at| format!("{at}/{id}")));
}

/// Every mail of the outbox that goes outside came to nothing, in the words of the server: for who runs the mail.
pub async fn mails(hub: &Hub, all: &[Who], world: &mut World) {
    const OUT: &str = "SELECT id FROM mail WHERE to_address LIKE 'partner-%' ORDER BY id";
    let them: Vec<(MailId,)> = {
        let r = hub.house.door.read(&Acting::house()).await.unwrap();
        r.plain(OUT, vec![]).await.unwrap()
    };
    assert!(!them.is_empty(), "an action for a partner sends them a mail");
    let reason = world.word("mail-reason", "", holding(all, &["admin"]));
    for (mail,) in them {
        hub.house_does(NoteOutcomes { of: vec![Told { mail, tried: Tried::Never(reason.clone()) }] }).await.unwrap();
    }
}
