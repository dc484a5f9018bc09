//! How long a session lasts (ASVS 7.3.1, 7.3.2) and when one must prove oneself again (7.5.3).

use kernel::Ts;

/// Seconds for which a sign-in counts as fresh: break-glass and bulk export ask for one.
pub const FRESH_SECONDS: i64 = 5 * 60;

/// How long a session lasts, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lasting {
    /// Without a request.
    pub idle: i64,
    /// Altogether.
    pub absolute: i64,
}

impl Default for Lasting {
    /// Fifteen minutes idle, ten hours altogether: a working day with its late meeting.
    fn default() -> Self {
        Self { idle: 15 * 60, absolute: 10 * 3600 }
    }
}

/// What a stored session still is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Session {
    /// It lasts until this instant if nothing more happens.
    Live(Ts),
    /// Nothing happened for too long.
    Idle,
    /// It has lasted as long as any may.
    Over,
}

impl Lasting {
    /// What a session is now that began and was last seen at these instants.
    #[must_use]
    pub fn session(&self, began: Ts, seen: Ts, now: Ts) -> Session {
        let (over, idle) = (began.plus_seconds(self.absolute), seen.max(began).plus_seconds(self.idle));
        if now >= over {
            Session::Over
        } else if now >= idle {
            Session::Idle
        } else {
            Session::Live(over.min(idle))
        }
    }
}

/// Whether somebody proved who they are a short while ago. An instant in the future proves nothing.
#[must_use]
pub fn is_fresh(proved: Ts, now: Ts) -> bool {
    proved <= now && now < proved.plus_seconds(FRESH_SECONDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> Ts {
        Ts::from_micros(1_774_000_000_000_000).plus_seconds(minutes * 60)
    }

    #[test]
    fn a_session_ends_after_a_quarter_of_an_hour_without_a_request() {
        let it = Lasting::default();
        assert_eq!(it.session(at(0), at(60), at(74)), Session::Live(at(75)));
        assert_eq!(it.session(at(0), at(60), at(75)), Session::Idle);
    }

    #[test]
    fn a_session_ends_after_ten_hours_however_busy() {
        let it = Lasting::default();
        assert_eq!(it.session(at(0), at(599), at(599)), Session::Live(at(600)));
        assert_eq!(it.session(at(0), at(600), at(600)), Session::Over);
    }

    #[test]
    fn a_sign_in_is_fresh_for_five_minutes() {
        assert!(is_fresh(at(0), at(4)) && !is_fresh(at(0), at(5)) && !is_fresh(at(1), at(0)));
    }
}
