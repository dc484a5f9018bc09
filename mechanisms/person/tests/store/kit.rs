//! A door over a fresh SQLite file, with the shared policies and a clock that moves by a microsecond a look.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use door::{
    Account, AccountState, Acting, Command, Door, DoorBuilder, Facts, Key, Migration, Reactions, Seat, Via, Writing,
};
use kernel::{Refused, Ts, UserId};
use person::{Asked, Birth, CreatePerson, Created, NewPerson, Particulars, SaveSearch};
use policy::Policy;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub struct Kit {
    pub door: Door,
    clock: Arc<AtomicI64>,
    _folder: Folder,
}

struct Folder(std::path::PathBuf);
impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

const NO_TABLES: &[Migration] = &[];

impl Kit {
    pub async fn new() -> Self {
        static NTH: AtomicU64 = AtomicU64::new(0);
        let nth = NTH.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("holdfast-person-{}-{nth}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let clock = Arc::new(AtomicI64::new("2026-11-04T09:00:00Z".parse::<Ts>().expect("an instant").micros()));
        let (reading, random) = (clock.clone(), AtomicU64::new(1));
        let door = DoorBuilder {
            url: format!("sqlite:{}", folder.join("hub.db").display()),
            policy: Arc::new(Policy::new(policy::shared(), &[]).expect("policies")),
            facts: person::FACTS.to_vec(),
            listeners: vec![],
            reactions: Reactions::default(),
            time: Box::new(move || Ts::from_micros(reading.fetch_add(1, Ordering::Relaxed))),
            randomness: Box::new(move |bytes| {
                for chunk in bytes.chunks_mut(8) {
                    let n = random.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9E37_79B9_7F4A_7C15);
                    chunk.copy_from_slice(&(n ^ (n >> 29)).to_le_bytes()[..chunk.len()]);
                }
            }),
            basis: Box::new(|_, _| false),
            more: Box::new(()),
        }
        .open(&[("person", person::MIGRATIONS), ("kit", NO_TABLES)])
        .await
        .expect("a store");
        Self { door, clock, _folder: Folder(folder) }
    }

    pub fn pass_hours(&self, hours: i64) {
        self.clock.fetch_add(hours * 3_600_000_000, Ordering::Relaxed);
    }

    pub async fn somebody(&self, name: &str, role: &str, agency: (&str, &str), team: Option<&str>) -> Acting {
        let enrol = Enrol {
            name: name.to_owned(),
            role: role.to_owned(),
            agency: agency.0.to_owned(),
            kind: agency.1.to_owned(),
            team: team.map(str::to_owned),
        };
        let id = self.door.act(&Acting::house(), Key::none(), enrol).await.expect("an account");
        self.door.user(id, Via::Page).await.expect("a user")
    }

    pub async fn does<C: Command>(&self, who: &Acting, command: C) -> Result<C::Done, Refused> {
        self.door.act(who, Key::none(), command).await
    }

    /// Searches first, as everybody must.
    pub async fn makes(&self, who: &Acting, new: NewPerson) -> Created {
        let line = format!("{} anybody", new.particulars.surname);
        let asked = Asked { line, ..Asked::default() };
        let searched = self.does(who, SaveSearch { asked }).await.expect("a search");
        self.does(who, CreatePerson { searched, none_of_these: true, new }).await.expect("a record")
    }
}

pub fn named(forenames: &str, surname: &str, birth: &str) -> NewPerson {
    let birth = birth.parse().map_or(Birth::unknown(), Birth::known);
    let particulars = Particulars {
        forenames: forenames.to_owned(),
        surname: surname.to_owned(),
        known_as: String::new(),
        birth,
        sex: "U".to_owned(),
        died: None,
    };
    NewPerson {
        particulars,
        names: vec![],
        identifiers: vec![],
        address: None,
        contacts: vec![],
        traits: vec![],
        lead: None,
    }
}

#[derive(Clone, Serialize, Deserialize, JsonSchema)]
struct Enrol {
    name: String,
    role: String,
    agency: String,
    kind: String,
    team: Option<String>,
}

impl Command for Enrol {
    const NAME: &'static str = "kit.enrol";
    const WHAT: &'static str = "Makes an account for a test";
    type Done = UserId;
    async fn carry_out(&self, w: &mut Writing) -> Result<UserId, Refused> {
        w.may(policy::action::PROPOSE_USER, None, Facts::NONE).await?;
        let id: UserId = w.new_id();
        let account = Account {
            id,
            name: self.name.clone(),
            shown_as: self.name.clone(),
            mail: format!("{}@example.org", self.name),
            state: AccountState::Active,
            trained_to: None,
            vetted_to: None,
            created: w.now,
            version: 1,
        };
        w.keep(&account).await?;
        let seat = Seat {
            id: w.new_id(),
            holder: id,
            role: self.role.clone(),
            agency: self.agency.clone(),
            agency_kind: self.kind.clone(),
            team: self.team.clone(),
            holds_from: w.now.day(),
            holds_to: None,
            proposed_by: None,
            confirmed_by: Some(id),
            version: 1,
        };
        w.keep(&seat).await?;
        Ok(id)
    }
}
