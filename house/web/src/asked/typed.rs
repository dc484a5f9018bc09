//! What was typed, to be shown again.

use kernel::Wrongs;

/// Values of a form with their mistakes: empty for a new form, filled from a draft, or as it was posted.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    pairs: Vec<(String, String)>,
    wrongs: Wrongs,
}

/// The suffixes of the three boxes of a date.
const BOXES: [&str; 3] = ["day", "month", "year"];

impl Typed {
    /// A form that nobody has typed into.
    #[must_use]
    pub fn blank() -> Self {
        Self::default()
    }

    /// Values in order.
    #[must_use]
    pub fn of(pairs: Vec<(String, String)>) -> Self {
        Self { pairs, wrongs: Wrongs::default() }
    }

    /// With a value more: for forms that begin with what the record knows.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.pairs.push((name.into(), value.into()));
        self
    }

    /// With a date in its three boxes.
    #[must_use]
    pub fn with_day(self, name: &str, day: kernel::Day) -> Self {
        self.with(format!("{name}-day"), day.0.day().to_string())
            .with(format!("{name}-month"), day.0.month().to_string())
            .with(format!("{name}-year"), day.0.year().to_string())
    }

    /// With these mistakes.
    #[must_use]
    pub fn with_wrongs(mut self, wrongs: Wrongs) -> Self {
        self.wrongs = wrongs;
        self
    }

    /// The value of this name; the first, when it was sent several times; empty when it was not sent.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.pairs.iter().find(|it| it.0 == name).map_or("", |it| it.1.as_str())
    }

    /// Every value of this name.
    #[must_use]
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.pairs.iter().filter(|it| it.0 == name).map(|it| it.1.as_str()).collect()
    }

    /// Whether this name was sent at all.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.pairs.iter().any(|it| it.0 == name)
    }

    /// What is wrong with a field, or with one of the boxes of a date.
    #[must_use]
    pub fn error(&self, name: &str) -> Option<&str> {
        self.wrongs.of(name).or_else(|| {
            let wrong = self.wrongs.0.iter().find(|it| {
                let part = it.field.strip_prefix(name).and_then(|it| it.strip_prefix('-'));
                part.is_some_and(|it| BOXES.contains(&it) || it == "time")
            });
            wrong.map(|it| it.message.as_str())
        })
    }

    /// Every mistake, for the error summary.
    #[must_use]
    pub fn wrongs(&self) -> &Wrongs {
        &self.wrongs
    }

    /// The three boxes of a date and which of them are wrong; a value in ISO form is taken apart.
    #[must_use]
    pub fn date(&self, name: &str) -> ([&str; 3], [bool; 3]) {
        let mut values = BOXES.map(|it| self.get_part(name, it));
        let mut iso = self.get(name).split('-');
        if values == [""; 3]
            && let (Some(year), Some(month), Some(day), None) = (iso.next(), iso.next(), iso.next(), iso.next())
        {
            values = [day, month, year];
        }
        let wrong = BOXES.map(|it| self.wrongs.0.iter().any(|wrong| is_part(&wrong.field, name, it)));
        (values, wrong)
    }

    pub(super) fn get_part(&self, name: &str, part: &str) -> &str {
        self.pairs.iter().find(|it| is_part(&it.0, name, part)).map_or("", |it| it.1.as_str())
    }
}

fn is_part(field: &str, name: &str, part: &str) -> bool {
    field.strip_prefix(name).and_then(|it| it.strip_prefix('-')) == Some(part)
}
