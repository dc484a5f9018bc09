//! Mail behind one small interface: a letter goes out, is to be tried again, or will never arrive. The caller keeps the
//! outbox, asks [`retry`] when to try again, and records what a [`Bounce`] says.

mod bounce;
mod letter;
mod mailer;
mod retry;
mod settings;

#[cfg(test)]
mod tests;

pub use bounce::{Action, Bounce, NotABounce, Reported};
pub use letter::{BadLetter, Letter, message_id};
pub use mailer::{Mailer, Outcome};
pub use retry::{GIVE_UP_AFTER, retry};
pub use settings::{BadSettings, Encryption, Settings, Smtp};
