//! Three years of a front door: what comes in, what is done about it, and when. Each thing happens at its own time by
//! the hub's clock, so that what is late is truly late.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use action::DoAction;
use clock::GiveLateReason;
use door::{Acting, Command, Key};
use entry::WriteNote;
use front_door::referral::{DecideReferral, HearConcern, RecordProtection, Refer, TakeReferral, WithdrawReferral};
use kernel::{Day, Handling, Marking, PersonId, Reference, Refused, Ts};
use person::{
    AddStatus, Asked, Birth, BirthKind, CreatePerson, EndStatus, NewPerson, NewStatus, NewWorker, Particulars,
    SaveSearch, SetWorker,
};
use room::House;
use uuid::Uuid;

use super::{Child, Filled, Hands, Staff, linking, said};

/// Something that is going to happen, about a child by number.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Event {
    /// Somebody searches, finds nobody and makes a record.
    Known(usize),
    /// Somebody refers.
    Sent(usize),
    Taken(Reference),
    /// What was done at once.
    Protected(Reference),
    /// About that child.
    Decided(Reference, usize),
    /// At the next day's meeting.
    Heard(Reference),
    /// By the one who sent it.
    Withdrawn(Reference, &'static str),
    Status(usize),
    StatusEnds(Uuid),
    Worker(usize),
    Note(usize),
    Draft(usize),
    /// The social worker notes what is to be done.
    Action(usize),
    ActionDone(Reference),
    /// The social worker assesses.
    Assessed(usize),
    /// The team manager authorises an assessment, or returns it.
    Authorised(Reference, usize),
    /// What came back is proposed again.
    Again(Reference, usize),
}

pub(super) const HOUR: i64 = 3_600;
pub(super) const DAY: i64 = 86_400;

pub(super) struct Story<'a> {
    pub(super) house: &'a House,
    pub(super) hands: &'a Hands,
    pub(super) staff: Staff,
    pub(super) ends: Ts,
    children: Vec<Child>,
    /// What is to come, the earliest first; what comes at one time, in the order in which it was planned.
    ahead: BinaryHeap<Reverse<(Ts, u64, Event)>>,
    planned: u64,
    /// How worried one is for a child, by number.
    pub(super) risks: HashMap<usize, i64>,
    pub(super) filled: Filled,
}

impl<'a> Story<'a> {
    pub(super) fn new(
        house: &'a House,
        hands: &'a Hands,
        staff: Staff,
        (begins, ends): (Ts, Ts),
        people: usize,
    ) -> Self {
        let (ahead, children) = (BinaryHeap::new(), Vec::with_capacity(people));
        let mut it = Self {
            house,
            hands,
            staff,
            ends,
            children,
            ahead,
            planned: 0,
            risks: HashMap::new(),
            filled: Filled::default(),
        };
        let span = ends.seconds_since(begins) - 2 * HOUR;
        let many = i64::try_from(people.max(1)).unwrap_or(1);
        for nth in 0..people {
            // The first day, then evenly: the last ones come in on the last day, so that a queue waits.
            let at = begins.plus_seconds(HOUR + span * i64::try_from(nth).unwrap_or_default() / many);
            it.children.push(Child::on(hands, at.day()));
            it.arrives(nth, at);
        }
        it
    }

    pub(super) fn plan(&mut self, at: Ts, event: Event) {
        if at < self.ends {
            self.planned += 1;
            self.ahead.push(Reverse((at, self.planned, event)));
        }
    }

    /// How a child becomes known: by a referral, some a second time; some by a status that another service tells.
    fn arrives(&mut self, nth: usize, at: Ts) {
        let sort = self.hands.below(20);
        self.plan(at.plus_seconds(1_200), Event::Known(nth));
        if sort < 16 {
            self.plan(at, Event::Sent(nth));
        }
        if sort < 2 {
            self.plan(at.plus_seconds(DAY * self.hands.between(40, 500)), Event::Sent(nth));
        }
        if self.hands.below(4) == 0 {
            self.plan(at.plus_seconds(DAY * self.hands.between(1, 20)), Event::Status(nth));
        }
        if self.hands.below(5) == 0 {
            let from = at.plus_seconds(DAY * self.hands.between(1, 5));
            self.plan(from, Event::Worker(nth));
            self.plan(from.plus_seconds(2 * HOUR), Event::Action(nth));
            self.plan(from.plus_seconds(DAY * 2 + 3 * HOUR), Event::Assessed(nth));
            for later in 1..=self.hands.between(1, 4) {
                self.plan(from.plus_seconds(DAY * 9 * later + HOUR), Event::Note(nth));
            }
        }
        let left = self.ends.seconds_since(at);
        if left < 20 * DAY && self.hands.below(3) == 0 {
            self.plan(at.plus_seconds(2 * HOUR), Event::Draft(nth));
        }
    }

    /// Lets everything happen, in its order.
    pub(super) async fn tell(&mut self) -> Result<(), Refused> {
        const EVERY: u64 = 10_000;
        let mut told = 0;
        while let Some(Reverse((at, _, event))) = self.ahead.pop() {
            self.hands.set(at);
            self.happens(at, event).await?;
            told += 1;
            if told % EVERY == 0 {
                eprintln!("{} of {} people, up to {}", self.filled.people, self.children.len(), at.day());
            }
        }
        Ok(())
    }

    async fn happens(&mut self, at: Ts, event: Event) -> Result<(), Refused> {
        match event {
            Event::Known(nth) => self.known(nth).await,
            Event::Sent(nth) => self.sent(nth, at).await,
            Event::Taken(referral) => self.does("screener", TakeReferral { referral }).await,
            Event::Protected(referral) => {
                let words = "The police went there; the child is with a relative.".to_owned();
                self.does("screener", RecordProtection { referral, words }).await
            }
            Event::Decided(referral, nth) => self.decided(referral, nth).await,
            Event::Heard(referral) => match self.does("chair", HearConcern { referral }).await {
                Err(Refused::Conflict(_)) => Ok(()), // nothing of it waits
                other => other,
            },
            Event::Withdrawn(referral, by) => {
                let reason = "Sent twice by mistake.".to_owned();
                self.does(by, WithdrawReferral { referral, reason }).await
            }
            Event::Status(nth) => self.status(nth, at).await,
            Event::StatusEnds(status) => {
                let (to, reason) = (at.day(), String::new());
                self.does("screener", EndStatus { status, to, reason }).await.map(drop)
            }
            Event::Worker(nth) => self.worker(nth, at.day()).await,
            Event::Note(nth) => self.note(nth, at).await,
            Event::Draft(nth) => self.draft(nth, at).await,
            Event::Action(nth) => self.action(nth, at).await,
            Event::Assessed(nth) => self.assessed(nth, at).await,
            Event::Authorised(it, nth) => self.authorised(it, nth, at).await,
            Event::Again(it, nth) => self.again(it, nth, at).await,
            Event::ActionDone(action) => {
                let evidence = "Done and written down in the notes.".to_owned();
                self.does("socialworker", DoAction { action, evidence }).await
            }
        }
    }

    pub(super) async fn does<C: Command>(&self, who: &str, command: C) -> Result<C::Done, Refused> {
        self.house.door.act(self.staff.of(who)?, Key::none(), command).await
    }

    pub(super) fn child(&self, nth: usize) -> Result<&Child, Refused> {
        self.children.get(nth).ok_or(Refused::NotFound)
    }

    pub(super) fn person(&self, nth: usize) -> Result<PersonId, Refused> {
        Ok(self.child(nth)?.record.ok_or(Refused::NotFound)?.0)
    }

    async fn known(&mut self, nth: usize) -> Result<(), Refused> {
        let it = self.child(nth)?.clone();
        let asked = Asked {
            forenames: it.forename.to_owned(),
            surname: it.surname.clone(),
            birth: it.born.to_string(),
            ..Asked::default()
        };
        let searched = self.does("screener", SaveSearch { asked }).await?;
        let particulars = Particulars {
            forenames: it.forename.to_owned(),
            surname: it.surname,
            known_as: String::new(),
            birth: Birth { kind: BirthKind::Known, day: Some(it.born), year: None },
            sex: it.sex.to_owned(),
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
        let made = self.does("screener", CreatePerson { searched, none_of_these: true, new }).await?;
        if let Some(child) = self.children.get_mut(nth) {
            child.record = Some((made.person, made.reference));
        }
        self.filled.people += 1;
        Ok(())
    }

    async fn sent(&mut self, nth: usize, at: Ts) -> Result<(), Refused> {
        let by = match self.hands.below(10) {
            0 | 1 => None,
            2..=5 => Some("nurse"),
            6..=9 => Some("teacher"),
            10.. => None,
        };
        let form = if by.is_none() { "referral-public" } else { "referral" };
        let answers = said::answers_about(&self.house.catalogue(), form, self.hands, at, self.child(nth)?)?;
        let answers = serde_json::to_value(&answers).map_err(|e| Refused::Fault(e.to_string()))?;
        let danger = answers["urgent"][0]["immediate_danger"] == "yes";
        let command = Refer { form: form.to_owned(), answers };
        let public = Acting::public();
        let sender = match by {
            Some(name) => self.staff.of(name)?,
            None => &public,
        };
        let referral = self.house.door.act(sender, Key::none(), command).await?;
        self.filled.referrals += 1;
        if danger {
            self.plan(at.plus_seconds(HOUR / 3), Event::Protected(referral));
        }
        self.follows(referral, nth, by, at);
        Ok(())
    }

    /// Most are decided within a working day, some late; of the last days' some wait, taken or not.
    fn follows(&mut self, referral: Reference, nth: usize, by: Option<&'static str>, at: Ts) {
        if let (Some(by), 0) = (by, self.hands.below(40)) {
            self.plan(at.plus_seconds(HOUR), Event::Withdrawn(referral, by));
            return;
        }
        let recent = self.ends.seconds_since(at) < 14 * DAY;
        let waits = recent && self.hands.below(3) > 0;
        if waits && self.hands.below(2) == 0 {
            return; // nobody has taken it yet
        }
        self.plan(at.plus_seconds(HOUR / 2), Event::Taken(referral));
        if !waits {
            let hours = if self.hands.below(8) == 0 { self.hands.between(60, 140) } else { self.hands.between(1, 7) };
            self.plan(at.plus_seconds(HOUR * hours), Event::Decided(referral, nth));
        }
    }

    async fn decided(&mut self, referral: Reference, nth: usize) -> Result<(), Refused> {
        self.plan(self.house.door.now().plus_seconds(20 * HOUR), Event::Heard(referral));
        let child = self.child(nth)?.record.ok_or(Refused::NotFound)?.1;
        let version = linking::link(self.house, self.staff.of("screener")?, referral, child).await?;
        let (decision, words) = *self.hands.one(said::DECISIONS).unwrap_or(&("advice", ""));
        let command = DecideReferral {
            referral,
            version,
            decision: decision.to_owned(),
            concern: Some(self.hands.below(3) > 0),
            rationale: self.hands.word(said::REASONS).to_owned(),
            outcome_words: words.to_owned(),
        };
        match self.does("screener", command.clone()).await {
            Err(Refused::MayNot(_)) => self.does("chair", command).await,
            other => other,
        }
    }

    async fn status(&mut self, nth: usize, at: Ts) -> Result<(), Refused> {
        let code = self.hands.word(&["CLA", "CIN", "CIN", "CPP", "NEET", "EHCP", "EXP", "EXP"]);
        let category = match code {
            "CPP" => self.first_code("cpp-category", at.day()),
            _ => None,
        };
        let new = NewStatus {
            status: code.to_owned(),
            category,
            legal_status: None,
            responsible_authority: String::new(),
            placing_authority: String::new(),
            from: at.day(),
            to: None,
            note: String::new(),
        };
        let id = self.does("screener", AddStatus { person: self.person(nth)?, new }).await?;
        self.filled.details += 1;
        if self.hands.below(2) == 0 {
            let days = self.hands.between(60, 400);
            self.plan(at.plus_seconds(DAY * days), Event::StatusEnds(id));
        }
        Ok(())
    }

    fn first_code(&self, list: &str, on: Day) -> Option<String> {
        let catalogue = self.house.catalogue();
        catalogue.codes(list)?.on(on).next().map(|it| it.code.clone())
    }

    async fn worker(&mut self, nth: usize, from: Day) -> Result<(), Refused> {
        let new = NewWorker {
            worker: Some(self.staff.id("socialworker")?),
            name: String::new(),
            role: "allocated".to_owned(),
            agency: String::new(),
            team: None,
            contact: String::new(),
            from,
            to: None,
            leads: false,
        };
        self.does("teammanager", SetWorker { person: self.person(nth)?, new }).await?;
        self.filled.details += 1;
        Ok(())
    }

    async fn note(&mut self, nth: usize, at: Ts) -> Result<(), Refused> {
        let (kind, text) = *self.hands.one(said::NOTES).unwrap_or(&("note", ""));
        let command = WriteNote {
            person: self.person(nth)?,
            kind: kind.to_owned(),
            happened: at.plus_seconds(-HOUR),
            title: String::new(),
            text: text.to_owned(),
            part: catalogue::Part::Casework,
            marking: Marking::Sensitive,
            handling: Handling::default(),
        };
        self.does("socialworker", command).await?;
        self.filled.details += 1;
        Ok(())
    }

    /// On the last day the manager gives the reason for half of what was late.
    pub(super) async fn at_the_end(&mut self) -> Result<(), Refused> {
        const MOST: i64 = 50;
        let chair = self.staff.of("chair")?;
        let r = self.house.door.read(chair).await?;
        let owed = clock::reasons_owed(&r, (MOST, 0)).await?;
        drop(r);
        for it in owed.rows.iter().step_by(2) {
            let (reason, words) = *self.hands.one(said::LATE).unwrap_or(&("family", ""));
            let command = GiveLateReason { clock: it.id, reason: reason.to_owned(), words: words.to_owned() };
            self.does("chair", command).await?;
        }
        Ok(())
    }
}
