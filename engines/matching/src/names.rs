//! Names side by side: spelling, short forms, initials, order, several names of one person.

use crate::Record;
use crate::text::{alike, sound, words};

/// One way to read a person's name: which words are given, which family.
#[derive(Clone, Debug, Default)]
pub(crate) struct Form {
    given: Vec<Word>,
    family: Vec<Word>,
}

/// A word and its sound, so that both are worked out once.
#[derive(Clone, Debug)]
struct Word {
    text: String,
    sound: String,
}

fn heard(text: &str) -> Vec<Word> {
    words(text).into_iter().take(6).map(|text| Word { sound: sound(&text), text }).collect()
}

/// The ways to read the names of a record: as given first, then whole names, which may stand either way round.
pub(crate) fn forms(it: &Record) -> Vec<Form> {
    let mut out = Vec::new();
    let own = Form { given: heard(&it.forenames), family: heard(&it.surname) };
    if !(own.given.is_empty() && own.family.is_empty()) {
        out.push(own);
    }
    for whole in std::iter::once(&it.full).chain(&it.other_names).take(5) {
        let all = heard(whole);
        let Some((last, before)) = all.split_last() else { continue };
        out.push(Form { given: before.to_vec(), family: vec![last.clone()] });
        let (first, after) = all.split_first().unwrap_or((last, &[]));
        out.push(Form {
            given: if after.is_empty() { vec![first.clone()] } else { after.to_vec() },
            family: if after.is_empty() { Vec::new() } else { vec![first.clone()] },
        });
    }
    out
}

/// How alike two names are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Likeness {
    Missing,
    Same,
    Second,
    Near,
    Short,
    Little,
    Initial,
    Different,
}

impl Likeness {
    pub(crate) fn given_points(self) -> f64 {
        match self {
            Self::Missing => 0.0,
            Self::Same => 4.0,
            Self::Second => 3.0,
            Self::Near => 3.2,
            Self::Short => 2.0,
            Self::Little => 0.8,
            Self::Initial => 1.0,
            Self::Different => -3.5,
        }
    }

    pub(crate) fn family_points(self) -> f64 {
        match self {
            Self::Missing => 0.0,
            Self::Same => 4.5,
            Self::Second => 3.2,
            Self::Near => 3.6,
            Self::Short => 1.5,
            Self::Little => 1.0,
            Self::Initial => 0.5,
            Self::Different => -2.5,
        }
    }

    pub(crate) fn given_words(self) -> &'static str {
        match self {
            Self::Missing => "",
            Self::Same => "same forename",
            Self::Second => "the forename is a second name of the other",
            Self::Near => "forename spelt almost alike",
            Self::Short => "forename could be a short form",
            Self::Little => "forename a little alike",
            Self::Initial => "the initial fits",
            Self::Different => "another forename",
        }
    }

    pub(crate) fn family_words(self) -> &'static str {
        match self {
            Self::Missing => "",
            Self::Same => "same surname",
            Self::Second => "one of two surnames is the same",
            Self::Near => "surname spelt almost alike",
            Self::Short => "surname could be shortened",
            Self::Little => "surname a little alike",
            Self::Initial => "the initial of the surname fits",
            Self::Different => "another surname",
        }
    }

    /// Speaks for the same name.
    pub(crate) fn fits(self) -> bool {
        match self {
            Self::Same | Self::Second | Self::Near => true,
            Self::Missing | Self::Short | Self::Little | Self::Initial | Self::Different => false,
        }
    }
}

/// The best way to read two persons' names against each other.
pub(crate) struct Named {
    pub(crate) given: Likeness,
    pub(crate) family: Likeness,
    pub(crate) swapped: bool,
}

impl Named {
    /// What the names say together. Where they stand crosswise neither is more a forename than the other, so both
    /// count half as forename, half as surname.
    pub(crate) fn points(&self) -> f64 {
        let (given, family) = (self.given, self.family);
        let straight = given.given_points() + family.family_points();
        if self.swapped { (straight + given.family_points() + family.given_points()) / 2.0 - 0.3 } else { straight }
    }
}

pub(crate) fn best(one: &[Form], other: &[Form]) -> Named {
    let mut best = Named { given: Likeness::Missing, family: Likeness::Missing, swapped: false };
    let mut found = false;
    for a in one {
        for b in other {
            let straight =
                Named { given: list(&a.given, &b.given), family: list(&a.family, &b.family), swapped: false };
            let sure = straight.given.fits() && straight.family.fits();
            let crossed = (!sure).then(|| Named {
                given: list(&a.given, &b.family),
                family: list(&a.family, &b.given),
                swapped: true,
            });
            let says = |it: &Named| it.given != Likeness::Missing || it.family != Likeness::Missing;
            for it in [Some(straight), crossed.filter(says)].into_iter().flatten() {
                if !found || it.points() > best.points() {
                    best = it;
                    found = true;
                }
            }
        }
    }
    best
}

/// The best likeness of any word of one list with any of the other; words in other places count a little less.
fn list(one: &[Word], other: &[Word]) -> Likeness {
    let mut best = Likeness::Missing;
    for (i, a) in one.iter().enumerate() {
        for (j, b) in other.iter().enumerate() {
            let it = match word(a, b) {
                Likeness::Same if i != j => Likeness::Second,
                Likeness::Near | Likeness::Short | Likeness::Initial if i != j => Likeness::Little,
                it => it,
            };
            if best == Likeness::Missing || it.given_points() > best.given_points() {
                best = it;
            }
        }
    }
    if best != Likeness::Same && joined_alike(one, other) { Likeness::Near } else { best }
}

/// `Anne Marie` and `Annemarie` are one name.
fn joined_alike(one: &[Word], other: &[Word]) -> bool {
    let joined = |it: &[Word]| it.iter().map(|it| it.text.as_str()).collect::<String>();
    one.len() != other.len() && !one.is_empty() && !other.is_empty() && joined(one) == joined(other)
}

fn word(a: &Word, b: &Word) -> Likeness {
    if a.text == b.text {
        return Likeness::Same;
    }
    let (short, long) = if a.text.len() <= b.text.len() { (&a.text, &b.text) } else { (&b.text, &a.text) };
    if short.chars().count() == 1 {
        return if long.starts_with(short.as_str()) { Likeness::Initial } else { Likeness::Different };
    }
    let likeness = alike(&a.text, &b.text);
    if likeness >= 0.75 || (a.sound == b.sound && likeness >= 0.5) {
        Likeness::Near
    } else if short.len() >= 3 && long.starts_with(short.as_str()) {
        Likeness::Short
    } else if likeness >= 0.6 || (a.sound == b.sound && a.sound.len() > 1) {
        Likeness::Little
    } else {
        Likeness::Different
    }
}
