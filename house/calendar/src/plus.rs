//! The command line's question: this long from then, by that calendar.

use jiff::{civil, tz::TimeZone};
use kernel::{Day, Ts};

use crate::{Calendar, Kind, Length, Start, Unit, When};

/// Longest length that the command line takes, in any unit: it finds slips of the finger.
const LONGEST: i64 = 100_000;

/// What `holdfast clock due --plus N UNIT --start DT --calendar NAME` prints: the due day (`2026-01-07`), or for hours
/// the RFC 3339 time in London (`2026-03-30T19:30:00+01:00`). A negative number counts backwards.
///
/// # Errors
/// In words for the person at the keyboard: what cannot be read, a unit that the calendar does not count, or years
/// for which the table has no bank holidays.
pub fn plus(calendar: &Calendar, n: i64, unit: &str, start: &str, kind: &str) -> Result<String, String> {
    let unit: Unit = unit.trim().to_ascii_lowercase().parse().map_err(|e| format!("The unit {e}"))?;
    let kind: Kind = kind.trim().to_ascii_uppercase().parse().map_err(|e| format!("The calendar {e}"))?;
    let start = parse_start(start)?;
    if n.abs() > LONGEST {
        return Err(format!("{n} is longer than any clock: at most {LONGEST}"));
    }
    if unit == Unit::WorkingDays && !matches!(kind, Kind::Ew | Kind::Uk) {
        return Err(format!("The calendar {kind} counts {}, not working days: use EW or UK", kind.label()));
    }
    let kind = if unit == Unit::ClearDays && kind != Kind::Uk { Kind::Clear } else { kind };
    let due = calendar.due(start, Length { n, unit }, kind);
    if due.beyond_table {
        return Err("The table of bank holidays does not reach these years: add them first".to_owned());
    }
    Ok(match due.when {
        When::Day(day) => day.to_string(),
        When::At(at) => at.rfc3339(),
    })
}

/// Reads a start as people and machines write it: `2026-03-27`, `2026-03-27T18:30` (London's clock; a time that
/// occurs twice is the first), `2026-03-27T18:30:00Z` or with an offset.
///
/// # Errors
/// In words, with what is expected.
pub fn parse_start(text: &str) -> Result<Start, String> {
    let text = text.trim();
    if let Ok(at) = text.parse::<Ts>() {
        return Ok(Start::At(at));
    }
    if text.len() <= 10
        && let Ok(day) = text.parse::<Day>()
    {
        return Ok(Start::On(day));
    }
    let wrong = || format!("The start {text:?} is not a date or time such as 2026-03-27 or 2026-03-27T18:30");
    if text.len() <= 10 || text.ends_with(['z', 'Z']) {
        return Err(wrong());
    }
    let local: civil::DateTime = text.parse().map_err(|_| wrong())?;
    let london = TimeZone::get("Europe/London").map_err(|_| wrong())?;
    local.to_zoned(london).map(|it| Start::At(Ts::from(it.timestamp()))).map_err(|_| wrong())
}
