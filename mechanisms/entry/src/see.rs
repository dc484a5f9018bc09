//! What one must be allowed to see in order to see an entry: rows of one chronology differ.

use catalogue::Part;
use door::Action;
use kernel::{BadValue, Stored, Value};
use policy::action::{
    SEE_EDUCATION, SEE_FLAG, SEE_HEALTH, SEE_IDENTITY, SEE_INTELLIGENCE, SEE_INVESTIGATION, SEE_LEGAL, SEE_OUTCOME,
    SEE_RECORD, SEE_REFERRAL, SEE_REFERRER, SEE_SANITISED, SEE_STATUSES, SEE_WHEREABOUTS,
};

/// Every action that an entry, a file or a draft may need to be seen.
pub const SEES: &[Action] = &[
    SEE_RECORD,
    SEE_REFERRAL,
    SEE_REFERRER,
    SEE_OUTCOME,
    SEE_IDENTITY,
    SEE_WHEREABOUTS,
    SEE_STATUSES,
    SEE_FLAG,
    SEE_HEALTH,
    SEE_EDUCATION,
    SEE_LEGAL,
    SEE_INVESTIGATION,
    SEE_INTELLIGENCE,
    SEE_SANITISED,
];

/// A column that holds one of [`SEES`] by its name. What the store holds is refused when it is none of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct See(pub Action);

impl Stored for See {
    fn put(&self) -> Value {
        Value::Text(self.0.0.to_owned())
    }
    fn take(it: Value) -> Result<Self, BadValue> {
        let name = if let Value::Text(name) = &it { name.as_str() } else { "" };
        let found = SEES.iter().find(|action| action.0 == name);
        found.copied().map(Self).ok_or_else(|| BadValue::new("an action that shows an entry", &it))
    }
}

/// What one must be allowed to see for a part of the record (access.md §2).
#[must_use]
pub const fn see_of(part: Part) -> Action {
    match part {
        Part::Identity => SEE_IDENTITY,
        Part::Whereabouts => SEE_WHEREABOUTS,
        Part::Status => SEE_STATUSES,
        Part::Referral => SEE_REFERRAL,
        Part::Referrer => SEE_REFERRER,
        Part::Casework => SEE_RECORD,
        Part::Health => SEE_HEALTH,
        Part::Education | Part::YouthJustice => SEE_EDUCATION,
        Part::Investigation => SEE_INVESTIGATION,
        Part::Intelligence => SEE_INTELLIGENCE,
        Part::Legal => SEE_LEGAL,
    }
}
