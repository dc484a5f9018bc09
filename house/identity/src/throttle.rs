//! How sign-ins are slowed down (ASVS 6.1.1, 6.3.1). Nothing is locked for good: a lock that anybody can throw would
//! keep the worker out whom somebody wants kept out.

use kernel::Ts;

/// A rule of waiting. After the free tries each failure doubles the wait, from `first` up to `most` seconds, counted
/// from the last failure. Failures older than `forget` seconds do not count; the caller leaves out those before the
/// last success of the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Throttle {
    /// Failures that cost nothing.
    pub free: u32,
    /// The first wait, seconds.
    pub first: i64,
    /// The longest wait, seconds.
    pub most: i64,
    /// Seconds after which a failure is forgotten.
    pub forget: i64,
}

/// For one account: five tries are free, then 30 seconds, doubling up to 15 minutes; a day later all is forgotten.
/// Codes of the second factor and recovery codes count as tries too.
pub const PER_ACCOUNT: Throttle = Throttle { free: 5, first: 30, most: 15 * 60, forget: 24 * 3600 };

/// For one network address, over all accounts. A whole office may share one, so fifty are free; an hour later all is
/// forgotten.
pub const PER_ADDRESS: Throttle = Throttle { free: 50, first: 30, most: 15 * 60, forget: 3600 };

/// Whether one may try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// Now.
    No,
    /// Only from this instant on. The password is not even looked at before.
    Until(Ts),
}

impl Wait {
    /// Seconds to wait, rounded up; 0 for none. For [`kernel::Refused::TooMany`] and `Retry-After`.
    #[must_use]
    pub fn seconds(self, now: Ts) -> i64 {
        match self {
            Self::No => 0,
            Self::Until(at) => (at.micros().saturating_sub(now.micros()) + 999_999).div_euclid(1_000_000).max(0),
        }
    }
}

impl Throttle {
    /// Whether one may try now, given the failures so far in any order.
    #[must_use]
    pub fn wait(&self, failures: &[Ts], now: Ts) -> Wait {
        let since = now.plus_seconds(-self.forget);
        let counted = failures.iter().filter(|it| **it > since);
        let count = u32::try_from(counted.clone().count()).unwrap_or(u32::MAX);
        let Some(last) = counted.max().filter(|_| count >= self.free) else { return Wait::No };
        let doubled = count.saturating_sub(self.free).min(30);
        let until = last.plus_seconds(self.first.saturating_mul(1 << doubled).min(self.most));
        if until > now { Wait::Until(until) } else { Wait::No }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Ts {
        Ts::from_micros(1_774_000_000_000_000).plus_seconds(seconds)
    }

    #[test]
    fn five_tries_are_free_then_the_wait_doubles_to_a_quarter_of_an_hour() {
        let waits: Vec<i64> = (0..12)
            .map(|count| {
                let failures: Vec<Ts> = (0..count).map(at).collect();
                let now = at(count - 1);
                PER_ACCOUNT.wait(&failures, now).seconds(now)
            })
            .collect();
        assert_eq!(waits, [0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900]);
    }

    #[test]
    fn the_wait_ends_and_old_failures_are_forgotten() {
        let failures: Vec<Ts> = (0..5).map(at).collect();
        assert_eq!(PER_ACCOUNT.wait(&failures, at(33)), Wait::Until(at(34)));
        assert_eq!(PER_ACCOUNT.wait(&failures, at(34)), Wait::No);
        let many: Vec<Ts> = (0..500).map(at).collect();
        assert_eq!(PER_ACCOUNT.wait(&many, at(24 * 3600 + 496)), Wait::No);
    }

    #[test]
    fn five_slips_in_an_office_do_not_keep_the_office_out() {
        let failures: Vec<Ts> = (0..49).map(at).collect();
        assert_eq!(PER_ADDRESS.wait(&failures, at(49)), Wait::No);
        let failures: Vec<Ts> = (0..50).map(at).collect();
        assert_eq!(PER_ADDRESS.wait(&failures, at(49)).seconds(at(49)), 30);
    }
}
