//! Answers as the flat fields of a page, and back: `children.0.forename`, `children.0.born-day`. What a page does not
//! carry keeps its answer, so that one page of a long form never empties another.

use std::collections::HashMap;

use catalogue::{Form, Group, Kind, Question};
use jiff::civil::Date;
use kernel::{Day, Ts};

use crate::answers::{Age, Answer, Answers, Evidence, Instance, Not, Said};

/// No group has more instances, whatever its definition says.
const MOST: usize = 100;
/// No answer is kept longer than this many characters.
const LONGEST: usize = 50_000;
/// What a choice sends where there is no answer: `-not-known`. No code begins with a hyphen.
pub const NOT: &str = "-not-";
const DATE: [&str; 3] = ["-day", "-month", "-year"];

/// The name of a question's field: `group.question`, or `group.2.question` where the group is repeated.
#[must_use]
pub fn name(group: &Group, nth: usize, question: &str) -> String {
    match group.repeat {
        Some(_) => format!("{}.{nth}.{question}", group.id),
        None => format!("{}.{question}", group.id),
    }
}

/// What was posted, by name.
struct Posted<'a>(HashMap<&'a str, Vec<&'a str>>);

impl<'a> Posted<'a> {
    fn of(pairs: &'a [(String, String)]) -> Self {
        let mut all: HashMap<&str, Vec<&str>> = HashMap::new();
        for (name, value) in pairs {
            all.entry(name).or_default().push(value);
        }
        Self(all)
    }
    fn first(&self, name: &str) -> String {
        // A page sends an empty value before its radios, so that none chosen is told from not on the page.
        self.0.get(name).and_then(|all| all.iter().map(|it| clean(it)).find(|it| !it.is_empty())).unwrap_or_default()
    }
    fn part(&self, name: &str, suffix: &str) -> String {
        self.first(&format!("{name}{suffix}"))
    }
    /// Whether the page carried the question at all.
    fn has(&self, name: &str) -> bool {
        self.0.keys().any(|it| it.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('-')))
    }
    /// How many instances of a repeated group the page carried.
    fn count(&self, group: &str) -> usize {
        let nth = |it: &str| {
            let (nth, _) = it.strip_prefix(group)?.strip_prefix('.')?.split_once('.')?;
            nth.parse::<usize>().ok().map(|it| it.saturating_add(1))
        };
        let highest = self.0.keys().filter_map(|it| nth(it)).max().unwrap_or_default();
        let said = self.first(&format!("{group}.count")).parse().unwrap_or_default();
        highest.max(said).min(MOST)
    }
}

/// The answers after a page was posted: what it carried replaces what was `kept`, the rest stays.
#[must_use]
pub fn posted(form: &Form, pairs: &[(String, String)], kept: &Answers) -> Answers {
    let posted = Posted::of(pairs);
    let mut all = kept.clone();
    for group in &form.groups {
        let had = kept.instances(&group.id);
        let many = group.repeat.as_ref().map_or(1, |it| {
            let most = usize::try_from(it.max).unwrap_or(MOST).min(MOST);
            posted.count(&group.id).max(had.len()).min(most.max(had.len()))
        });
        let none = Instance::new();
        let instances: Vec<_> =
            (0..many).map(|nth| instance(&posted, group, nth, had.get(nth).unwrap_or(&none))).collect();
        let empty = instances.is_empty() || (group.repeat.is_none() && instances.iter().all(Instance::is_empty));
        if empty {
            all.0.remove(&group.id);
        } else {
            all.0.insert(group.id.clone(), instances);
        }
    }
    all
}

fn instance(posted: &Posted<'_>, group: &Group, nth: usize, had: &Instance) -> Instance {
    let mut it = had.clone();
    for question in &group.questions {
        let name = name(group, nth, &question.id);
        if !posted.has(&name) {
            continue;
        }
        let answer = Answer { said: said(posted, question, &name), evidence: evidence(posted, question, &name) };
        if answer.is_blank() {
            it.remove(&question.id);
        } else {
            it.insert(question.id.clone(), answer);
        }
    }
    it
}

fn evidence(posted: &Posted<'_>, question: &Question, name: &str) -> Evidence {
    if !question.evidence {
        return Evidence::default();
    }
    let part = |it: &str| posted.part(name, it);
    Evidence { what: part("-evidence-what"), who: part("-evidence-who"), when: part("-evidence-when") }
}

fn said(posted: &Posted<'_>, question: &Question, name: &str) -> Said {
    let typed = match question.kind {
        Kind::Codes | Kind::File => several(posted, name),
        Kind::Day => Said::Words(day(posted, name)),
        Kind::Instant => Said::Words(instant(posted, name)),
        Kind::AgeOrBirth => Said::Age(Age {
            born: day(posted, name),
            expected: day(posted, &format!("{name}-expected")),
            age: posted.part(name, "-age"),
        }),
        Kind::Code | Kind::YesNoUnknown | Kind::Rating | Kind::Recency => {
            let chosen = posted.first(name);
            chosen.strip_prefix(NOT).and_then(|it| it.parse().ok()).map_or(Said::Words(chosen), Said::Not)
        }
        Kind::Text
        | Kind::Long
        | Kind::Int
        | Kind::Money
        | Kind::Person
        | Kind::Org
        | Kind::Email
        | Kind::Phone
        | Kind::Postcode
        | Kind::NhsNumber
        | Kind::Upn => Said::Words(posted.first(name)),
    };
    // What was typed wins over a box ticked beside it: nothing that somebody typed is thrown away.
    let not = if typed.is_blank() { posted.part(name, "-not").parse::<Not>().ok() } else { None };
    not.map_or(typed, Said::Not)
}

fn several(posted: &Posted<'_>, name: &str) -> Said {
    let mut chosen: Vec<String> = Vec::new();
    for it in posted.0.get(name).into_iter().flatten().map(|it| clean(it)) {
        if !it.is_empty() && !chosen.contains(&it) {
            chosen.push(it);
        }
    }
    match chosen.as_slice() {
        [one] => one.strip_prefix(NOT).and_then(|it| it.parse().ok()).map_or(Said::Several(chosen), Said::Not),
        _ => Said::Several(chosen),
    }
}

/// A day in ISO form, or as it was typed: `31/2/2026`.
fn day(posted: &Posted<'_>, name: &str) -> String {
    let boxes = DATE.map(|it| posted.part(name, it).replace('/', " ").trim().to_owned());
    if boxes.iter().all(String::is_empty) {
        let whole = posted.first(name);
        return if whole.parse::<Day>().is_ok() { whole } else { String::new() };
    }
    real_day(&boxes).map_or_else(|| boxes.join("/"), |it| it.to_string())
}

fn real_day([day, month, year]: &[String; 3]) -> Option<Day> {
    let number = |it: &String| it.bytes().all(|it| it.is_ascii_digit()).then(|| it.parse::<i16>().ok()).flatten();
    let month = month_named(month).or_else(|| number(month).and_then(|it| i8::try_from(it).ok()))?;
    let year = number(year).filter(|it| (1800..=2999).contains(it))?;
    Date::new(year, month, i8::try_from(number(day)?).ok()?).ok().map(Day)
}

fn month_named(it: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let lower = it.to_lowercase();
    MONTHS.iter().position(|month| lower.starts_with(month)).and_then(|at| i8::try_from(at + 1).ok())
}

/// An instant in UTC, or as it was typed: `31/2/2026/25:00`. Seconds are not asked for.
fn instant(posted: &Posted<'_>, name: &str) -> String {
    let day = day(posted, name);
    let time = posted.part(name, "-time").replace('/', " ").trim().to_owned();
    if day.is_empty() {
        let whole = posted.first(name).parse::<Ts>().map_or_else(|_| String::new(), |it| to_the_minute(it).to_string());
        return if time.is_empty() { whole } else { format!("///{time}") };
    }
    let at = day.parse::<Day>().ok().zip(clock(&time)).map(|(day, (hour, minute))| day.at(hour, minute));
    at.map_or_else(|| format!("{}/{time}", boxes(&day).join("/")), |it| it.to_string())
}

fn to_the_minute(it: Ts) -> Ts {
    let local = it.london();
    it.day().at(local.hour(), local.minute())
}

/// Hour and minute of `14:05`, `14.05`, `1405`, `2:05pm`, `2pm`.
fn clock(it: &str) -> Option<(i8, i8)> {
    let lower = it.to_lowercase().replace(' ', "");
    let (digits, half) = match (lower.strip_suffix("am"), lower.strip_suffix("pm")) {
        (Some(it), _) => (it, Some(0)),
        (None, Some(it)) => (it, Some(12)),
        (None, None) => (lower.as_str(), None),
    };
    let (hour, minute) = match digits.split_once([':', '.']) {
        Some(it) => it,
        None if half.is_some() && digits.len() <= 2 => (digits, "00"),
        None if digits.len() == 4 && digits.is_ascii() => digits.split_at(2),
        None => return None,
    };
    let number = |it: &str| it.bytes().all(|it| it.is_ascii_digit()).then(|| it.parse::<i8>().ok()).flatten();
    let (hour, minute) = (number(hour)?, number(minute).filter(|_| minute.len() == 2)?);
    let hour = match half {
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
        None => hour,
    };
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some((hour, minute))
}

/// The three boxes of a day as it is kept.
fn boxes(it: &str) -> [String; 3] {
    if let Ok(Day(day)) = it.parse::<Day>() {
        return [day.day().to_string(), day.month().to_string(), day.year().to_string()];
    }
    let mut parts = it.splitn(3, '/').map(str::to_owned);
    std::array::from_fn(|_| parts.next().unwrap_or_default())
}

/// What a database can hold and a page can show: without control characters, line breaks as `\n`, not endless.
fn clean(raw: &str) -> String {
    let it = raw.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = it.chars().filter(|it| matches!(it, '\n' | '\t') || !it.is_control()).take(LONGEST).collect();
    kept.trim().to_owned()
}

/// Whether the page that was posted carried a question.
#[must_use]
pub fn on_page(pairs: &[(String, String)], name: &str) -> bool {
    Posted::of(pairs).has(name)
}

/// Every field of a form with its value, as a page shows them; [`posted`] reads them back to the same answers.
#[must_use]
pub fn fields(form: &Form, answers: &Answers) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for group in &form.groups {
        let instances = answers.instances(&group.id);
        if group.repeat.is_some() {
            all.push((format!("{}.count", group.id), instances.len().to_string()));
        }
        for (nth, instance) in instances.iter().enumerate() {
            for question in &group.questions {
                if let Some(answer) = instance.get(&question.id) {
                    put(&mut all, &name(group, nth, &question.id), question, answer);
                }
            }
        }
    }
    all
}

fn put(all: &mut Vec<(String, String)>, name: &str, question: &Question, answer: &Answer) {
    let mut add = |suffix: &str, value: &str| {
        if !value.is_empty() {
            all.push((format!("{name}{suffix}"), value.to_owned()));
        }
    };
    match (&answer.said, question.kind) {
        (Said::Not(it), Kind::Code | Kind::Codes | Kind::YesNoUnknown | Kind::Rating | Kind::Recency) => {
            add("", &format!("{NOT}{it}"));
        }
        (Said::Not(it), _) => add("-not", it.as_str()),
        (Said::Several(them), _) => them.iter().for_each(|it| add("", it)),
        (Said::Age(it), _) => {
            DATE.iter().zip(boxes(&it.born)).for_each(|(suffix, value)| add(suffix, &value));
            let expected = boxes(&it.expected);
            DATE.iter().zip(expected).for_each(|(suffix, value)| add(&format!("-expected{suffix}"), &value));
            add("-age", &it.age);
        }
        (Said::Words(it), Kind::Day) => DATE.iter().zip(boxes(it)).for_each(|(suffix, value)| add(suffix, &value)),
        (Said::Words(it), Kind::Instant) => {
            let (day, time) = instant_boxes(it);
            DATE.iter().zip(day).for_each(|(suffix, value)| add(suffix, &value));
            add("-time", &time);
        }
        (Said::Words(it), _) => add("", it),
    }
    let evidence = &answer.evidence;
    for (suffix, value) in [("what", &evidence.what), ("who", &evidence.who), ("when", &evidence.when)] {
        add(&format!("-evidence-{suffix}"), value);
    }
}

fn instant_boxes(it: &str) -> ([String; 3], String) {
    if let Ok(at) = it.parse::<Ts>() {
        let local = at.london();
        return (boxes(&at.day().to_string()), format!("{}:{:02}", local.hour(), local.minute()));
    }
    let mut parts = it.splitn(4, '/').map(str::to_owned);
    let day = std::array::from_fn(|_| parts.next().unwrap_or_default());
    (day, parts.next().unwrap_or_default())
}

/// Which button of the form was pressed; all of them work without JavaScript.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pressed {
    /// Go on: the usual button.
    Continue,
    /// Keep the draft and leave.
    Save,
    /// One instance more of a group (`add.children`).
    Add(String),
    /// Take an instance of a group away (`remove.children.1`).
    Remove(String, usize),
    /// Take a file back (`forget.concern.files.ID`): the field's name and the file's id.
    Forget(String, String),
}

impl Pressed {
    /// Which button was pressed.
    #[must_use]
    pub fn of(pairs: &[(String, String)]) -> Self {
        pairs.iter().find_map(|(name, _)| Self::named(name)).unwrap_or(Self::Continue)
    }

    fn named(name: &str) -> Option<Self> {
        let (verb, rest) = name.split_once('.').unwrap_or((name, ""));
        match verb {
            "save" if rest.is_empty() => Some(Self::Save),
            "add" if !rest.is_empty() => Some(Self::Add(rest.to_owned())),
            "remove" => {
                rest.rsplit_once('.').and_then(|(group, nth)| Some(Self::Remove(group.to_owned(), nth.parse().ok()?)))
            }
            "forget" => rest.rsplit_once('.').map(|(field, id)| Self::Forget(field.to_owned(), id.to_owned())),
            _ => None,
        }
    }

    /// Does what the button says to the answers.
    pub fn press(&self, form: &Form, answers: &mut Answers) {
        match self {
            Self::Continue | Self::Save => {}
            Self::Add(id) => {
                let repeat = form.groups.iter().find(|it| it.id == *id).and_then(|it| it.repeat.as_ref());
                let most = repeat.map_or(0, |it| usize::try_from(it.max).unwrap_or(MOST).min(MOST));
                // What stands on the page although nobody has typed into it counts too.
                let least = repeat.map_or(0, |it| usize::try_from(it.min).unwrap_or_default());
                let all = answers.0.entry(id.clone()).or_default();
                while all.len() < least.min(most) {
                    all.push(Instance::new());
                }
                if all.len() < most {
                    all.push(Instance::new());
                }
                if all.is_empty() {
                    answers.0.remove(id);
                }
            }
            Self::Remove(id, nth) => {
                if let Some(all) = answers.0.get_mut(id).filter(|all| *nth < all.len()) {
                    all.remove(*nth);
                    if all.is_empty() {
                        answers.0.remove(id);
                    }
                }
            }
            Self::Forget(field, id) => forget(form, answers, field, id),
        }
    }
}

fn forget(form: &Form, answers: &mut Answers, field: &str, id: &str) {
    for group in &form.groups {
        for (nth, instance) in answers.0.get_mut(&group.id).into_iter().flatten().enumerate() {
            for question in group.questions.iter().filter(|it| name(group, nth, &it.id) == field) {
                if let Some(Answer { said: Said::Several(them), .. }) = instance.get_mut(&question.id) {
                    them.retain(|it| it != id);
                }
            }
        }
    }
}

/// Whether day, month and year as typed (`31/2/2026`) make a day.
pub(crate) fn is_real_day(typed: &str) -> bool {
    real_day(&boxes(typed)).is_some()
}
