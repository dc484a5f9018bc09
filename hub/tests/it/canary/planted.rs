//! Secret words in every kind of record, about three persons: an ordinary one, a restricted one, and one about whom the
//! social worker next to them declared a conflict.

use std::collections::BTreeMap;

use catalogue::Part;
use door::{Command, Writing, args};
use entry::{NewEntry, Upload, keep_file};
use front_door::referral::{DecideReferral, LeaveUnlinked, Refer, ReferralId, SendDraft, named, opened};
use kernel::{Day, Handling, Marking, PersonId, Reference, Refused, UserId};
use people::known::{AnswerKnown, AskKnown, Outcome};
use person::{
    AddRelation, AddWarning, AddressKind, Asked, Birth, BirthKind, ContactKind, CreatePerson, DeclareConflict, Lead,
    NewAddress, NewContact, NewName, NewPerson, NewStatus, NewTrait, NewWorker, Particulars, RestrictPerson,
    SaveSearch, SetWorker, TraitKind, YesNo,
};
use policy::{Action, action};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use trust::glass::{BreakGlass, EndGlass, ReviewGlass};

use super::people::{TEAM, Who, near, one};
use super::work;
use crate::kit::Hub;

/// What is so of the row that holds a secret word.
#[derive(Clone, Debug, Default)]
pub struct Row {
    pub author: Option<UserId>,
    pub agency: String,
    /// The agencies it is marked for; empty: for all.
    pub marked: Vec<String>,
    /// Whose own it is besides, as long as they may know of the person: who is to do it, who set it.
    pub also: Vec<UserId>,
    /// Whether it tells who referred, and they asked not to be named.
    pub unnamed: bool,
}

/// Who may find a secret word.
#[derive(Clone, Debug)]
pub enum Seen {
    /// Those who may see this part of this person's record.
    Part(Action, PersonId, Row),
    /// Those who may see this part of what is about no person on record yet.
    Nobodys(Action, Row),
    /// These and nobody else.
    Only(Vec<UserId>),
}

/// A secret word.
#[derive(Clone, Debug)]
pub struct Canary {
    pub word: String,
    pub kind: &'static str,
    /// `ordinary`, `restricted`, `conflict`, or empty where it is about nobody on record.
    pub about: &'static str,
    pub seen: Seen,
}

/// A person with everything planted.
pub struct Planted {
    pub about: &'static str,
    pub id: PersonId,
    pub reference: Reference,
}

/// All of it.
#[derive(Default)]
pub struct World {
    pub persons: Vec<Planted>,
    pub canaries: Vec<Canary>,
    /// References of what is no person, by the first word of their address.
    pub references: BTreeMap<&'static str, Vec<String>>,
    /// Addresses that no page of the walk gets to by itself.
    pub addresses: Vec<String>,
}

impl World {
    /// Remembers a reference.
    pub fn refer(&mut self, of: &'static str, it: Reference) {
        self.references.entry(of).or_default().push(it.to_string());
    }

    /// A new secret word.
    pub fn word(&mut self, kind: &'static str, about: &'static str, seen: Seen) -> String {
        let word = format!("Zq{}{}qz", kind.replace('-', ""), about);
        self.canaries.push(Canary { word: word.clone(), kind, about, seen });
        word
    }
}

/// An entry as a mechanism or an import brings it.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
struct Plant {
    person: PersonId,
    part: String,
    text: String,
    author: UserId,
    agency: String,
    marked: Vec<String>,
}

impl Command for Plant {
    const NAME: &'static str = "lantern.plant";
    const WHAT: &'static str = "Keeps an entry for a test; answers where it stands.";
    type Done = String;
    async fn carry_out(&self, w: &mut Writing) -> Result<String, Refused> {
        const WHOSE: &str = "SELECT reference FROM person WHERE id = $1";
        let whose: Option<(Reference,)> = w.plain_one(WHOSE, args![self.person]).await?;
        let part: Part = serde_json::from_value(json!(self.part)).unwrap();
        let it = NewEntry {
            person: self.person,
            kind: "note".into(),
            happened: w.now,
            author: Some(self.author),
            agency: Some(self.agency.clone()),
            source: "note".into(),
            subject: None,
            part,
            title: self.text.clone(),
            text: self.text.clone(),
            marking: Marking::Sensitive,
            handling: Handling { agencies: self.marked.clone(), until: None, do_not: String::new() },
        };
        let id = entry::keep(w, it).await?.id;
        Ok(format!("/people/{}/entries/{id}", whose.ok_or(Refused::NotFound)?.0))
    }
}

/// The parts of a chronology with the action that shows each.
const PARTS: &[(&str, &str, Action)] = &[
    ("entry-casework", "casework", action::SEE_RECORD),
    ("entry-health", "health", action::SEE_HEALTH),
    ("entry-education", "education", action::SEE_EDUCATION),
    ("entry-legal", "legal", action::SEE_LEGAL),
    ("entry-investigation", "investigation", action::SEE_INVESTIGATION),
    ("entry-intelligence", "intelligence", action::SEE_INTELLIGENCE),
    ("entry-referrer", "referrer", action::SEE_REFERRER),
];

pub fn day(it: &str) -> Day {
    it.parse().unwrap()
}

/// Plants everything.
pub async fn plant(hub: &Hub, all: &[Who]) -> World {
    let mut world = World::default();
    let waiting = referral(hub, all, &mut world).await;
    hub.pass_hours(50);
    work::clocks(hub, all, &mut world, waiting).await;
    for (nth, about) in ["ordinary", "restricted", "conflict"].into_iter().enumerate() {
        person(hub, all, &mut world, about, nth).await;
    }
    work::advice(hub, all, &mut world, "", None).await;
    work::adult(hub, all, &mut world).await;
    work::import(hub, all, &mut world).await;
    work::drafts(hub, all, &mut world).await;
    work::mails(hub, all, &mut world).await;
    hub.does(&one(all, "governance").acting, restrict(all, &mut world)).await.unwrap();
    let conflict = world.persons[2].id;
    let me = near(all, "social-worker");
    let why = world.word("conflict-why", "conflict", part(action::SEE_CONFLICT, conflict));
    hub.does(&me.acting, DeclareConflict { person: conflict, why, to: None }).await.unwrap();
    glass(hub, all, &mut world).await;
    crate::trust::signed(hub).await;
    super::people::prove(hub).await;
    world
}

fn part(action: Action, person: PersonId) -> Seen {
    Seen::Part(action, person, Row::default())
}

fn restrict(all: &[Who], world: &mut World) -> RestrictPerson {
    let person = world.persons[1].id;
    // Who may restrict reads why, and is named or information governance.
    let keeps = vec![one(all, "hubmanager").id(), one(all, "governance").id()];
    let reason = world.word("restriction", "restricted", Seen::Only(keeps));
    let named = vec![near(all, "social-worker").id(), one(all, "hubmanager").id()];
    RestrictPerson { person, reason, named, to: None }
}

async fn person(hub: &Hub, all: &[Who], world: &mut World, about: &'static str, nth: usize) {
    let screener = &one(all, "screener").acting;
    let asked = Asked { line: format!("nobody {nth}"), ..Asked::default() };
    let searched = hub.does(screener, SaveSearch { asked }).await.unwrap();
    // Who they are is known only once they are on record: the words are laid out first.
    let word = |kind: &'static str| format!("Zq{}{}qz", kind.replace('-', ""), about);
    let new = NewPerson {
        particulars: Particulars {
            forenames: word("forename"),
            surname: word("surname"),
            known_as: word("known-as"),
            birth: Birth {
                kind: BirthKind::Known,
                day: Some(day("2011-03-27").plus_days(400 * nth as i64)),
                year: None,
            },
            sex: "F".into(),
            died: None,
        },
        names: vec![NewName {
            kind: "known-as".into(),
            forenames: word("alias"),
            surname: String::new(),
            from: None,
            to: None,
        }],
        identifiers: vec![person::NewIdentifier { scheme: "import:school".into(), value: word("number") }],
        address: Some(NewAddress {
            kind: AddressKind::Home,
            house: "1".into(),
            street: word("street"),
            locality: String::new(),
            town: word("town"),
            postcode: "ZZ99 3WZ".into(),
            uprn: String::new(),
            ward: None,
            provider: word("provider"),
            placing_authority: String::new(),
            responsible_authority: String::new(),
            keep_from: word("keep-from"),
            from: None,
            to: None,
        }),
        contacts: vec![NewContact {
            kind: ContactKind::Mobile,
            value: "07700 900123".into(),
            service: String::new(),
            note: word("contact-note"),
        }],
        traits: vec![NewTrait {
            kind: TraitKind::School,
            value: word("school"),
            words: word("trait"),
            said_by: String::new(),
            as_given: String::new(),
            from: None,
        }],
        lead: Some(Lead { agency: "wrenmoor-children".into(), team: Some(TEAM.into()) }),
    };
    let made = hub.does(screener, CreatePerson { searched, none_of_these: true, new }).await.unwrap();
    let id = made.person;
    for kind in ["forename", "surname", "known-as", "alias", "number", "school", "trait"] {
        world.word(kind, about, part(action::SEE_IDENTITY, id));
    }
    for kind in ["street", "town", "provider", "keep-from", "contact-note"] {
        world.word(kind, about, part(action::SEE_WHEREABOUTS, id));
    }
    around(hub, all, world, about, id).await;
    record(hub, all, world, about, id).await;
    known(hub, all, world, about, id).await;
    work::actions(hub, all, world, about, id).await;
    super::assessed::assessed(hub, all, world, about, id).await;
    work::advice(hub, all, world, about, Some(id)).await;
    work::linked(hub, all, world, about, (id, made.reference)).await;
    work::merged(hub, all, world, about, id).await;
    world.persons.push(Planted { about, id, reference: made.reference });
}

async fn around(hub: &Hub, all: &[Who], world: &mut World, about: &'static str, id: PersonId) {
    let (screener, manager) = (&one(all, "screener").acting, &one(all, "hubmanager").acting);
    for (kind, status, see) in [("status", "CIN", action::SEE_STATUSES), ("flag", "EXP", action::SEE_FLAG)] {
        let note = world.word(kind, about, part(see, id));
        let new = NewStatus {
            status: status.into(),
            category: None,
            legal_status: None,
            responsible_authority: String::new(),
            placing_authority: String::new(),
            from: day("2026-01-05"),
            to: None,
            note,
        };
        hub.does(screener, person::AddStatus { person: id, new }).await.unwrap();
    }
    let relation = AddRelation {
        person: id,
        other: None,
        name: world.word("relation-name", about, part(action::SEE_RECORD, id)),
        birth: String::new(),
        kind: "mother".into(),
        responsibility: YesNo::Yes,
        lives_with: YesNo::Yes,
        risk_to_child: YesNo::No,
        risk_to_staff: YesNo::No,
        note: world.word("relation-note", about, part(action::SEE_RECORD, id)),
        from: None,
    };
    hub.does(screener, relation).await.unwrap();
    let seen = [
        ("warning-identity", action::SEE_IDENTITY),
        ("warning-statuses", action::SEE_STATUSES),
        ("warning-record", action::SEE_RECORD),
    ];
    for (kind, see) in seen {
        let text = world.word(kind, about, part(see, id));
        let it = AddWarning { person: id, text, review: day("2026-12-01"), seen_by: see.0.into() };
        hub.does(screener, it).await.unwrap();
    }
    let outside = NewWorker {
        worker: None,
        name: world.word("worker-name", about, part(action::SEE_IDENTITY, id)),
        role: "joint".into(),
        agency: "wrenmoor-fostering".into(),
        team: None,
        contact: world.word("worker-contact", about, part(action::SEE_IDENTITY, id)),
        from: day("2026-01-05"),
        to: None,
        leads: false,
    };
    hub.does(manager, SetWorker { person: id, new: outside.clone() }).await.unwrap();
    for it in all.iter().filter(|it| it.near) {
        let (name, contact) = (String::new(), String::new());
        let new = NewWorker { worker: Some(it.id()), name, contact, agency: it.agency.clone(), ..outside.clone() };
        hub.does(manager, SetWorker { person: id, new }).await.unwrap();
    }
    if let Some(other) = world.persons.first().map(|it| it.id) {
        work::apart(hub, all, world, about, id, other).await;
    }
}

async fn record(hub: &Hub, all: &[Who], world: &mut World, about: &'static str, person: PersonId) {
    let (nurse, worker) = (one(all, "nurse"), near(all, "social-worker"));
    for (kind, name, see) in PARTS {
        let it = if *name == "health" { nurse } else { worker };
        plant_entry(hub, world, (kind, about, name, *see), person, it, vec![]).await;
    }
    let police = vec!["moorland-police".to_owned()];
    let officer = near(all, "police-officer");
    let seen = ("entry-marked", about, "casework", action::SEE_RECORD);
    plant_entry(hub, world, seen, person, officer, police).await;
}

type Of = (&'static str, &'static str, &'static str, Action);

async fn plant_entry(
    hub: &Hub,
    world: &mut World,
    (kind, about, name, see): Of,
    person: PersonId,
    by: &Who,
    marked: Vec<String>,
) {
    let row = Row { author: Some(by.id()), agency: by.agency.clone(), marked: marked.clone(), ..Row::default() };
    let text = world.word(kind, about, Seen::Part(see, person, row));
    let (author, agency) = (by.id(), by.agency.clone());
    let at = hub.house_does(Plant { person, part: name.to_owned(), text, author, agency, marked }).await.unwrap();
    if kind == "entry-casework" {
        world.addresses.push(format!("{at}/correct")); // no page walked need be the one that leads there
    }
}

/// A question to the team that knows them, and its answer: for the one who asked, and the team.
async fn known(hub: &Hub, all: &[Who], world: &mut World, about: &'static str, person: PersonId) {
    // Of the restricted one only those who are named get to know the answer.
    let asks = one(all, if about == "restricted" { "hubmanager" } else { "youthworker" });
    let team: Vec<UserId> = all.iter().filter(|it| it.acting.principal.in_team(TEAM)).map(Who::id).collect();
    let only = Seen::Only([vec![asks.id()], team].concat());
    let words = world.word("known-question", about, only.clone());
    let question = hub.does(&asks.acting, AskKnown { person, words, urgent: false }).await.unwrap();
    if about == "conflict" {
        return; // this one stays open: the team sees it on its list
    }
    let words = world.word("known-answer", about, only);
    let answer = AnswerKnown { question, outcome: Outcome::Answered, words };
    hub.does(&near(all, "social-worker").acting, answer).await.unwrap();
}

pub fn answers(name: &str, what: &str, referrer: &str) -> serde_json::Value {
    json!({
        "urgent": [{ "immediate_danger": "no", "police_told": "no", "same_day": "no" }],
        "referrer": [{
            "name": referrer, "role": "Form tutor", "agency": "hollinbeck-academy", "phone": "01632 960123",
            "email": "office@hollinbeck.example", "not_named": "yes", "wants_feedback": "yes", "source": "2A",
            "concern_at": "2026-11-03T10:00:00Z",
        }],
        "children": [{
            "forename": name, "surname": "Elsewhere", "born": { "born": "2011-05-02" }, "sex": "F", "ethnicity": "AB",
            "first_language": "eng", "disability": ["NONE"], "send": "no",
        }],
        "carers": [{ "looked_after": "no" }],
        "concern": [{ "what": { "said": what, "evidence": { "what": "Seen", "who": "Form tutor", "when": "" } } }],
        "history": [{
            "early_help": "no", "cin": "no", "cpp": "no", "cla": "no", "youth_justice": "no", "police": "no",
            "health": "no",
        }],
        "consent": [{ "parent_told": "no", "child_told": "no", "not_told_reason": "not-yet" }],
    })
}

/// A referral of the teacher about somebody who is not on record: the front door's and its author's alone.
async fn referral(hub: &Hub, all: &[Who], world: &mut World) -> ReferralId {
    let teacher = one(all, "teacher");
    let own = || Row { author: Some(teacher.id()), ..Row::default() };
    let name = world.word("referral-name", "", Seen::Nobodys(action::SEE_REFERRAL, own()));
    let what = world.word("referral-content", "", Seen::Nobodys(action::SEE_REFERRAL, own()));
    let referrer = world.word("referral-referrer", "", Seen::Nobodys(action::SEE_REFERRER, own()));
    let answers = answers(&name, &what, &referrer);
    let reference = with_file(hub, world, teacher, answers.clone()).await;
    // What the front door writes for itself is not the referrer's to read; what it writes for them is.
    let rationale = world.word("referral-rationale", "", Seen::Only(front_door(all)));
    let why = world.word("unlinked-reason", "", Seen::Only(front_door(all)));
    let outcome_words = world.word("referral-outcome", "", Seen::Nobodys(action::SEE_OUTCOME, own()));
    let decide = DecideReferral {
        referral: reference,
        version: unlinked(hub, &one(all, "chair").acting, reference, &why).await,
        decision: "advice".into(),
        concern: Some(true),
        rationale,
        outcome_words,
    };
    hub.does(&one(all, "chair").acting, decide).await.unwrap();
    let waiting = hub.does(&teacher.acting, Refer { form: "referral".into(), answers }).await.unwrap();
    work::said(hub, all, world, waiting).await;
    world.refer("referrals", reference);
    world.refer("referrals", waiting);
    let r = hub.house.door.read(&one(all, "chair").acting).await.unwrap();
    opened(&r, &waiting.to_string()).await.unwrap().id
}

/// A draft with a file, and sent.
async fn with_file(hub: &Hub, world: &mut World, by: &Who, mut answers: serde_json::Value) -> Reference {
    let seen = || Seen::Nobodys(action::SEE_REFERRAL, Row { author: Some(by.id()), ..Row::default() });
    let save = async |draft: Option<(form::DraftId, i64)>, answers: &serde_json::Value| {
        let it = form::SaveDraft {
            draft,
            form: "referral".into(),
            answers: serde_json::from_value(answers.clone()).unwrap(),
            page: String::new(),
            person: None,
            subject: None,
            part: Part::Referral,
        };
        hub.does(&by.acting, it).await.unwrap()
    };
    let saved = save(None, &answers).await;
    let file = world.word("referral-file", "", seen());
    let content = world.word("referral-file-content", "", seen());
    let upload = Upload {
        of: entry::FileOf { kind: "draft", id: saved.draft.0, field: "files.others".into() },
        person: None,
        part: Part::Referral,
        marking: Marking::Sensitive,
        handling: Handling::default(),
        name: format!("{file}.txt"),
        bytes: format!("In plain words: {content}.\n").into_bytes(),
    };
    let file = keep_file(&hub.house.door, &by.acting, upload, 1_000_000).await.unwrap();
    answers["files"] = json!([{ "others": [file] }]);
    let saved = save(Some((saved.draft, saved.version)), &answers).await;
    let it = SendDraft { draft: saved.draft, version: saved.version };
    hub.does(&by.acting, it).await.unwrap_or_else(|e| panic!("{e:?}"))
}

/// Leaves everybody whom a referral names without a record, and gives its version then.
async fn unlinked(hub: &Hub, by: &door::Acting, referral: Reference, reason: &str) -> i64 {
    let typed = referral.to_string();
    let them = {
        let r = hub.house.door.read(by).await.unwrap();
        let it = opened(&r, &typed).await.unwrap();
        named(&r, it.id).await.unwrap()
    };
    for it in them {
        hub.does(by, LeaveUnlinked { referral, named: it.id, reason: reason.to_owned() }).await.unwrap();
    }
    let r = hub.house.door.read(by).await.unwrap();
    opened(&r, &typed).await.unwrap().version
}

fn front_door(all: &[Who]) -> Vec<UserId> {
    let roles = ["screener", "front-door-manager", "team-manager", "hub-manager"];
    all.iter().filter(|it| it.is(&roles)).map(Who::id).collect()
}

/// Break-glass: one that was ended and reviewed, and one that waits for a second person.
async fn glass(hub: &Hub, all: &[Who], world: &mut World) {
    let (officer, governance) = (one(all, "officer"), one(all, "governance"));
    let theirs = || Seen::Only(vec![officer.id(), governance.id()]);
    let words = format!("{} is why it could not wait", world.word("glass-reason", "ordinary", theirs()));
    let broken = BreakGlass { person: world.persons[0].id, reason: "missing-now".into(), words };
    let glass = hub.does(&officer.acting, broken).await.unwrap().glass;
    hub.does(&officer.acting, EndGlass { glass }).await.unwrap();
    let words = world.word("glass-review", "ordinary", theirs());
    let review = ReviewGlass { glass, outcome: "justified-learning".into(), words };
    hub.does(&governance.acting, review).await.unwrap();
    let asks = one(all, "socialworker");
    let managers = ["front-door-manager", "team-manager", "hub-manager", "adult-lead"];
    let managers = all.iter().filter(|it| it.is(&managers)).map(Who::id);
    let only = Seen::Only(managers.chain([asks.id()]).collect());
    let words = format!("{} is why it cannot wait", world.word("glass-asked", "restricted", only));
    let asked = BreakGlass { person: world.persons[1].id, reason: "duty-cover".into(), words };
    assert!(hub.does(&asks.acting, asked).await.unwrap().waits, "a restricted person needs a second yes");
}
