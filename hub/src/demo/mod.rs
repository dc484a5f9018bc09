//! `holdfast demo`: fills an empty store through the same commands that users' pages call, never by SQL. The same seed
//! and day give the same district. Every person in it is invented.

mod casework;
mod hands;
mod linking;
mod names;
mod people;
mod said;
mod story;

use std::collections::HashMap;

use administration::sign_in::{DemoEnrol, DemoPerson};
use door::{Acting, Key, Via, args};
use kernel::{Refused, Ts, UserId};
use room::House;

pub use hands::Hands;
pub use names::Child;
pub use people::PERSONAS;
pub use said::answers;
use story::Story;

/// How much a demonstration holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Size {
    /// 30 people, for tests.
    #[value(skip)]
    Few,
    /// 300 people: seconds.
    Small,
    /// A district's three years: 10,000 people.
    District,
    /// A region's: 100,000 people.
    Region,
}

impl Size {
    /// How many people it holds.
    #[must_use]
    pub const fn people(self) -> usize {
        match self {
            Self::Few => 30,
            Self::Small => 300,
            Self::District => 10_000,
            Self::Region => 100_000,
        }
    }
}

/// What was filled in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    /// People with a record.
    pub people: u64,
    /// Referrals.
    pub referrals: u64,
    /// Statuses, workers, notes and drafts.
    pub details: u64,
}

/// Fills the store.
///
/// # Errors
/// [`Refused::Conflict`] when it holds anything; whatever a command refuses.
pub async fn fill(house: &House, hands: &Hands, size: Size, as_of: Ts) -> Result<Filled, Refused> {
    must_be_empty(house).await?;
    let begin = as_of.plus_hours(-24 * 365 * 3);
    hands.begin(begin);
    let staff = enrol(house, hands).await?;
    let mut story = Story::new(house, hands, staff, (begin, as_of), size.people());
    story.tell().await?;
    hands.set(as_of);
    story.at_the_end().await?;
    house.door.act(&Acting::house(), Key::none(), message::SettleMails {}).await?;
    house.door.seal_all().await?;
    Ok(story.filled)
}

async fn must_be_empty(house: &House) -> Result<(), Refused> {
    const ANY: &str = "SELECT CASE WHEN EXISTS (SELECT 1 FROM account) OR EXISTS (SELECT 1 FROM person)
        OR EXISTS (SELECT 1 FROM referral) THEN 1 ELSE 0 END";
    let r = house.door.read(&Acting::house()).await?;
    let found: Option<(i64,)> = r.plain_one(ANY, vec![]).await?;
    if found.is_some_and(|it| it.0 > 0) {
        return Err(Refused::Conflict(
            "the store is not empty: a demonstration is only made in an empty one".to_owned(),
        ));
    }
    Ok(())
}

/// Those who act in the story.
struct Staff {
    all: HashMap<&'static str, Acting>,
}

impl Staff {
    fn of(&self, name: &str) -> Result<&Acting, Refused> {
        self.all.get(name).ok_or_else(|| Refused::Fault(format!("{name} is missing")))
    }
    fn id(&self, name: &str) -> Result<UserId, Refused> {
        Ok(self.of(name)?.recorded_as())
    }
}

/// The password of a demonstration's person: printed at each start, and good for nothing else.
#[must_use]
pub fn password(name: &str) -> String {
    format!("heather-on-the-moor-{name}")
}

async fn enrol(house: &House, hands: &Hands) -> Result<Staff, Refused> {
    let mut all = HashMap::new();
    for it in PERSONAS {
        let fault = |e: String| Refused::Fault(e);
        let mut random = |to: &mut [u8]| hands.fill(to);
        let secret = identity::TotpSecret::new(&mut random).to_base32();
        let hash = house.hashing.hash(password(it.name), &mut random).await.map_err(|e| fault(e.to_string()))?;
        let agency = house.catalogue().agency(it.agency).map(|a| a.kind.clone()).unwrap_or_default();
        let command = DemoEnrol {
            name: it.name.to_owned(),
            shown_as: it.shown_as.to_owned(),
            role: it.role.to_owned(),
            agency: (it.agency.to_owned(), agency),
            password_hash: hash,
            password_shown: password(it.name),
            totp_secret: secret,
            from: house.door.now().day(),
        };
        let id = house.door.act(&Acting::house(), Key::none(), command).await?;
        all.insert(it.name, house.door.user(id, Via::Page).await?);
    }
    Ok(Staff { all })
}

/// The people of a demonstration, with what they need to sign in; none in a store that is not one.
///
/// # Errors
/// When the store refuses.
pub async fn shown(house: &House) -> Result<Vec<DemoPerson>, Refused> {
    let r = house.door.read(&Acting::house()).await?;
    r.plain("SELECT * FROM demo_person ORDER BY name", args![]).await
}
