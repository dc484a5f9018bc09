//! Why: the evidence of each field in bits and words.

use super::compare::Detailed;
use super::levels::{self, ALL, Field, birth, given, value};
use super::model::{CLASSES, Class, Model};

/// What one field says.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// The field's name in files: `forename`, `dob`.
    pub field: &'static str,
    /// The field's name in words.
    pub name: &'static str,
    /// The level's name in files: `near`, `swapped`.
    pub level: &'static str,
    /// The finding in words.
    pub finding: &'static str,
    /// Bits: how much likelier the finding is for two records of one person than for those of any two people. Each
    /// bit doubles the odds.
    pub bits: f32,
    /// Whether the level came out in training; if not, its bits rest on what is known before.
    pub learned: bool,
}

/// All that speaks for and against one person. `before`, the bits of all fields and `relatives` add up to `bits`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Explained {
    /// Bits before any field is looked at: how rare it is that two records are one person.
    pub before: f32,
    /// Each field that both records have, the strongest first.
    pub fields: Vec<Evidence>,
    /// Bits taken off because relatives agree on such things too; nought or less.
    pub relatives: f32,
    /// All together, in bits.
    pub bits: f32,
    /// Findings that are told beside the weight.
    pub findings: Vec<&'static str>,
}

impl std::fmt::Display for Explained {
    /// As files have it: one `field:level:bits` a field, `;` between.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "before::{:+.2}", self.before)?;
        for it in &self.fields {
            write!(f, ";{}:{}:{:+.2}", it.field, it.level, it.bits)?;
        }
        if self.relatives < -0.005 {
            write!(f, ";relatives::{:+.2}", self.relatives)?;
        }
        Ok(())
    }
}

/// Explains a comparison.
pub(crate) fn of(model: &Model, it: &Detailed) -> Explained {
    let found = &it.found;
    let mut fields: Vec<Evidence> = ALL
        .into_iter()
        .filter(|field| found.level(*field) != 0)
        .map(|field| {
            let level = found.level(field);
            let words = &levels::of(field)[usize::from(level)];
            let (same, chance) = model.sides(field as usize, level);
            Evidence {
                field: levels::named(field).0,
                name: levels::named(field).1,
                level: words.name,
                finding: words.words,
                bits: same - chance - it.rare[field as usize],
                learned: model.seen[field as usize][usize::from(level)] > 0.0,
            }
        })
        .collect();
    let before = model.before_fields();
    let sum: f32 = before + fields.iter().map(|it| it.bits).sum::<f32>();
    let bits = model.weight(found);
    fields.sort_by(|a, b| b.bits.abs().total_cmp(&a.bits.abs()));
    Explained { before, fields, relatives: (bits - sum).min(0.0), bits, findings: findings(model, it) }
}

/// What is told beside the weight: twins and relatives, and an identifier that seems to be a relative's.
fn findings(model: &Model, it: &Detailed) -> Vec<&'static str> {
    let found = &it.found;
    let all = model.classes(found);
    let likeliest = (0..CLASSES).max_by(|a, b| all[*a].total_cmp(&all[*b])).unwrap_or(0);
    let mut out = Vec::new();
    // Within six bits a person should still be told.
    let near = |class: Class| all[class as usize] > all[Class::Chance as usize] && all[class as usize] > all[0] - 6.0;
    if near(Class::Twins) {
        out.push("possible twin: one birth date and home, another forename");
    } else if near(Class::Household) {
        out.push("possible brother, sister, parent or child: one home or telephone");
    }
    let born = found.level(Field::Birth);
    let other_birth = !matches!(
        born,
        birth::NONE
            | birth::SAME
            | birth::SAME_GROWN
            | birth::SAME_NEW_YEAR
            | birth::SWAPPED
            | birth::SLIP
            | birth::YEAR_ONLY
    );
    let other_name = matches!(found.level(Field::Given), given::OTHER | given::BEGINS | given::WEAK);
    let shared = |field: Field| found.level(field) == value::SAME;
    if other_birth && other_name && (shared(Field::National) || shared(Field::Education)) {
        out.push("an identifier is shared though forename and birth date differ: it may be a relative's");
    }
    if likeliest == 0 && [Field::National, Field::Education].iter().any(|it| found.level(*it) == value::OTHER) {
        out.push("the identifiers differ: one of them may be wrong");
    }
    out
}
