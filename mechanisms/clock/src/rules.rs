//! The rules of clocks (processes.md Part 1), as decisions over values: no store, no clock of the machine.

use catalogue::{Clock as Definition, Stops, Trigger};
use kernel::{Day, Ts};
use serde_json::{Map, Value};

use crate::record::{Heard, Outcome};

/// The fields of a happening.
pub type Fields = Map<String, Value>;

kernel::words! {
    /// How a clock stands at a moment.
    pub enum Standing {
        /// There is time.
        OnTime = "on-time" / "On time",
        /// Four fifths of the time have passed, or the share that its definition says (rule 8).
        Amber = "amber" / "Due soon",
        /// The due day or instant has passed.
        Red = "red" / "Overdue",
        /// It waits for somebody outside, where its source lets it (rule 4).
        Paused = "paused" / "Waiting",
        /// The source sets no number.
        NoDate = "no-date" / "No date set",
        Met = "met" / "Met",
        Late = "late" / "Late",
        Void = "void" / "No longer owed",
    }
}

/// The values of a field, as conditions compare them: texts; `yes` and `true` are one, and so are `no` and `false`.
#[must_use]
pub fn texts(fields: &Fields, name: &str) -> Vec<String> {
    fn of(value: &Value, into: &mut Vec<String>) {
        match value {
            Value::Null | Value::Object(_) => {}
            Value::Bool(it) => into.push(it.to_string()),
            Value::Number(it) => into.push(it.to_string()),
            Value::String(it) => into.push(it.clone()),
            Value::Array(them) => them.iter().for_each(|it| of(it, into)),
        }
    }
    let mut all = Vec::new();
    if let Some(value) = fields.get(name) {
        of(value, &mut all);
    }
    all
}

fn same(one: &str, other: &str) -> bool {
    let plain = |it: &str| match it {
        "yes" => "true".to_owned(),
        "no" => "false".to_owned(),
        it => it.to_owned(),
    };
    one == other || plain(one) == plain(other)
}

/// Whether a happening is the one a trigger names, and meets its conditions: of each field, one value must hold.
#[must_use]
pub fn fires(trigger: &Trigger, name: &str, fields: &Fields) -> bool {
    trigger.on == name
        && trigger
            .when
            .iter()
            .all(|(field, wanted)| texts(fields, field).iter().any(|it| wanted.iter().any(|wanted| same(it, wanted))))
}

/// What of a stop has been heard once this happening is added. What was so before the clock began does not count.
#[must_use]
pub fn heard(stops: &Stops, before: &[Heard], name: &str, fields: &Fields, at: Ts, after_start: bool) -> Vec<Heard> {
    let mut all = before.to_vec();
    if !after_start {
        return all;
    }
    for (group, triggers) in stops.any.iter().enumerate() {
        for (nth, trigger) in triggers.iter().enumerate() {
            let known = all.iter().any(|it| it.group == group && it.nth == nth);
            if !known && fires(trigger, name, fields) {
                all.push(Heard { group, nth, name: name.to_owned(), at });
            }
        }
    }
    all
}

/// When the stop was complete: of the groups of which everything was heard the earliest, each at its latest part.
/// Parts may come in any order, and may be recorded in any order.
#[must_use]
pub fn complete(stops: &Stops, heard: &[Heard]) -> Option<(Ts, String)> {
    let groups = stops.any.iter().enumerate().filter_map(|(group, triggers)| {
        let parts: Option<Vec<&Heard>> =
            (0..triggers.len()).map(|nth| heard.iter().find(|it| it.group == group && it.nth == nth)).collect();
        parts?.into_iter().max_by_key(|it| it.at)
    });
    groups.min_by_key(|it| it.at).map(|it| (it.at, it.name.clone()))
}

/// What is still missing of a stop that has begun, as names of happenings: the shortest way to the end.
#[must_use]
pub fn missing<'a>(stops: &'a Stops, heard: &[Heard]) -> Vec<&'a str> {
    let open = stops.any.iter().enumerate().map(|(group, triggers)| {
        let known = |nth: usize| heard.iter().any(|it| it.group == group && it.nth == nth);
        let left: Vec<&str> =
            triggers.iter().enumerate().filter(|(nth, _)| !known(*nth)).map(|(_, it)| it.on.as_str()).collect();
        (triggers.len() - left.len(), left)
    });
    open.filter(|(begun, _)| *begun > 0).min_by_key(|(_, left)| left.len()).map(|(_, left)| left).unwrap_or_default()
}

/// Whether something that was so then can count against a clock that began then: by the day where days are counted,
/// so that a decision without an hour on the day of the referral counts.
#[must_use]
pub fn after_start(started: Ts, counts_hours: bool, at: Ts) -> bool {
    if counts_hours { at >= started } else { at.day() >= started.day() }
}

/// What became of a duty that ended then. The last day counts to its end; an instant counts itself. No date: met.
/// For a shortest time it is the other way round.
#[must_use]
pub fn outcome(due_day: Option<Day>, due_at: Option<Ts>, at_least: bool, stopped: Ts) -> Outcome {
    let in_time = match (due_at, due_day) {
        (Some(at), _) if at_least => stopped >= at,
        (Some(at), _) => stopped <= at,
        (None, Some(day)) if at_least => stopped.day() >= day,
        (None, Some(day)) => stopped.day() <= day,
        (None, None) => true,
    };
    if in_time { Outcome::Met } else { Outcome::Late }
}

/// What a clock's standing depends on.
#[derive(Clone, Copy, Debug)]
pub struct Hands {
    /// What became of it.
    pub outcome: Outcome,
    /// When it turns amber.
    pub amber_at: Option<Ts>,
    /// Its last instant.
    pub due: Option<Ts>,
    /// Whether it is a shortest time.
    pub at_least: bool,
    /// Whether it waits.
    pub paused: bool,
}

/// How a clock stands now. A shortest time is never overdue.
#[must_use]
pub fn standing(it: Hands, now: Ts) -> Standing {
    match it.outcome {
        Outcome::Met => Standing::Met,
        Outcome::Late => Standing::Late,
        Outcome::Void => Standing::Void,
        Outcome::Open if it.paused => Standing::Paused,
        Outcome::Open => match it.due {
            None => Standing::NoDate,
            Some(_) if it.at_least => Standing::OnTime,
            Some(due) if now >= due.plus_seconds(1) => Standing::Red,
            Some(_) if it.amber_at.is_some_and(|amber| now >= amber) => Standing::Amber,
            Some(_) => Standing::OnTime,
        },
    }
}

/// Whether a later due day may be granted, and if not, why not (rule 6). `first` is the day it was first due, `longest`
/// the last day that the source's longest extension allows.
///
/// # Errors
/// In words for the one who asks.
pub fn may_extend(
    definition: &Definition,
    outcome: Outcome,
    due: Option<Day>,
    longest: Option<Day>,
    wanted: Day,
) -> Result<(), String> {
    if !definition.extendable {
        return Err(format!(
            "{} is a statutory clock: nobody may extend it. If it is late, give the reason",
            definition.id
        ));
    }
    if definition.at_least || outcome != Outcome::Open {
        return Err("Only a duty that is still open can be extended".to_owned());
    }
    let Some(due) = due else { return Err("It has no due day that could be moved".to_owned()) };
    if wanted <= due {
        return Err(format!("It is due on {} already: ask for a later day", due.words()));
    }
    match longest {
        Some(longest) if wanted > longest => Err(format!("It can be extended to {} at most", longest.words())),
        Some(_) | None => Ok(()),
    }
}

/// Whether a reason for being late is owed: it ended late, or is overdue. Imported history owes none.
#[must_use]
pub fn reason_owed(standing: Standing, imported: bool, given: bool) -> bool {
    match standing {
        Standing::Late | Standing::Red => !imported && !given,
        Standing::OnTime | Standing::Amber | Standing::Paused | Standing::NoDate | Standing::Met | Standing::Void => {
            false
        }
    }
}

/// Whether a second start makes a second duty while one is open: only where the new one is due earlier. Otherwise
/// whoever keeps the open one keeps both.
#[must_use]
pub fn another(open: &[Option<Ts>], new: Option<Ts>) -> bool {
    open.iter().all(|open| match (open, new) {
        (Some(open), Some(new)) => new < *open,
        (None, Some(_)) => true,
        (Some(_) | None, None) => false,
    })
}
