//! `holdfast clock due`: when something is due.

use calendar::{Calendar, Kind, Length, Unit, When};
use catalogue::Catalogue;
use clap::{Args, Subcommand};
use kernel::Day;

use super::place::Place;
use super::told::{NotDone, Told};

/// What can be asked of clocks.
#[derive(Debug, Subcommand)]
pub enum Clock {
    /// Prints the due day, or for hours the time in London.
    ///
    /// Example: holdfast clock due --plus 10 wd --start 2026-12-18 --calendar EW
    #[command(after_help = "Examples:\n  holdfast clock due --plus 10 wd --start 2026-12-18 --calendar EW\n  \
        holdfast clock due --plus -5 clear --start 2027-01-05 --calendar CLEAR\n  \
        holdfast clock due --definition CK-35 --start 2026-03-27T18:30")]
    Due(Asked),
}

/// What is asked.
#[derive(Debug, Args)]
pub struct Asked {
    /// Where the store is whose definitions hold; where none is there, those of the shipped example.
    #[command(flatten)]
    pub place: Place,
    /// A clock by its id, by the definition that holds on the day of the start.
    #[arg(long, value_name = "CK-35", conflicts_with = "plus", required_unless_present = "plus")]
    pub definition: Option<String>,
    /// Where the clock's length goes by a field of what started it (a level, a type): that field's value.
    #[arg(long, value_name = "VALUE", requires = "definition")]
    pub value: Option<String>,
    /// A length: a number and one of wd, d, mo, h, clear. A negative number counts backwards.
    #[arg(long, num_args = 2, value_names = ["N", "UNIT"], allow_hyphen_values = true, requires = "calendar")]
    pub plus: Vec<String>,
    /// When it starts: 2026-03-27, 2026-03-27T18:30 (London's time), or RFC 3339 with offset.
    #[arg(long, value_name = "DT")]
    pub start: String,
    /// By which calendar it counts: EW, UK, DAY, HOUR or CLEAR.
    #[arg(long, value_name = "NAME", conflicts_with = "definition")]
    pub calendar: Option<String>,
}

/// Answers on stdout.
pub async fn run(it: &Clock) -> Told {
    let Clock::Due(asked) = it;
    let answer = match asked.place.house_if_there().await? {
        Some(house) => due(&house.catalogue(), asked),
        None => due(Catalogue::embedded(), asked),
    };
    println!("{}", answer.map_err(NotDone::Input)?);
    Ok(())
}

/// The due day (`2026-01-07`), or for hours the RFC 3339 time in London.
///
/// # Errors
/// In words, what cannot be read or counted.
pub fn due(catalogue: &Catalogue, asked: &Asked) -> Result<String, String> {
    let calendar = working_calendar(catalogue);
    match (&asked.definition, asked.plus.as_slice()) {
        (Some(id), _) => by_definition(catalogue, &calendar, id, asked),
        (None, [n, unit]) => {
            let n = n.trim().parse().map_err(|_| format!("--plus {n:?} is no whole number, such as 10 or -5"))?;
            calendar::plus(&calendar, n, unit, &asked.start, asked.calendar.as_deref().unwrap_or(""))
        }
        (None, _) => Err("Say either --definition ID or --plus N UNIT".to_owned()),
    }
}

/// The bank holidays of a configuration, as clocks count by them.
#[must_use]
pub fn working_calendar(catalogue: &Catalogue) -> Calendar {
    let table = |name: &str| -> Vec<(Day, String)> {
        let days = catalogue.calendar(name).map(|it| it.holidays.as_slice()).unwrap_or_default();
        days.iter().map(|it| (it.day, it.name.clone())).collect()
    };
    Calendar::new(table("EW"), table("UK"), &catalogue.mark())
}

fn by_definition(catalogue: &Catalogue, calendar: &Calendar, id: &str, asked: &Asked) -> Result<String, String> {
    let start = calendar::parse_start(&asked.start)?;
    let id = id.trim().to_ascii_uppercase();
    let clock = catalogue.clock(&id, start.day()).ok_or_else(|| {
        if catalogue.clocks.iter().any(|it| it.id == id) {
            format!("{id} has no definition that holds on {}", start.day())
        } else {
            format!("{id} is no clock of this configuration: ids are such as CK-35")
        }
    })?;
    let by_value = || {
        let by = clock.by.as_ref()?;
        Some(format!("--value, one of: {}", by.lengths.keys().cloned().collect::<Vec<_>>().join(", ")))
    };
    let length = clock.length_for(asked.value.as_deref()).ok_or_else(|| match by_value() {
        Some(say) => format!("{id} ({}) goes by what started it: say {say}", clock.name),
        None => format!("{id} ({}) has no length of its own: its day comes with what starts it", clock.name),
    })?;
    let unit: Unit = length.unit.as_str().parse().map_err(|e| format!("{id}: {e}"))?;
    let kind: Kind = length.calendar.parse().map_err(|e| format!("{id}: {e}"))?;
    let due = calendar.due(start, Length { n: length.n, unit }, kind);
    if due.beyond_table {
        return Err("The table of bank holidays does not reach these years: add them first".to_owned());
    }
    Ok(match due.when {
        When::Day(day) => day.to_string(),
        When::At(at) => at.rfc3339(),
    })
}
