//! Passwords are kept as argon2id in the PHC spelling (ASVS 11.4.2), which carries its own cost.

use std::sync::{Arc, OnceLock};

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::Semaphore;

use crate::random::{Random, bytes};

/// What a hash costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

/// OWASP's floor for argon2id: 19 MiB, 2 passes, 1 lane. A stored hash keeps the cost with which it was made.
pub const COST: Cost = Cost { memory: 19 * 1024, passes: 2, lanes: 1 };

/// The most that a stored hash may ask for, so that a planted row cannot use the machine up.
const MOST: Cost = Cost { memory: 256 * 1024, passes: 10, lanes: 8 };

/// The password could not be hashed: too little memory, or a fault of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the password could not be hashed")]
pub struct HashFault;

fn argon(cost: Cost) -> Result<Argon2<'static>, HashFault> {
    let params = Params::new(cost.memory, cost.passes, cost.lanes, None).map_err(|_| HashFault)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Hashes a password as it was typed, without trimming or cutting. Blocks for tens of milliseconds: use [`Hashing`] in
/// anything that serves.
///
/// # Errors
/// When there is not enough memory.
pub fn hash(password: &str, cost: Cost, random: &mut (impl Random + ?Sized)) -> Result<String, HashFault> {
    hash_with(password, cost, bytes(random))
}

fn hash_with(password: &str, cost: Cost, salt: [u8; 16]) -> Result<String, HashFault> {
    let made: PasswordHash = argon(cost)?.hash_password_with_salt(password.as_bytes(), &salt).map_err(|_| HashFault)?;
    Ok(made.to_string())
}

/// Whether the password is the one that was hashed. A text that is no argon2id hash, or asks for too much, fits
/// nothing. Blocks like [`hash`].
#[must_use]
pub fn verify(password: &str, stored: &str) -> bool {
    let Ok(stored) = PasswordHash::new(stored) else { return false };
    let fits = cost_of(&stored)
        .is_some_and(|cost| cost.memory <= MOST.memory && cost.passes <= MOST.passes && cost.lanes <= MOST.lanes);
    fits && Argon2::default().verify_password(password.as_bytes(), &stored).is_ok()
}

/// Whether a stored hash was made at another cost than this one, so that it is made anew at the next sign-in.
#[must_use]
pub fn needs_new_hash(stored: &str, cost: Cost) -> bool {
    PasswordHash::new(stored).ok().and_then(|it| cost_of(&it)) != Some(cost)
}

fn cost_of(stored: &PasswordHash) -> Option<Cost> {
    if stored.algorithm != Algorithm::Argon2id.ident() {
        return None;
    }
    let params = Params::try_from(stored).ok()?;
    Some(Cost { memory: params.m_cost(), passes: params.t_cost(), lanes: params.p_cost() })
}

/// Hashing for a program that serves: on blocking threads, only so many at once, so that a rush of sign-ins cannot use
/// up memory and processors. Cheap to copy; one for the whole program.
#[derive(Clone, Debug)]
pub struct Hashing {
    cost: Cost,
    places: Arc<Semaphore>,
    nobody: Arc<OnceLock<String>>,
}

impl Default for Hashing {
    /// At [`COST`], two at once.
    fn default() -> Self {
        Self::new(COST, 2)
    }
}

impl Hashing {
    /// At this cost, so many at once.
    #[must_use]
    pub fn new(cost: Cost, at_once: usize) -> Self {
        Self { cost, places: Arc::new(Semaphore::new(at_once.max(1))), nobody: Arc::default() }
    }

    /// Hashes a new password.
    ///
    /// # Errors
    /// When there is not enough memory, or the program is stopping.
    pub async fn hash(&self, password: String, random: &mut (impl Random + ?Sized)) -> Result<String, HashFault> {
        let (salt, cost) = (bytes(random), self.cost);
        self.run(move || hash_with(&password, cost, salt)).await?
    }

    /// Whether this is the password of the account. For an unknown account hand in nothing: the answer is no, after
    /// the same work, so that time does not tell who has an account (ASVS 6.3.8).
    ///
    /// # Errors
    /// When the program is stopping; then nobody is let in.
    pub async fn verify(&self, password: String, stored: Option<String>) -> Result<bool, HashFault> {
        let (nobody, cost) = (Arc::clone(&self.nobody), self.cost);
        self.run(move || match stored {
            Some(stored) => verify(&password, &stored),
            None => {
                let stored = nobody.get_or_init(|| hash_with("nobody", cost, [0; 16]).unwrap_or_default());
                let _ = verify(&password, stored);
                false
            }
        })
        .await
    }

    /// Whether a stored hash was made at another cost than this program's.
    #[must_use]
    pub fn needs_new_hash(&self, stored: &str) -> bool {
        needs_new_hash(stored, self.cost)
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, HashFault> {
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(|_| HashFault)?;
        let done = tokio::task::spawn_blocking(move || {
            let it = work();
            drop(place); // held by the work, not by the request: a vanished client frees nothing early
            it
        });
        done.await.map_err(|_| HashFault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: Cost = Cost { memory: 64, passes: 1, lanes: 1 };

    fn fixed(bytes: &mut [u8]) {
        bytes.fill(42);
    }

    #[test]
    fn the_right_password_fits_and_nothing_else_does() {
        let stored = hash("a lantern on the quay", COST, &mut fixed).unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(verify("a lantern on the quay", &stored));
        for wrong in ["A lantern on the quay", "a lantern on the quay ", ""] {
            assert!(!verify(wrong, &stored), "{wrong:?}");
        }
        assert!(!verify("", "") && !verify("x", "$argon2id$") && !verify("x", &stored.replace("argon2id", "argon2i")));
    }

    #[test]
    fn a_hash_made_by_another_argon2_fits() {
        // argon2-cffi 25.1: PasswordHasher(2, 19456, 1).hash("a lantern on the quay", salt=b"0123456789abcdef")
        let stored = include_str!("../testdata/argon2-cffi.txt").trim();
        assert!(verify("a lantern on the quay", stored));
        assert!(!verify("a lantern on the key", stored));
    }

    #[test]
    fn a_planted_hash_cannot_use_the_machine_up() {
        let stored = hash("a lantern on the quay", SMALL, &mut fixed).unwrap();
        assert!(verify("a lantern on the quay", &stored));
        assert!(!verify("a lantern on the quay", &stored.replace("m=64", "m=4000000")));
        assert!(!verify("a lantern on the quay", &stored.replace("t=1", "t=100000")));
    }

    #[test]
    fn a_hash_of_another_cost_is_made_anew() {
        let stored = hash("a lantern on the quay", SMALL, &mut fixed).unwrap();
        assert!(!needs_new_hash(&stored, SMALL));
        assert!(needs_new_hash(&stored, COST));
        assert!(needs_new_hash("not a hash", COST));
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn an_unknown_account_is_refused_after_the_same_work() {
        let hashing = Hashing::default();
        let stored = hashing.hash("a lantern on the quay".into(), &mut fixed).await.unwrap();
        let timed = async |stored: Option<String>| {
            let began = std::time::Instant::now();
            let fits = hashing.verify("a lantern on the quai".into(), stored).await.unwrap();
            (fits, began.elapsed())
        };
        let _ = timed(None).await; // makes the hash of nobody
        let mut known = Vec::new();
        let mut unknown = Vec::new();
        for _ in 0..9 {
            known.push(timed(Some(stored.clone())).await.1);
            let (fits, took) = timed(None).await;
            assert!(!fits);
            unknown.push(took);
        }
        known.sort();
        unknown.sort();
        let ratio = unknown[4].as_secs_f64() / known[4].as_secs_f64();
        assert!((0.5..2.0).contains(&ratio), "unknown takes {ratio:.2} times as long");
        assert!(hashing.verify("a lantern on the quay".into(), Some(stored)).await.unwrap());
        assert!(!hashing.verify("nobody".into(), None).await.unwrap(), "nobody has no password");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_rush_of_sign_ins_hashes_two_at_once() {
        use std::sync::atomic::{AtomicUsize, Ordering};
        let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let hashing = Hashing::new(SMALL, 2);
        let all: Vec<_> = (0..12)
            .map(|_| {
                let (hashing, now, most) = (hashing.clone(), Arc::clone(&now), Arc::clone(&most));
                tokio::spawn(async move {
                    hashing
                        .run(move || {
                            most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                            std::thread::sleep(std::time::Duration::from_millis(3));
                            now.fetch_sub(1, Ordering::SeqCst);
                        })
                        .await
                })
            })
            .collect();
        for it in all {
            it.await.unwrap().unwrap();
        }
        assert!(most.load(Ordering::SeqCst) <= 2);
    }
}
