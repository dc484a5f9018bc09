//! What an instrument says of answers: its total, the level that its rule suggests, the flags beside it, and what
//! changed since last time. People set the level; nothing here does (forms.md F2).

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use catalogue::{Answering, Form, Instrument, Item, Section, When};
use form::Answers;
use kernel::{Day, Refused, Wrongs};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What was answered to one item.
#[derive(Clone, Debug, PartialEq)]
pub struct Said<'a> {
    /// Its section.
    pub section: &'a Section,
    /// The item.
    pub item: &'a Item,
    /// The answer as it was given: a rating, `yes`, a period; empty for none.
    pub answer: String,
    /// The rating, where the item is rated.
    pub rating: Option<i64>,
    /// How recent it is: a code of `recency`.
    pub recency: String,
    /// The points that it earns.
    pub points: i64,
}

impl Said<'_> {
    /// Whether the item is present: rated 1 or more, or ticked.
    #[must_use]
    pub fn present(&self) -> bool {
        match self.rating {
            Some(it) => it > 0,
            None => matches!(self.answer.as_str(), "yes" | "six_months" | "earlier" | "both"),
        }
    }
}

/// Every item with what was answered to it, in the order of the instrument.
#[must_use]
pub fn items<'a>(it: &'a Instrument, answers: &Answers) -> Vec<Said<'a>> {
    let of = |section: &'a Section| section.items.iter().map(move |item| (section, item));
    it.sections.iter().flat_map(of).map(|(section, item)| said(section, item, answers)).collect()
}

fn said<'a>(section: &'a Section, item: &'a Item, answers: &Answers) -> Said<'a> {
    let rated = section.answering == Answering::Rating;
    let (group, question) = if rated {
        (form::item_group(&item.id), "rating")
    } else {
        (form::section_group(&section.id), item.id.as_str())
    };
    let answer = answers.get(&group, 0, question);
    let rating = answer.filter(|_| rated).and_then(form::rules::rating);
    let words = answer.and_then(form::Answer::as_words).unwrap_or_default().to_owned();
    let recency = if rated { answers.words(&group, "recency").unwrap_or_default() } else { "" };
    let points = points(section, &words);
    Said { section, item, rating, recency: recency.to_owned(), points, answer: words }
}

fn points(section: &Section, answer: &str) -> i64 {
    let when = match section.answering {
        Answering::Ever => (answer == "yes").then_some(When::Ever),
        Answering::SixMonths => (answer == "yes").then_some(When::SixMonths),
        Answering::TwoPeriods => answer.parse().ok(),
        Answering::Rating | Answering::Context => None,
    };
    section.points.iter().find(|it| Some(it.answer) == when).map_or(0, |it| it.points)
}

/// The total that the instrument shows; none where it adds nothing up. Context never counts.
#[must_use]
pub fn total(it: &Instrument, all: &[Said<'_>]) -> Option<i64> {
    let adds =
        |section: &Section| section.answering != Answering::Context && (section.total || !section.points.is_empty());
    if !it.sections.iter().any(adds) {
        return None;
    }
    let one =
        |said: &Said<'_>| if said.section.points.is_empty() { said.rating.unwrap_or_default() } else { said.points };
    Some(all.iter().filter(|it| adds(it.section)).map(one).sum())
}

/// What the instrument's own rule suggests. It is never the level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggested {
    /// The level; none where the instrument says none.
    pub level: Option<u8>,
    /// Why, as it is printed.
    pub why: String,
    /// The total, where there is one.
    pub total: Option<i64>,
}

/// What the instrument suggests for these answers, on the form on which they were given.
#[must_use]
pub fn suggest(it: &Instrument, form: &Form, answers: &Answers, on: Day) -> Suggested {
    let all = items(it, answers);
    let total = total(it, &all);
    let ratings: BTreeMap<&str, i64> = all
        .iter()
        .filter(|it| it.section.answering != Answering::Context)
        .filter_map(|it| Some((it.item.id.as_str(), it.rating?)))
        .collect();
    let holds = |test: &catalogue::Test| match (&test.answer, test.at_least) {
        (Some(condition), _) => form::condition_holds(form, answers, on, condition),
        (None, Some(least)) => {
            let meant = |id: &str| test.items.is_empty() || test.items.iter().any(|it| it == id);
            let many = ratings.iter().filter(|(id, rating)| meant(id) && **rating >= least).count();
            u32::try_from(many).unwrap_or(u32::MAX) >= test.count
        }
        (None, None) => false,
    };
    let applies =
        |rule: &&catalogue::Suggestion| rule.any.is_empty() || rule.any.iter().any(|all| all.iter().all(holds));
    if let Some(rule) = it.suggest.iter().find(applies) {
        return Suggested { level: Some(rule.level), why: rule.why.clone(), total };
    }
    let sum = total.unwrap_or_default();
    let band = it.bands.iter().find(|band| sum >= band.least && band.most.is_none_or(|most| sum <= most));
    match band.filter(|_| total.is_some()) {
        Some(band) => Suggested { level: Some(band.level), why: format!("{sum} points: {}", band.label), total },
        None => Suggested { level: None, why: "this instrument suggests no level".to_owned(), total },
    }
}

/// The rule as it is printed, a line each, in the order in which it is asked.
#[must_use]
pub fn printed(it: &Instrument) -> Vec<String> {
    let label = |level: u8| it.levels.iter().find(|own| own.level == level).map_or("", |own| own.label.as_str());
    let rules = it.suggest.iter().map(|rule| format!("{} ({}) if {}", rule.level, label(rule.level), rule.why));
    let bands = it.bands.iter().map(|band| match band.most {
        Some(most) => format!("{} to {most} points: {} ({})", band.least, band.level, band.label),
        None => format!("{} points or more: {} ({})", band.least, band.level, band.label),
    });
    rules.chain(bands).collect()
}

/// What the record says that flags are raised by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// The age in completed years, where the birth date is known.
    pub age: Option<i64>,
    /// Whether a learning disability is recorded, here or on the record.
    pub learning: bool,
    /// Whether the child is looked after today; none where whoever assesses may not see it.
    pub looked_after: Option<bool>,
    /// The highest level that was authorised or confirmed before, 0 for none; none where it may not be seen.
    pub highest: Option<i64>,
    /// How often the child was missing in the days that the flag looks back; none while no episodes are on record.
    pub missing: Option<i64>,
}

/// A flag of the instrument and how it stands. It counts for nothing: it stands beside the level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Flag {
    /// Its id.
    pub id: String,
    /// What people read.
    pub label: String,
    /// Whether it is raised; none where the record cannot tell.
    pub raised: Option<bool>,
}

/// The instrument's flags, by what is known.
#[must_use]
pub fn flags(it: &Instrument, known: Known) -> Vec<Flag> {
    let one = |flag: &catalogue::Flag| {
        let least = flag.threshold;
        let raised = match flag.id.as_str() {
            "under-13" => known.age.map(|age| age < least.unwrap_or(13)),
            "learning-disability" => Some(known.learning),
            "looked-after" => known.looked_after,
            "previous-high" => known.highest.map(|it| it >= least.unwrap_or(3)),
            "missing-often" => known.missing.map(|it| it >= least.unwrap_or(3)),
            _ => None,
        };
        Flag { id: flag.id.clone(), label: flag.label.clone(), raised }
    };
    it.flags.iter().map(one).collect()
}

kernel::words! {
    /// What changed since last time.
    pub enum Change {
        Up = "up" / "Up",
        Same = "same" / "Same",
        Down = "down" / "Down",
    }
}

/// What changed since last time; none where there is nothing to compare.
#[must_use]
pub fn change(before: Option<i64>, now: Option<i64>) -> Option<Change> {
    Some(match now?.cmp(&before?) {
        std::cmp::Ordering::Greater => Change::Up,
        std::cmp::Ordering::Equal => Change::Same,
        std::cmp::Ordering::Less => Change::Down,
    })
}

/// What is wrong with an assessment that its form cannot see: two agencies are consulted, or it is said why not.
#[must_use]
pub fn unconsulted(answers: &Answers) -> Wrongs {
    let mut wrongs = Wrongs::default();
    let consulted = answers.instances("consulted").iter().filter(|it| it.contains_key("agency")).count();
    if consulted < 2 && answers.words("header", "few_consulted").is_none_or(str::is_empty) {
        wrongs.add("header.few_consulted", "Say why fewer than two agencies were consulted, or add them");
    }
    wrongs
}

/// What a manager weighs.
#[derive(Clone, Copy, Debug)]
pub struct Authorising<'a> {
    /// What the worker proposed.
    pub proposed: u8,
    /// What the instrument suggests.
    pub suggested: Option<u8>,
    /// What the manager authorises.
    pub level: u8,
    /// Why it differs.
    pub reason: &'a str,
}

/// Whether a level may be authorised: one of 0 to 3, and with a reason where it differs from the worker's proposal or
/// from the instrument's suggestion.
///
/// # Errors
/// In words, what is missing.
pub fn may_authorise(it: Authorising<'_>) -> Result<(), Refused> {
    let mut wrongs = Wrongs::default();
    if it.level > 3 {
        wrongs.add("level", "Select the level that you authorise");
    }
    let differs = it.level != it.proposed || it.suggested.is_some_and(|suggested| suggested != it.level);
    if it.level <= 3 && differs && it.reason.trim().is_empty() {
        let of = if it.level == it.proposed { "the instrument's suggestion" } else { "what the worker proposed" };
        wrongs.add("reason", format!("Say why the level differs from {of}"));
    }
    wrongs.done()
}
