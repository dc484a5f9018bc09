//! What happens to an action. Each leaves a line on the chronology of the person whom it is about.

use door::{Happening, Line};
use kernel::{Day, Marking, PersonId, Reference, UserId};
use policy::action::SEE_RECORD;
use serde::Serialize;
use uuid::Uuid;

use crate::record::{Action, ActionId};

macro_rules! told {
    ($(#[$doc:meta])* $name:ident = $text:literal, $line:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Serialize)]
        pub struct $name {
            /// Which action.
            pub action: ActionId,
            /// What people call it by.
            pub reference: Reference,
            /// Whom it is about, if anybody.
            pub person: Option<PersonId>,
            /// The kind of the record from which it came.
            pub subject_kind: String,
            /// That record.
            pub of: Uuid,
            /// Its last day.
            pub due: Day,
            /// The person who does it, if it is one.
            pub owner: Option<UserId>,
            /// The role that does it, if it is one.
            pub role: Option<String>,
            /// At which kind of agency.
            pub agency_kind: Option<String>,
            /// The team of that role.
            pub team: Option<String>,
            /// The partner outside, by address, if it is one.
            #[serde(skip)]
            pub partner_mail: Option<String>,
            /// `yes` when a partner outside does it.
            pub outside: &'static str,
            /// Who set it.
            pub set_by: UserId,
            /// What is to be done.
            #[serde(skip)]
            pub words: String,
        }

        impl $name {
            pub(crate) fn of(it: &Action) -> Self {
                Self {
                    action: it.id,
                    reference: it.reference,
                    person: it.person,
                    subject_kind: it.subject_kind.clone(),
                    of: it.subject,
                    due: it.due,
                    owner: it.owner,
                    role: it.role.clone(),
                    agency_kind: it.agency_kind.clone(),
                    team: it.team.clone(),
                    partner_mail: it.partner_mail.clone(),
                    outside: if it.partner_mail.is_some() { "yes" } else { "no" },
                    set_by: it.set_by,
                    words: it.words.clone(),
                }
            }
        }

        impl Happening for $name {
            const NAME: &'static str = $text;
            fn persons(&self) -> Vec<PersonId> {
                self.person.into_iter().collect()
            }
            fn subject(&self) -> (&'static str, Uuid) {
                ("action", self.action.0)
            }
            fn line(&self) -> Option<Line> {
                let text = format!("{}: {}", $line, self.words);
                Some(Line { see: SEE_RECORD, text, marking: Marking::Sensitive })
            }
        }
    };
}

told! {
    /// Somebody is to do something.
    ActionSet = "action.set", "Action set"
}
told! {
    /// Somebody else is to do it.
    ActionHandedOver = "action.handed-over", "Action handed over"
}
told! {
    /// It may be done later than was said.
    ActionExtended = "action.extended", "Action given a later day"
}
told! {
    /// It was done.
    ActionDone = "action.done", "Action done"
}
told! {
    /// It is no longer to be done.
    ActionCancelled = "action.cancelled", "Action cancelled"
}
told! {
    /// It is to be done after all.
    ActionReopened = "action.reopened", "Action opened again"
}
