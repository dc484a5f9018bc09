//! What happens to a referral; the names are those that the clocks' configuration uses.

use door::{Happening, Line};
use kernel::{Marking, PersonId, Reference, Ts, UserId};
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
    /// The referral itself, for what follows at once.
    #[serde(skip)]
    pub whole: Box<Referral>,
}

impl ReferralReceived {
    pub(super) fn of(it: &Referral) -> Self {
        let immediate_danger = if it.urgent { "yes" } else { "no" };
        let whole = Box::new(it.clone());
        Self { referral: it.id, person: it.person, immediate_danger, referrer: it.sent_by, whole }
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
    /// Every child with a record.
    #[serde(skip)]
    pub children: Vec<PersonId>,
}

impl ReferralDecided {
    pub(super) fn of(it: &Referral, children: Vec<PersonId>) -> Self {
        Self {
            children,
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
        self.children.clone()
    }
    fn subject(&self) -> (&'static str, Uuid) {
        ("referral", self.referral.0)
    }
    fn line(&self) -> Option<Line> {
        let text = format!("A referral was decided: {}.", self.decision.replace('_', " "));
        Some(Line { see: action::SEE_REFERRAL, text, marking: Marking::Sensitive })
    }
}

macro_rules! linked {
    ($(#[$doc:meta])* $name:ident = $text:literal { $($(#[$fdoc:meta])* $field:ident: $ty:ty,)* } $words:literal, $when:expr) => {
        $(#[$doc])*
        #[derive(Serialize)]
        pub struct $name {
            /// Which referral.
            pub referral: ReferralId,
            /// Its reference.
            pub reference: Reference,
            /// Whose record.
            pub person: PersonId,
            $($(#[$fdoc])* pub $field: $ty,)*
        }
        impl Happening for $name {
            const NAME: &'static str = $text;
            fn persons(&self) -> Vec<PersonId> {
                vec![self.person]
            }
            fn subject(&self) -> (&'static str, Uuid) {
                ("referral", self.referral.0)
            }
            fn happened(&self) -> Option<Ts> {
                $when(self)
            }
            fn line(&self) -> Option<Line> {
                let text = format!($words, self.reference);
                Some(Line { see: action::SEE_REFERRAL, text, marking: Marking::Sensitive })
            }
        }
    };
}
linked!(
    /// A child of a referral was found or made: from now on the referral is on their chronology, on the day it came.
    ReferralLinked = "front_door.referral-linked" {
        /// When the referral came.
        received: Ts,
    } "A referral came: {}.", |it: &Self| Some(it.received));
linked!(
    /// The referral was somebody else's after all.
    ReferralUnlinked = "front_door.referral-unlinked" {} "Referral {} was linked here by mistake and is not about them.",
    |_: &Self| None);

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
    /// It was added to the open referral about the same child: CK-01 is void.
    ReferralJoined, "front_door.referral-joined");
plain!(
    /// The referrer added something.
    InformationAdded, "front_door.information-added");
plain!(
    /// The front door asked the referrer.
    ReferrerAsked, "front_door.referrer-asked");
plain!(
    /// The referrer answered.
    ReferrerAnswered, "front_door.referrer-answered");
plain!(
    /// The referrer asked what became of it: CK-03 stops.
    ReferralChased, "front_door.referral-chased");
plain!(
    /// What was done to protect somebody at once is recorded: CK-02 stops.
    ProtectionRecorded, "front_door.protection-recorded");
plain!(
    /// It has another owner.
    ReferralHandedOver, "front_door.referral-handed-over");
plain!(
    /// The daily meeting heard its exploitation concern.
    ConcernHeard, "front_door.concern-heard");
