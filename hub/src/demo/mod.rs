//! `holdfast demo`: fills an empty store through the same commands that users' pages call. The same seed and day give
//! the same district. Every person in it is invented.

mod linking;
mod people;
mod said;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use administration::sign_in::{DemoEnrol, DemoPerson};
use door::{Acting, Key, Randomness, Via, args};
use front_door::referral::{DecideReferral, Refer, TakeReferral, WithdrawReferral};
use kernel::{Reference, Refused, Ts, UserId};
use room::House;

pub use people::PERSONAS;
pub use said::answers;

/// How much a demonstration holds: referrals over three years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Size {
    /// Some dozens of referrals: seconds.
    Small,
    /// A district's three years.
    District,
    /// A region's.
    Region,
}

impl Size {
    fn referrals(self) -> u64 {
        match self {
            Self::Small => 90,
            Self::District => 3_000,
            Self::Region => 30_000,
        }
    }
}

/// A clock that the filling moves, and randomness from the seed.
#[derive(Clone)]
pub struct Hands {
    clock: Arc<AtomicI64>,
    state: Arc<AtomicU64>,
}

impl Hands {
    /// Begins at a time, with a seed.
    #[must_use]
    pub fn new(at: Ts, seed: u64) -> Self {
        Self { clock: Arc::new(AtomicI64::new(at.micros())), state: Arc::new(AtomicU64::new(seed)) }
    }
    /// On a clock that something else reads too.
    #[must_use]
    pub fn on(clock: Arc<AtomicI64>, seed: u64) -> Self {
        Self { clock, state: Arc::new(AtomicU64::new(seed)) }
    }
    /// The door's clock.
    #[must_use]
    pub fn time(&self) -> door::Time {
        let clock = self.clock.clone();
        Box::new(move || Ts::from_micros(clock.fetch_add(1, Ordering::Relaxed)))
    }
    /// The door's randomness.
    #[must_use]
    pub fn randomness(&self) -> Randomness {
        let hands = self.clone();
        Box::new(move |bytes| hands.fill(bytes))
    }
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&self.next().to_le_bytes()[..chunk.len()]);
        }
    }
    fn set(&self, at: Ts) {
        self.clock.store(at.micros(), Ordering::Relaxed);
    }
    fn next(&self) -> u64 {
        let n = self.state.fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::Relaxed);
        let n = (n ^ (n >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let n = (n ^ (n >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        n ^ (n >> 31)
    }
    /// A number below `n`.
    fn below(&self, n: u64) -> u64 {
        self.next() % n.max(1)
    }
    fn one<'a, T>(&self, of: &'a [T]) -> Option<&'a T> {
        let n = u64::try_from(of.len()).unwrap_or(1);
        of.get(usize::try_from(self.below(n)).unwrap_or_default())
    }
}

/// Fills the store.
///
/// # Errors
/// [`Refused::Conflict`] when it holds anything; whatever a command refuses.
pub async fn fill(house: &House, hands: &Hands, size: Size, as_of: Ts) -> Result<u64, Refused> {
    {
        let r = house.door.read(&Acting::house()).await?;
        let found: Option<(i64,)> = r.plain_one("SELECT COUNT(*) FROM account", vec![]).await?;
        if found.is_some_and(|it| it.0 > 0) {
            return Err(Refused::Conflict(
                "the store is not empty: a demonstration is only made in an empty one".to_owned(),
            ));
        }
    }
    let begin = as_of.plus_hours(-24 * 365 * 3);
    hands.set(begin);
    let staff = enrol(house, hands).await?;
    let many = size.referrals();
    let span = as_of.seconds_since(begin) - 3600;
    for nth in 0..many {
        let at = begin.plus_seconds(span * i64::try_from(nth + 1).unwrap_or(1) / i64::try_from(many).unwrap_or(1));
        hands.set(at);
        let recent = as_of.seconds_since(at) < 86_400 * 14;
        referral(house, hands, &staff, at, recent).await?;
        if nth % 500 == 499 {
            eprintln!("{} of {many} referrals", nth + 1);
        }
    }
    hands.set(as_of);
    house.door.act(&Acting::house(), Key::none(), message::SettleMails {}).await?;
    house.door.seal_all().await?;
    Ok(many)
}

struct Staff {
    teacher: UserId,
    nurse: UserId,
    screener: UserId,
    chair: UserId,
}

/// The password of a demonstration's person: printed at each start, and good for nothing else.
#[must_use]
pub fn password(name: &str) -> String {
    format!("heather-on-the-moor-{name}")
}

async fn enrol(house: &House, hands: &Hands) -> Result<Staff, Refused> {
    let mut ids = std::collections::HashMap::new();
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
        ids.insert(it.name, id);
    }
    let id = |name: &str| ids.get(name).copied().ok_or_else(|| Refused::Fault(format!("{name} is missing")));
    Ok(Staff { teacher: id("teacher")?, nurse: id("nurse")?, screener: id("screener")?, chair: id("chair")? })
}

/// One referral, and what became of it.
async fn referral(house: &House, hands: &Hands, staff: &Staff, at: Ts, recent: bool) -> Result<(), Refused> {
    let by = match hands.below(10) {
        0 | 1 => None,
        2..=5 => Some(staff.nurse),
        _ => Some(staff.teacher),
    };
    let sender = match by {
        None => Acting::public(),
        Some(id) => house.door.user(id, Via::Page).await?,
    };
    let form = if by.is_none() { "referral-public" } else { "referral" };
    let answers = said::answers(&house.catalogue(), form, hands, at)?;
    let reference = house.door.act(&sender, Key::none(), Refer { form: form.to_owned(), answers }).await?;
    if recent && hands.below(3) > 0 {
        return Ok(()); // it waits in the queue
    }
    if by.is_some() && hands.below(40) == 0 {
        hands.set(at.plus_hours(1));
        let command = WithdrawReferral { referral: reference, reason: "Sent twice by mistake.".to_owned() };
        return house.door.act(&sender, Key::none(), command).await;
    }
    decide(house, hands, staff, at, reference).await?;
    if recent { Ok(()) } else { linking::heard(house, hands, staff.chair, reference).await }
}

async fn decide(house: &House, hands: &Hands, staff: &Staff, at: Ts, referral: Reference) -> Result<(), Refused> {
    // Most are decided within a working day; some are late.
    let hours = if hands.below(8) == 0 { 60 + hands.below(80) } else { 1 + hands.below(7) };
    let screener = house.door.user(staff.screener, Via::Page).await?;
    hands.set(at.plus_seconds(1800));
    house.door.act(&screener, Key::none(), TakeReferral { referral }).await?;
    hands.set(at.plus_hours(i64::try_from(hours).unwrap_or(1)));
    let version = linking::link(house, hands, &screener, referral).await?;
    let (decision, words) = *hands.one(said::DECISIONS).unwrap_or(&("advice", ""));
    let command = DecideReferral {
        referral,
        version,
        decision: decision.to_owned(),
        concern: Some(hands.below(3) > 0),
        rationale: (*hands.one(said::REASONS).unwrap_or(&"")).to_owned(),
        outcome_words: words.to_owned(),
    };
    match house.door.act(&screener, Key::none(), command.clone()).await {
        Err(Refused::MayNot(_)) => {
            let chair = house.door.user(staff.chair, Via::Page).await?;
            house.door.act(&chair, Key::none(), command).await
        }
        other => other,
    }
}

/// The people of a demonstration, with what they need to sign in; none in a store that is not one.
///
/// # Errors
/// When the store refuses.
pub async fn shown(house: &House) -> Result<Vec<DemoPerson>, Refused> {
    let r = house.door.read(&Acting::house()).await?;
    r.plain("SELECT * FROM demo_person ORDER BY name", args![]).await
}
