//! The machine's own clock and randomness: the only place that asks for them.

use door::{Randomness, Time};
use kernel::Ts;

/// The system's clock.
#[must_use]
pub fn clock() -> Time {
    #[expect(clippy::disallowed_methods, reason = "here the system's clock is handed in")]
    let now = || Ts::from(jiff::Timestamp::now());
    Box::new(now)
}

/// The system's randomness.
#[must_use]
pub fn randomness() -> Randomness {
    Box::new(|bytes| {
        if getrandom::fill(bytes).is_err() {
            // Without randomness no secret may be made: the process ends rather than guess.
            std::process::abort();
        }
    })
}
