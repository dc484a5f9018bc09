//! Sign-in without database and web: passwords, one-time codes, recovery codes, tokens, throttling, how long a
//! session lasts. Rules are pure; time and randomness are handed in; the caller stores what is returned.

mod new_password;
mod password;
mod random;
mod recovery;
mod session;
mod throttle;
mod token;
mod totp;

pub use new_password::{LONGEST, SHORTEST, check_new_password};
pub use password::{COST, Cost, HashFault, Hashing, hash, needs_new_hash, verify};
pub use random::Random;
pub use recovery::{RECOVERY_CODES, RecoveryCode, make_recovery_codes, use_recovery_code};
pub use session::{FRESH_SECONDS, Lasting, Session, is_fresh};
pub use throttle::{PER_ACCOUNT, PER_ADDRESS, Throttle, Wait};
pub use token::{Token, form_token, hash_token, same};
pub use totp::{BadSecret, TotpSecret, qr_svg};
