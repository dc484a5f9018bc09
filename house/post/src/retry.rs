//! When to try again.

use kernel::Ts;

/// Seconds after which a letter is given up: three days, over a week-end.
pub const GIVE_UP_AFTER: i64 = 3 * 24 * 3600;

/// The first wait and the longest, in seconds.
const FIRST: i64 = 60;
const LONGEST: i64 = 4 * 3600;

/// When a letter is tried next that has now failed for the `attempts`-th time (from 1): after a minute, then each time
/// twice as long up to four hours. Nothing once the waits together would exceed three days: then somebody must be told.
#[must_use]
pub fn retry(attempts: u32, now: Ts) -> Option<Ts> {
    let wait = |attempt: u32| FIRST.saturating_mul(1 << attempt.saturating_sub(1).min(20)).min(LONGEST);
    let doubling = attempts.min(20);
    let waited = (1..=doubling).map(wait).sum::<i64>() + i64::from(attempts - doubling) * LONGEST;
    (waited <= GIVE_UP_AFTER).then(|| now.plus_seconds(wait(attempts)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_come_after_one_minute_then_twice_as_long_up_to_four_hours_for_three_days() {
        let began = Ts::from_micros(1_774_000_000_000_000);
        let (mut now, mut waits, mut attempts) = (began, Vec::new(), 1);
        while let Some(next) = retry(attempts, now) {
            waits.push(next.seconds_since(now) / 60);
            now = next;
            attempts += 1;
        }
        assert_eq!(waits[..10], [1, 2, 4, 8, 16, 32, 64, 128, 240, 240]);
        let hours = now.seconds_since(began) / 3600;
        assert!((68..=72).contains(&hours), "{hours}");
        assert_eq!(retry(u32::MAX, now), None);
        assert_eq!(retry(0, now), Some(now.plus_seconds(60)));
    }
}
