//! What is kept of a clock.

use door::{Action, Content, Plain};
use kernel::{Day, Json, PersonId, Ts, UserId};
use policy::action::SEE_STATUSES;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

kernel::ids!(
    /// A clock: one duty that was started by one happening.
    ClockId,
    /// A counting anew.
    RecountId,
    /// A request for a later due day, and what was decided.
    ExtensionId,
);

kernel::words! {
    /// What became of a duty (processes.md Part 1 rule 3; the code list `clock-outcomes`).
    pub enum Outcome {
        Open = "open" / "Open",
        Met = "met" / "Met",
        /// A reason never turns late into met (rule 5). For a shortest time: ended too early.
        Late = "late" / "Late",
        /// No longer owed.
        Void = "void" / "No longer owed",
    }
}

kernel::words! {
    /// Where a request for a later due day stands.
    pub enum ExtensionState {
        Asked = "asked" / "Asked",
        Granted = "granted" / "Granted",
        Refused = "refused" / "Not granted",
    }
}

/// A happening that counts towards a stop which needs several: which one of which group, and when it was so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// The group of the definition's stops.
    pub group: usize,
    /// Its place in the group.
    pub nth: usize,
    /// The happening's name.
    pub name: String,
    /// When it was so.
    pub at: Ts,
}

/// The same columns twice: for people, who need a permit, and for this crate, which only counts.
macro_rules! columns {
    ($($fields:tt)*) => {
        door::record! {
            /// A clock as people may see it: the duty's name is the definition's, the person's name is not here.
            pub struct Clock in "clock" { $($fields)* }
        }
        pub(crate) mod row {
            #[allow(clippy::wildcard_imports, reason = "the same column types")]
            use super::*;
            door::record! {
                /// The same row for counting; never handed to a page.
                pub struct Row in "clock" { $($fields)* }
            }
        }
    };
}

columns! {
    /// Its id.
    pub id: ClockId,
    /// The definition's id, such as `CK-35`.
    pub definition: String,
    /// From when the definition held that it was started with: a running clock keeps its version.
    pub definition_from: Day,
    /// What ties a stop to this start: the value of the definition's `about`.
    pub about_key: String,
    /// Whom it is about, if anybody.
    pub person: Option<PersonId>,
    /// The record that started it: its kind.
    pub subject_kind: String,
    /// And its id.
    pub subject: Uuid,
    /// The instant from which it counts.
    pub started: Ts,
    /// The happening that started it.
    pub started_by: String,
    /// When we learned of it; later than `started` where it was recorded late.
    pub recorded: Ts,
    /// How long it may take, as the definition spells it; none: the source sets no number, or a field said when.
    pub length: Option<String>,
    /// Its last day, for clocks that count days.
    pub due_day: Option<Day>,
    /// Its last instant, for clocks that count hours.
    pub due_at: Option<Ts>,
    /// The last instant in either case: 23:59:59 in London of the last day (Part 1 rule 1).
    pub due_instant: Option<Ts>,
    /// The last instant as first counted, before any extension, pause or new calendar.
    pub first_due: Option<Ts>,
    /// When it turns amber (rule 8).
    pub amber_at: Option<Ts>,
    /// A shortest time, not a longest.
    pub at_least: bool,
    /// Counts only; asks nobody to act.
    pub measures_only: bool,
    /// Came with imported history: outcome from the row's own dates, no reason is asked for.
    pub imported: bool,
    /// A later due day was granted.
    pub extended: bool,
    /// What became of it.
    pub outcome: Outcome,
    /// When it ended: the happening's own time, not when we learned it.
    pub stopped: Option<Ts>,
    /// The happening that ended it.
    pub stopped_by: Option<String>,
    /// Since when it waits, where its source lets it (rule 4).
    pub paused_since: Option<Ts>,
    /// What of a stop that needs several has happened.
    pub waiting: Json<Vec<Heard>>,
    /// Who answers: a role …
    pub role: Option<String>,
    /// … at a kind of agency …
    pub agency_kind: Option<String>,
    /// … or at one agency …
    pub agency: Option<String>,
    /// … in one team …
    pub team: Option<String>,
    /// … or this person, who took it or was given it.
    pub owner: Option<UserId>,
    /// The version of the calendar it was counted by.
    pub calendar_version: String,
    /// Why it is due then, step by step, as counted at the start.
    pub why: Json<Vec<String>>,
    /// Why it was late: a code of `late-reasons` (rule 5).
    pub late_reason: Option<String>,
    /// And in words.
    pub late_words: Option<String>,
    /// Who gave the reason.
    pub late_by: Option<UserId>,
    /// For stale copies.
    pub version: i64,
}

pub(crate) use row::Row;
impl Plain for Row {}

/// Statuses and duties of a person are seen by the same people (access.md §2). One's own clocks come by `mine` and
/// `one`, which ask for one's day: a duty without its person's name.
impl Content for Clock {
    const SEE: Action = SEE_STATUSES;
    const KIND: &'static str = "clock";
    const PERSON_SQL: &'static str = "t.person";
    fn id(&self) -> Uuid {
        self.id.0
    }
    fn person(&self) -> Option<PersonId> {
        self.person
    }
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
}

door::record! {
    /// A counting anew: a new calendar, a pause, an extension. The clock as first counted stays readable.
    pub struct Recount in "clock_recount" {
        pub id: RecountId,
        pub clock: ClockId,
        pub at: Ts,
        /// Why it was counted anew.
        pub because: String,
        pub calendar_version: String,
        pub was_due: Option<Ts>,
        pub now_due: Option<Ts>,
        pub why: Json<Vec<String>>,
    }
}
impl Plain for Recount {}

macro_rules! extension {
    ($($fields:tt)*) => {
        door::record! {
            /// A request for a later due day: a record of its own (Part 1 rule 6).
            pub struct Extension in "clock_extension" { $($fields)* }
        }
        pub(crate) mod asked {
            #[allow(clippy::wildcard_imports, reason = "the same column types")]
            use super::*;
            door::record! {
                /// The same row for deciding; never handed to a page.
                pub struct Asked in "clock_extension" { $($fields)* }
            }
        }
    };
}

extension! {
    /// Its id.
    pub id: ExtensionId,
    /// Which clock.
    pub clock: ClockId,
    /// Whom the clock is about.
    pub person: Option<PersonId>,
    /// The agency that answers for the clock.
    pub agency: Option<String>,
    /// Its team, whose manager decides.
    pub team: Option<String>,
    /// Who asked.
    pub asked_by: UserId,
    /// When.
    pub asked_at: Ts,
    /// The due day they ask for.
    pub wanted: Day,
    /// Why, and what shows it.
    pub evidence: String,
    /// When it was due at that time.
    pub was_due: Option<Ts>,
    /// Where it stands.
    pub state: ExtensionState,
    /// Who decided; never the one who asked.
    pub decided_by: Option<UserId>,
    /// When.
    pub decided_at: Option<Ts>,
    /// What they said.
    pub decided_words: Option<String>,
    /// For stale copies.
    pub version: i64,
}

pub(crate) use asked::Asked;
impl Plain for Asked {}

impl Content for Extension {
    const SEE: Action = SEE_STATUSES;
    const KIND: &'static str = "clock-extension";
    const PERSON_SQL: &'static str = "t.person";
    fn id(&self) -> Uuid {
        self.id.0
    }
    fn person(&self) -> Option<PersonId> {
        self.person
    }
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
}
