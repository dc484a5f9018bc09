//! A list holds exactly the rows that policy would open one by one: on random people, workers, restrictions, conflicts,
//! merges and break-glasses, for every role.

use door::{Action, Command, Content, Reading, Writing};
use front_door::referral::queue::Wanted;
use front_door::referral::{Named, Referral, Role, State};
use kernel::{Day, PersonId, Refused, UserId};
use person::{
    AddRelation, AddWarning, AddressKind, Birth, BirthKind, DeclareConflict, Lead, MergePersons, NewAddress, NewPerson,
    NewStatus, NewWorker, Particulars, RestrictPerson, WARNING_SEEN_BY, YesNo,
};
use policy::action;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use trust::glass::{BreakGlass, Glass, SecondGlass};

use crate::canary::people::{Who, everybody};
use crate::kit::{Hub, on_both};

/// Numbers from a seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n
    }
    fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }
}

/// People at random, with everything that facts look at.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
struct Scatter {
    seed: u64,
    users: Vec<(UserId, String)>,
}

const TEAMS: [Option<&str>; 3] = [None, Some("assessment-north"), Some("front-door")];

impl Command for Scatter {
    const NAME: &'static str = "lantern.scatter";
    const WHAT: &'static str = "Makes people at random for a test.";
    type Done = Vec<PersonId>;
    async fn carry_out(&self, w: &mut Writing) -> Result<Vec<PersonId>, Refused> {
        let mut dice = Dice(self.seed);
        let mut all = Vec::new();
        for nth in 0..10 {
            all.push(one(w, &mut dice, nth).await?);
        }
        for _ in 0..30 {
            let (worker, agency) = dice.one(&self.users);
            let (from, to) = (dice.one(&["2026-01-01", "2026-11-05"]), dice.one(&["", "2026-11-03", "2026-12-01"]));
            let new = NewWorker {
                worker: Some(worker),
                name: String::new(),
                role: "joint".into(),
                agency,
                team: None,
                contact: String::new(),
                from: from.parse().unwrap(),
                to: to.parse().ok().filter(|to: &Day| *to >= from.parse::<Day>().unwrap()),
                leads: dice.below(4) == 0,
            };
            person::set_worker(w, dice.one(&all), &new).await?;
        }
        for _ in 0..4 {
            let named = vec![dice.one(&self.users).0, dice.one(&self.users).0];
            let it = RestrictPerson { person: dice.one(&all), reason: "A witness".into(), named, to: None };
            it.carry_out(w).await?;
        }
        for nth in 0..12 {
            let children = [dice.one(&all), dice.one(&all), dice.one(&all)];
            refer(w, nth, &children[..=dice.below(3)]).await?;
        }
        let (keep, other) = (all[0], all[1]);
        MergePersons { keep, other, reason: "The same birth date and school".into() }.carry_out(w).await?;
        Ok(all)
    }
}

/// A referral of the public about several children with a record.
async fn refer(w: &mut Writing, nth: i64, children: &[PersonId]) -> Result<(), Refused> {
    let it = Referral {
        id: w.new_id(),
        reference: w.new_reference(),
        form: "referral".into(),
        form_version: 1,
        answers: kernel::Json(serde_json::json!({})),
        about: format!("Scattered {nth}"),
        person: children.first().copied(),
        source: "9".into(),
        sent_by: policy::Principal::PUBLIC,
        sent_by_agency: String::new(),
        addressed: String::new(),
        joined: None,
        heard: None,
        received: w.now,
        recorded: w.now,
        urgent: false,
        state: State::Received,
        owner: None,
        owner_shown: String::new(),
        decision: None,
        concern: None,
        rationale: String::new(),
        outcome_words: String::new(),
        decided_by: None,
        decided_by_shown: String::new(),
        decided: None,
        version: 1,
    };
    w.keep(&it).await?;
    for (nth, child) in (0..).zip(children) {
        let named = Named {
            id: w.new_id(),
            referral: it.id,
            sent_by: it.sent_by,
            addressed: String::new(),
            role: Role::Child,
            nth,
            name: "Scattered".into(),
            person: Some(*child),
            reason: String::new(),
            by_user: None,
            by_shown: String::new(),
            at: None,
            version: 1,
        };
        w.keep(&named).await?;
    }
    Ok(())
}

async fn one(w: &mut Writing, dice: &mut Dice, nth: usize) -> Result<PersonId, Refused> {
    let new = NewPerson {
        particulars: Particulars {
            forenames: format!("Scattered{nth}"),
            surname: "Seed".into(),
            known_as: String::new(),
            birth: Birth { kind: BirthKind::Unknown, day: None, year: None },
            sex: "U".into(),
            died: None,
        },
        names: vec![],
        identifiers: vec![],
        address: Some(NewAddress {
            kind: AddressKind::Home,
            house: "1".into(),
            street: "Seed Street".into(),
            locality: String::new(),
            town: String::new(),
            postcode: String::new(),
            uprn: String::new(),
            ward: None,
            provider: String::new(),
            placing_authority: String::new(),
            responsible_authority: String::new(),
            keep_from: String::new(),
            from: None,
            to: None,
        }),
        contacts: vec![],
        traits: vec![],
        lead: Some(Lead { agency: "wrenmoor-children".into(), team: dice.one(&TEAMS).map(str::to_owned) }),
    };
    let id = person::create(w, &new).await?.person;
    let status = NewStatus {
        status: dice.one(&["EXP", "CIN"]).into(),
        category: None,
        legal_status: None,
        responsible_authority: String::new(),
        placing_authority: String::new(),
        from: "2026-01-05".parse().unwrap(),
        to: None,
        note: String::new(),
    };
    person::add_status(w, id, &status).await?;
    let relation = AddRelation {
        person: id,
        other: None,
        name: "A mother".into(),
        birth: String::new(),
        kind: "mother".into(),
        responsibility: YesNo::Yes,
        lives_with: YesNo::Yes,
        risk_to_child: YesNo::No,
        risk_to_staff: YesNo::No,
        note: String::new(),
        from: None,
    };
    relation.carry_out(w).await?;
    let seen_by = dice.one(&WARNING_SEEN_BY).0.to_owned();
    AddWarning { person: id, text: "Dog".into(), review: "2026-12-01".parse().unwrap(), seen_by }.carry_out(w).await?;
    Ok(id)
}

/// Conflicts and break-glasses of people at random, where they may.
async fn at_random(hub: &Hub, all: &[Who], persons: &[PersonId], dice: &mut Dice) {
    let staff = &all[..all.len() - 1];
    for _ in 0..12 {
        let (who, person) = (dice.one(staff), dice.one(persons));
        let _ = hub.does(&who.acting, DeclareConflict { person, why: "A neighbour".into(), to: None }).await;
    }
    let mut asked = Vec::new();
    for _ in 0..25 {
        let (who, person) = (dice.one(staff), dice.one(persons));
        let words = "In front of me now, and nobody answers.".to_owned();
        let it = BreakGlass { person, reason: "attending-now".into(), words };
        asked.extend(hub.does(&who.acting, it).await.ok().filter(|it| it.waits).map(|it| it.glass));
    }
    for (nth, glass) in asked.into_iter().enumerate() {
        let manager = all.iter().find(|it| it.is(&["front-door-manager"])).unwrap();
        let _ = hub.does(&manager.acting, SecondGlass { glass, yes: nth % 2 == 0 }).await;
    }
}

/// What a list shows of `T`, and what opens row by row.
async fn same<T: Content>(r: &Reading, action: Action, from: &'static str, rows: &'static str, who: &str) -> usize {
    let listed = r.page::<T>(action, from, |q| q, "ORDER BY t.id", (1_000, 0)).await.unwrap();
    let mut listed_ids: Vec<_> = listed.rows.iter().map(Content::id).collect();
    let opened = r.open_all(r.sealed::<T>(rows, vec![]).await.unwrap()).await.unwrap();
    let mut opened: Vec<_> = opened.iter().map(Content::id).collect();
    listed_ids.sort();
    opened.sort();
    assert_eq!(listed_ids, opened, "{who}: {} by {action}", T::KIND);
    assert_eq!(listed.total, i64::try_from(opened.len()).unwrap(), "{who}: the count of {}", T::KIND);
    opened.len()
}

/// The queue holds the referrals that open one by one, and those can be had of whom nobody is kept from the reader.
async fn same_referrals(r: &Reading, who: &str) -> usize {
    let wanted = Wanted::of(&[("state".to_owned(), "all".to_owned())], false);
    let listed = wanted.page(r, false, (1_000, 0)).await.unwrap();
    let mut listed_ids: Vec<_> = listed.rows.iter().map(|it| it.id).collect();
    let all: Vec<(kernel::Reference,)> = r.plain("SELECT reference FROM referral", vec![]).await.unwrap();
    let mut opened = Vec::new();
    for (reference,) in all {
        match front_door::referral::opened(r, &reference.to_string()).await {
            Ok(it) => opened.push(it.id),
            Err(Refused::NotFound) => {}
            Err(other) => panic!("{who}: {other:?}"),
        }
    }
    listed_ids.sort();
    opened.sort();
    assert_eq!(listed_ids, opened, "{who}: referrals of several");
    assert_eq!(listed.total, i64::try_from(opened.len()).unwrap(), "{who}: the count of referrals");
    opened.len()
}

async fn all_same(r: &Reading, who: &str) -> usize {
    use person::{Address, Person, PersonStatus, Pointed, Relation, WarningNote};
    same::<Person>(r, action::SEE_IDENTITY, "FROM person t", "SELECT * FROM person", who).await
        + same::<Pointed>(
            r,
            action::SEE_POINTER,
            "FROM person t",
            "SELECT id, root, lead_agency, lead_team FROM person",
            who,
        )
        .await
        + same::<Address>(r, action::SEE_WHEREABOUTS, "FROM address t", "SELECT * FROM address", who).await
        + same::<Relation>(r, action::SEE_RECORD, "FROM relation t", "SELECT * FROM relation", who).await
        + same::<PersonStatus>(r, action::SEE_STATUSES, "FROM person_status t", "SELECT * FROM person_status", who)
            .await
        + same::<WarningNote>(r, action::SEE_IDENTITY, "FROM warning_note t", "SELECT * FROM warning_note", who).await
        + same::<entry::Entry>(r, action::SEE_RECORD, "FROM entry t", "SELECT * FROM entry", who).await
        + same::<Glass>(r, action::REVIEW_GLASS, "FROM glass t", "SELECT * FROM glass", who).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_holds_exactly_the_rows_that_open_one_by_one_for_everybody_on_random_people() {
    on_both(async |hub| {
        let all = everybody(&hub).await;
        let users: Vec<_> = all[..all.len() - 1].iter().map(|it| (it.id(), it.agency.clone())).collect();
        let (mut seen, mut referrals) = (0, 0);
        for seed in [3, 14] {
            let persons = hub.house_does(Scatter { seed, users: users.clone() }).await.unwrap();
            at_random(&hub, &all, &persons, &mut Dice(seed + 1)).await;
            for who in &all {
                let r = hub.house.door.read(&who.acting).await.unwrap();
                seen += all_same(&r, &who.name).await;
                referrals += same_referrals(&r, &who.name).await;
            }
        }
        assert!(referrals > 50, "referrals are seen: {referrals}");
        assert!(seen > 1_000, "the worlds are not empty: {seen} rows were seen");
    })
    .await;
}
