//! A small house to try clocks in: the real policies, the example district, people with seats.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use catalogue::{Catalogue, Current};
use door::{
    Account, AccountState, Acting, Command, Door, DoorBuilder, Happening, Key, Migration, Reactions, Seat, Via, Writing,
};
use kernel::{PersonId, Refused, Ts, UserId};
use policy::Policy;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

const PERSONS: &[Migration] = &[Migration {
    name: "0001_person",
    sql: "
CREATE TABLE person (
    id UUID PRIMARY KEY,
    root UUID NOT NULL
);",
}];

pub struct Place {
    pub door: Door,
    now: Arc<AtomicI64>,
    file: std::path::PathBuf,
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.file);
    }
}

pub fn user(n: u128) -> UserId {
    UserId(Uuid::from_u128(1000 + n))
}

pub fn person(n: u128) -> PersonId {
    PersonId(Uuid::from_u128(2000 + n))
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
struct Hire {
    user: UserId,
    role: String,
    agency: String,
    kind: String,
    team: Option<String>,
}

impl Command for Hire {
    const NAME: &'static str = "test.hire";
    const WHAT: &'static str = "";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        w.keep(&Account {
            id: self.user,
            name: self.user.to_string(),
            shown_as: self.role.clone(),
            mail: String::new(),
            state: AccountState::Active,
            trained_to: None,
            vetted_to: None,
            created: w.now,
            version: 1,
        })
        .await?;
        let seat = Seat {
            id: w.new_id(),
            holder: self.user,
            role: self.role.clone(),
            agency: self.agency.clone(),
            agency_kind: self.kind.clone(),
            team: self.team.clone(),
            holds_from: "2020-01-01".parse().unwrap(),
            holds_to: None,
            proposed_by: None,
            confirmed_by: Some(self.user),
            version: 1,
        };
        w.keep(&seat).await
    }
}

macro_rules! told {
    ($($name:ident = $text:literal),+ $(,)?) => {
        $(#[derive(Clone, Debug, Serialize)] #[serde(transparent)] struct $name(It);
        impl Serialized for $name { fn made(it: It) -> Self { Self(it) } }
        impl Happening for $name {
            const NAME: &'static str = $text;
            fn persons(&self) -> Vec<PersonId> { vec![self.0.person] }
            fn subject(&self) -> (&'static str, Uuid) { ("episode", self.0.episode.0) }
            fn happened(&self) -> Option<Ts> { self.0.at }
        })+
        async fn tell(w: &mut Writing, name: &str, it: It) -> Result<(), Refused> {
            match name {
                $($text => w.happened($name::made(it)).await,)+
                other => Err(Refused::Fault(other.to_owned())),
            }
        }
    };
}

trait Serialized {
    fn made(it: It) -> Self;
}

/// What is told of: whom, which episode, when, and any fields beside.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct It {
    #[serde(skip)]
    at: Option<Ts>,
    person: PersonId,
    episode: PersonId,
    #[serde(flatten)]
    fields: std::collections::BTreeMap<String, String>,
}

told! {
    Returned = "missing.returned",
    Closed = "missing.episode-closed",
    Reviewed = "missing.episode-reviewed",
    Held = "return-interview.held",
    Declined = "return-interview.declined",
    Heard = "parent.heard",
    LevelSet = "assessment.level-set",
    PlanShared = "plans.safety-plan-shared",
    EpisodeClosed = "assessment.episode-closed",
    Asked = "trust.access-requested",
    Clarify = "trust.clarification-asked",
    Clarified = "trust.clarification-given",
    Answered = "trust.access-answered",
    Mace = "panels.mace-held",
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
struct Tell {
    name: String,
    at: Option<Ts>,
    it: It,
}

impl Command for Tell {
    const NAME: &'static str = "test.tell";
    const WHAT: &'static str = "";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        tell(w, &self.name, It { at: self.at, ..self.it.clone() }).await
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
struct Import {
    started: Ts,
    stopped: Option<Ts>,
}

impl Command for Import {
    const NAME: &'static str = "test.import";
    const WHAT: &'static str = "";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        let it = crate::Recorded {
            definition: "CK-35",
            person: Some(person(1)),
            subject: ("episode", Uuid::from_u128(77)),
            key: None,
            fields: crate::rules::Fields::new(),
            started: self.started,
            stopped: self.stopped,
            stopped_by: "return-interview.held",
        };
        crate::start_as_recorded(w, it).await.map(|_| ())
    }
}

impl Place {
    /// A house at this time, with an empty store.
    pub async fn at(now: &str) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let nth = NEXT.fetch_add(1, Ordering::SeqCst);
        let file = std::env::temp_dir().join(format!("holdfast-clock-{}-{nth}.db", std::process::id()));
        let _ = std::fs::remove_file(&file);
        let clock = Arc::new(AtomicI64::new(now.parse::<Ts>().unwrap().micros()));
        let (time, random) = (clock.clone(), AtomicU64::new(1));
        let door = DoorBuilder {
            url: format!("sqlite:{}", file.display()),
            policy: Arc::new(Policy::new(policy::shared(), &[]).unwrap()),
            facts: Vec::new(),
            listeners: vec![crate::hear],
            reactions: Reactions::default(),
            time: Box::new(move || Ts::from_micros(time.load(Ordering::SeqCst))),
            randomness: Box::new(move |into| {
                for byte in into {
                    let n = random.fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::SeqCst);
                    *byte = (n >> 32) as u8;
                }
            }),
            basis: Box::new(|_, _| true),
            more: Box::new(Arc::new(Current::new(Catalogue::embedded().clone()))),
        };
        let door = door.open(&[("person", PERSONS), ("clock", crate::MIGRATIONS)]).await.unwrap();
        Self { door, now: clock, file }
    }

    pub fn now_is(&self, now: &str) {
        self.now.store(now.parse::<Ts>().unwrap().micros(), Ordering::SeqCst);
    }

    pub async fn hires(&self, n: u128, role: &str, agency: &str, kind: &str, team: Option<&str>) -> UserId {
        let hire = Hire {
            user: user(n),
            role: role.to_owned(),
            agency: agency.to_owned(),
            kind: kind.to_owned(),
            team: team.map(str::to_owned),
        };
        self.door.act(&Acting::house(), Key::none(), hire).await.unwrap();
        user(n)
    }

    pub async fn tell(&self, name: &str, episode: u128, at: Option<&str>) {
        self.tell_with(name, episode, at, &[]).await;
    }

    pub async fn tell_with(&self, name: &str, episode: u128, at: Option<&str>, fields: &[(&str, &str)]) {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let it = It { at: None, person: person(1), episode: PersonId(Uuid::from_u128(episode)), fields };
        let tell = Tell { name: name.to_owned(), at: at.map(|it| it.parse().unwrap()), it };
        self.door.act(&Acting::house(), Key::none(), tell).await.unwrap();
    }

    pub async fn imports(&self, started: &str, stopped: Option<&str>) {
        let it = Import { started: started.parse().unwrap(), stopped: stopped.map(|it| it.parse().unwrap()) };
        self.door.act(&Acting::house(), Key::none(), it).await.unwrap();
    }

    pub async fn as_user(&self, id: UserId) -> Acting {
        self.door.user(id, Via::Page).await.unwrap()
    }

    pub async fn does<C: Command>(&self, id: UserId, command: C) -> Result<C::Done, Refused> {
        self.door.act(&self.as_user(id).await, Key::none(), command).await
    }

    /// The clocks of one definition, as the house sees them, the earliest first.
    pub async fn clocks(&self, definition: &str) -> Vec<crate::Clock> {
        let r = self.door.read(&Acting::house()).await.unwrap();
        let them = r
            .sealed::<crate::Clock>(
                "SELECT * FROM clock WHERE definition = $1 ORDER BY started, id",
                door::args![definition.to_owned()],
            )
            .await
            .unwrap();
        r.open_all(them).await.unwrap()
    }
}
