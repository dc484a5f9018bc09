//! Days and instants as people type them.

use jiff::civil::Date;
use kernel::{Day, Ts};

use super::field::State;
use super::kinds::enter;
use super::{Asked, Field};

impl Asked {
    /// A day: from the three boxes `NAME-day`, `NAME-month`, `NAME-year`, or one value `NAME` in ISO form.
    pub fn day(&self, name: &str, label: &str) -> Field<'_, Day> {
        let boxes = ["day", "month", "year"].map(|it| (it, self.typed.get_part(name, it).trim()));
        let [day, month, year] = boxes.map(|it| it.1);
        if [day, month, year] == [""; 3] {
            let whole = self.raw(name).trim();
            if whole.is_empty() {
                let first =
                    if self.typed.has(&format!("{name}-day")) { format!("{name}-day") } else { name.to_owned() };
                return Field::blank(self, &first, enter(label));
            }
            return match parse_day(whole) {
                Some(it) => Field::fine(self, name, it),
                None => Field::bad(self, name, "Enter a real date, such as 2026-03-27"),
            };
        }
        if let Some((missing, _)) = boxes.iter().find(|it| it.1.is_empty()) {
            return Field::bad(self, &format!("{name}-{missing}"), format!("The date must include a {missing}"));
        }
        match day_of(day, month, year) {
            Ok(it) => Field::fine(self, &format!("{name}-day"), it),
            Err((part, message)) => Field::bad(self, &format!("{name}-{part}"), message),
        }
    }

    /// An instant by London's clock: a day as in [`Asked::day`] and a time `NAME-time` ("14:05", "2.05pm"), or one RFC 3339
    /// value `NAME`.
    pub fn at(&self, name: &str, label: &str) -> Field<'_, Ts> {
        if let Ok(it) = self.raw(name).trim().parse::<Ts>() {
            return Field::fine(self, name, it);
        }
        let day = self.day(name, label);
        let time_name = format!("{name}-time");
        let typed = self.raw(&time_name).trim();
        let time = parse_time(typed);
        if day.state != State::Fine {
            return Field { asked: self, slot: day.slot, value: None, state: day.state };
        }
        let (slot, value) = (day.slot, day.value);
        match (value, time) {
            (Some(day), Some((hour, minute))) => {
                Field { asked: self, slot, value: Some(day.at(hour, minute)), state: State::Fine }
            }
            _ if typed.is_empty() => Field::bad(self, &time_name, "Enter the time, such as 14:05; about is enough"),
            _ => Field::bad(self, &time_name, "Enter a real time, such as 14:05 or 2:05pm"),
        }
    }
}

impl Field<'_, Day> {
    /// The last day allowed.
    pub fn not_after(self, last: Day) -> Self {
        self.check(|it| if *it > last { Err(format!("The date must be {} or earlier", last.words())) } else { Ok(()) })
    }
    /// The first day allowed.
    pub fn not_before(self, first: Day) -> Self {
        self.check(|it| if *it < first { Err(format!("The date must be {} or later", first.words())) } else { Ok(()) })
    }
}

impl Field<'_, Ts> {
    /// The last instant allowed.
    pub fn not_after(self, last: Ts) -> Self {
        self.check(|it| if *it > last { Err(format!("The time must be {} or earlier", last.words())) } else { Ok(()) })
    }
    /// The first instant allowed.
    pub fn not_before(self, first: Ts) -> Self {
        self.check(|it| if *it < first { Err(format!("The time must be {} or later", first.words())) } else { Ok(()) })
    }
}

/// A day as people write it in one field: `2026-03-27`, `27/3/2026`, `27.3.2026`, `27 March 2026`.
#[must_use]
pub fn parse_day(it: &str) -> Option<Day> {
    if let Ok(day) = it.parse::<Day>() {
        return Some(day);
    }
    let parts: Vec<_> = it.split(['/', '.', ' ', '-']).filter(|it| !it.is_empty()).collect();
    let [day, month, year] = parts.as_slice() else { return None };
    day_of(day, month, year).ok()
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

fn day_of(day: &str, month: &str, year: &str) -> Result<Day, (&'static str, &'static str)> {
    let name = month.to_lowercase();
    let named =
        MONTHS.iter().position(|it| name.len() >= 3 && it.starts_with(&name)).and_then(|at| i8::try_from(at + 1).ok());
    let number = |it: &str| it.bytes().all(|it| it.is_ascii_digit()).then(|| it.parse::<i16>().ok()).flatten();
    let month = named.or_else(|| number(month).and_then(|it| i8::try_from(it).ok())).filter(|it| (1..=12).contains(it));
    let month = month.ok_or(("month", "The month must be a number from 1 to 12, or its name"))?;
    if year.len() != 4 {
        return Err(("year", "The year must have four digits, such as 2026"));
    }
    let year = number(year).filter(|it| *it >= 1800).ok_or(("year", "The year must have four digits, such as 2026"))?;
    let day =
        number(day).and_then(|it| i8::try_from(it).ok()).ok_or(("day", "The day must be a number from 1 to 31"))?;
    Date::new(year, month, day).map(Day).map_err(|_| ("day", "Enter a real date, such as 27 3 2026"))
}

/// Hour and minute: `14:05`, `1405`, `2pm`, `2.05 pm`, `midnight` is not one (whose?).
fn parse_time(it: &str) -> Option<(i8, i8)> {
    let lower = it.to_lowercase().replace(' ', "");
    let (clock, half) = match (lower.strip_suffix("am"), lower.strip_suffix("pm")) {
        (Some(it), _) => (it, Some(0)),
        (None, Some(it)) => (it, Some(12)),
        (None, None) => (lower.as_str(), None),
    };
    let (hour, minute) = match clock.split_once([':', '.']) {
        Some(it) => it,
        None if half.is_some() && clock.len() <= 2 => (clock, "00"),
        None if clock.len() == 4 && clock.is_ascii() => clock.split_at(2),
        None => return None,
    };
    let digits = |it: &str| (1..=2).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_digit());
    if !digits(hour) || minute.len() != 2 || !digits(minute) {
        return None;
    }
    let (hour, minute): (i8, i8) = (hour.parse().ok()?, minute.parse().ok()?);
    let hour = match half {
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
        None => hour,
    };
    (hour <= 23 && minute <= 59).then_some((hour, minute))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_understood_however_it_is_written() {
        for (typed, meant) in [
            ("14:05", Some((14, 5))),
            ("2.05 pm", Some((14, 5))),
            ("12am", Some((0, 0))),
            ("12:30pm", Some((12, 30))),
            ("0905", Some((9, 5))),
            ("9", None),
            ("24:00", None),
            ("13pm", None),
            ("7:5", None),
            ("", None),
            ("é:05", None),
        ] {
            assert_eq!(parse_time(typed), meant, "{typed:?}");
        }
    }
}
