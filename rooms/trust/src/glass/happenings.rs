//! What happens to a break-glass. The names are those of the clocks' configuration (CK-91).

use door::Happening;
use kernel::{PersonId, Reference, UserId};
use serde::Serialize;
use uuid::Uuid;

use super::{Glass, GlassId};

macro_rules! happening {
    ($(#[$doc:meta])* $name:ident = $text:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Serialize)]
        pub struct $name {
            /// Which use.
            pub glass: GlassId,
            /// Its reference, for messages.
            pub reference: Reference,
            /// Whom it is about.
            pub person: PersonId,
            /// Who broke the glass, or asks to.
            pub by: UserId,
        }
        impl $name {
            pub(super) fn of(it: &Glass) -> Self {
                Self { glass: it.id, reference: it.reference, person: it.person, by: it.by_user }
            }
        }
        impl Happening for $name {
            const NAME: &'static str = $text;
            fn persons(&self) -> Vec<PersonId> {
                vec![self.person]
            }
            fn subject(&self) -> (&'static str, Uuid) {
                ("glass", self.glass.0)
            }
        }
    };
}

happening! {
    /// Somebody asks to break the glass of a restricted person: it waits for a second person.
    GlassAsked = "trust.glass-asked"
}
happening! {
    /// A record was opened by break-glass: CK-91 starts, and information governance is told at once.
    GlassBroken = "trust.glass-broken"
}
happening! {
    /// A use was reviewed: CK-91 stops, and whoever broke the glass may do so again.
    GlassReviewed = "trust.glass-reviewed"
}
