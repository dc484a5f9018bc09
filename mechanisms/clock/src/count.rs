//! Counting: when a duty is due by the configuration's calendars, and why.

use std::sync::Arc;

use calendar::{Calendar, Due, Kind, Length as Span, Start, Unit as Counts, When};
use catalogue::{Catalogue, Clock as Definition, Length, Unit};
use kernel::{Day, Ts};
use sha2::{Digest as _, Sha256};

use crate::rules::{Fields, texts};

/// A clock counted once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The length that was used, as the definition spells it.
    pub length: Option<String>,
    /// The last day, for clocks of days.
    pub due_day: Option<Day>,
    /// The last instant, for clocks of hours.
    pub due_at: Option<Ts>,
    /// The last instant in either case.
    pub due: Option<Ts>,
    /// When it turns amber.
    pub amber_at: Option<Ts>,
    /// The version of the calendar.
    pub calendar_version: String,
    /// The steps in words.
    pub why: Vec<String>,
}

/// The bank holidays of the configuration, with a version that changes whenever one of them does.
#[must_use]
pub fn calendar_of(c: &Catalogue) -> Arc<Calendar> {
    c.derived.of(|| read(c))
}

fn read(c: &Catalogue) -> Calendar {
    let days = |name: &str| -> Vec<(Day, String)> {
        c.calendar(name).map_or_else(Vec::new, |it| it.holidays.iter().map(|it| (it.day, it.name.clone())).collect())
    };
    let (ew, uk) = (days("EW"), days("UK"));
    let mut sha = Sha256::new();
    for (mark, days) in [("EW", &ew), ("UK", &uk)] {
        sha.update(mark);
        days.iter().for_each(|(day, _)| sha.update(day.to_string()));
    }
    let hash: String = sha.finalize().iter().take(4).map(|it| format!("{it:02x}")).collect();
    let last = ew.iter().map(|it| it.0).max().map_or_else(|| "none".to_owned(), |it| it.to_string());
    Calendar::new(ew, uk, &format!("to {last}, {hash}"))
}

/// A length of the configuration in the calendar's words, and how it counts.
fn span(it: &Length) -> (Span, Kind) {
    let unit = match it.unit {
        Unit::WorkingDays => Counts::WorkingDays,
        Unit::Days => Counts::Days,
        Unit::Months => Counts::Months,
        Unit::Hours => Counts::Hours,
        Unit::ClearDays => Counts::ClearDays,
    };
    let span = Span::new(it.n, unit);
    (span, it.calendar.parse().unwrap_or_else(|_| span.own_kind()))
}

/// When a length that began then is due.
#[must_use]
pub(crate) fn due(calendar: &Calendar, length: &Length, start: Start) -> (Due, Kind) {
    let (span, kind) = span(length);
    (calendar.due(start, span, kind), kind)
}

/// Counts a clock from its definition, the time it counts from, and the fields of the happening that started it.
/// `recorded` is when we learned of it.
#[must_use]
pub fn count(c: &Catalogue, definition: &Definition, start: Start, fields: &Fields, recorded: Ts) -> Counted {
    count_by(&calendar_of(c), definition, start, fields, recorded)
}

/// The same with the calendar at hand: for whoever counts many.
#[must_use]
pub(crate) fn count_by(
    calendar: &Calendar,
    definition: &Definition,
    start: Start,
    fields: &Fields,
    recorded: Ts,
) -> Counted {
    let mut it = Counted {
        length: None,
        due_day: None,
        due_at: None,
        due: None,
        amber_at: None,
        calendar_version: calendar.version().to_owned(),
        why: vec![opening(definition)],
    };
    let told = definition.due_field.as_ref().and_then(|field| texts(fields, field).into_iter().next());
    if let Some(told) = told.and_then(|it| calendar::parse_start(&it).ok()) {
        it.put(match told {
            Start::On(day) => When::Day(day),
            Start::At(at) => When::At(at),
        });
        it.why.push(format!("The date was given with what started it: {}", it.due_words()));
        it.amber_at = it.due.map(|due| calendar.amber_after(definition.amber, recorded.min(due), due, Kind::Day));
        return it;
    }
    let value = definition.by.as_ref().and_then(|by| texts(fields, &by.field).into_iter().next());
    let Some(length) = definition.length_for(value.as_deref()) else {
        it.why.push("The source sets no number: it is to be done without delay".to_owned());
        return it;
    };
    it.length = Some(length.to_string());
    if let (Some(by), Some(value)) = (&definition.by, &value) {
        it.why.push(format!("{}, because {} is {value}", length.words(), by.field.replace('_', " ")));
    }
    let (due, kind) = due(calendar, length, start);
    it.put(due.when);
    it.why.extend(due.why.iter().cloned());
    let from = start_instant(start);
    // What counts backwards from a meeting turns amber over the time from when it was planned.
    let from = if due.deadline() < from { recorded.min(due.deadline()) } else { from };
    it.amber_at = Some(calendar.amber_after(definition.amber, from, due.deadline(), kind));
    it
}

fn opening(definition: &Definition) -> String {
    let source = definition.source.as_deref().unwrap_or("Holdfast");
    let confirm = definition.confidence.is_some_and(catalogue::Confidence::confirm_locally);
    let confirm = if confirm { "; confirm locally" } else { "" };
    format!("{}, {} (source: {source}{confirm})", definition.id, definition.name)
}

pub(crate) fn start_instant(start: Start) -> Ts {
    match start {
        Start::At(at) => at,
        Start::On(day) => day.start(),
    }
}

impl Counted {
    pub(crate) fn put(&mut self, when: When) {
        let deadline = |day: Day| day.end().plus_seconds(-1);
        (self.due_day, self.due_at, self.due) = match when {
            When::Day(day) => (Some(day), None, Some(deadline(day))),
            When::At(at) => (None, Some(at), Some(at)),
        };
    }

    fn due_words(&self) -> String {
        match (self.due_at, self.due_day) {
            (Some(at), _) => at.words(),
            (None, Some(day)) => day.long_words(),
            (None, None) => "no date".to_owned(),
        }
    }
}

/// What `holdfast clock due --definition CK-35 --start DT` prints: the due day (`2026-01-07`), or for hours the
/// RFC 3339 time in London (contract.md).
///
/// # Errors
/// In words: an unknown clock, a start that cannot be read, a clock without a number.
pub fn due_by_definition(c: &Catalogue, id: &str, start: &str) -> Result<String, String> {
    let start = calendar::parse_start(start)?;
    let on = start_instant(start).day();
    let named = |it: &&Definition| it.id.eq_ignore_ascii_case(id.trim());
    let definition = c.clocks_on(on).find(named).or_else(|| c.clocks.iter().rfind(named));
    let definition = definition.ok_or_else(|| format!("{id:?} is no clock of this configuration"))?;
    let length = definition.length.as_ref().ok_or_else(|| match &definition.due_field {
        Some(field) => format!("{} is due when its {} says", definition.id, field.replace('_', " ")),
        None => format!("{}: the source sets no number", definition.id),
    })?;
    let (due, _) = due(&calendar_of(c), length, start);
    if due.beyond_table {
        return Err("The table of bank holidays does not reach these years: add them first".to_owned());
    }
    Ok(match due.when {
        When::Day(day) => day.to_string(),
        When::At(at) => at.rfc3339(),
    })
}
