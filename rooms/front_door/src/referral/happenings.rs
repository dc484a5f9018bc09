//! What happens to a referral; the names are those that the clocks' configuration uses.

use door::{Happening, Line};
use kernel::{Marking, PersonId, Ts, UserId};
use policy::action;
use serde::Serialize;
use uuid::Uuid;

use super::{Referral, ReferralId};

/// A referral came in: CK-01, CK-02 and CK-03 start.
#[derive(Serialize)]
pub struct ReferralReceived {
    /// Which.
    pub referral: ReferralId,
    /// Whom it is about, where known.
    pub person: Option<PersonId>,
    /// `yes` when somebody may be in danger now.
    pub immediate_danger: &'static str,
    /// Who sent it.
    pub referrer: UserId,
}

impl ReferralReceived {
    pub(super) fn of(it: &Referral) -> Self {
        let immediate_danger = if it.urgent { "yes" } else { "no" };
        Self { referral: it.id, person: it.person, immediate_danger, referrer: it.sent_by }
    }
}

impl Happening for ReferralReceived {
    const NAME: &'static str = "front_door.referral-received";
    fn persons(&self) -> Vec<PersonId> {
        self.person.into_iter().collect()
    }
    fn subject(&self) -> (&'static str, Uuid) {
        ("referral", self.referral.0)
    }
}

/// A referral was decided.
#[derive(Serialize)]
pub struct ReferralDecided {
    /// Which.
    pub referral: ReferralId,
    /// Whom it is about, where known.
    pub person: Option<PersonId>,
    /// A code of `referral-decisions`.
    pub decision: String,
    /// When the referral came: CK-05 counts from it.
    pub received: Ts,
    /// `yes` when protection at once is needed.
    pub immediate: &'static str,
    /// Whether the child is listed for the next daily meeting.
    pub concern: bool,
}

impl ReferralDecided {
    pub(super) fn of(it: &Referral) -> Self {
        Self {
            referral: it.id,
            person: it.person,
            decision: it.decision.clone().unwrap_or_default(),
            received: it.received,
            immediate: if it.urgent { "yes" } else { "no" },
            concern: it.concern == Some(true),
        }
    }
}

impl Happening for ReferralDecided {
    const NAME: &'static str = "front_door.referral-decided";
    fn persons(&self) -> Vec<PersonId> {
        self.person.into_iter().collect()
    }
    fn subject(&self) -> (&'static str, Uuid) {
        ("referral", self.referral.0)
    }
    fn line(&self) -> Option<Line> {
        let text = format!("A referral was decided: {}.", self.decision.replace('_', " "));
        Some(Line { see: action::SEE_REFERRAL, text, marking: Marking::Sensitive })
    }
}

macro_rules! plain {
    ($(#[$doc:meta])* $name:ident, $text:literal) => {
        $(#[$doc])*
        #[derive(Serialize)]
        pub struct $name {
            /// Which referral.
            pub referral: ReferralId,
            /// Whom it is about, where known.
            pub person: Option<PersonId>,
        }
        impl Happening for $name {
            const NAME: &'static str = $text;
            fn persons(&self) -> Vec<PersonId> {
                self.person.into_iter().collect()
            }
            fn subject(&self) -> (&'static str, Uuid) {
                ("referral", self.referral.0)
            }
        }
    };
}
plain!(
    /// The words for the referrer stand where they read them.
    ReferrerTold, "front_door.referrer-told");
plain!(
    /// The referrer withdrew it.
    ReferralWithdrawn, "front_door.referral-withdrawn");
plain!(
    /// Information for an open referral came with imported history.
    InformationImported, "front_door.information-imported");
