//! Episodes of exploitation at the hub: as another system told them. The daily meeting opens and closes them later.

pub mod import;

use door::{Happening, Line, Reading, Refused, args, record};
use kernel::{Day, Marking, PersonId, Ts};
use policy::action;
use serde::Serialize;
use uuid::Uuid;

use crate::level::of_an_assessment;

kernel::ids!(
    /// An episode.
    EpisodeId,
);

record! {
    /// The time in which somebody is a case of exploitation at the hub.
    pub struct Episode in "episode" {
        pub id: EpisodeId,
        pub person: PersonId,
        /// The agency whose system told it.
        pub agency: String,
        /// What that system calls it; empty for one of our own.
        pub source: String,
        pub opened_on: Day,
        /// The day on which it was closed; none while it is open.
        pub closed_on: Option<Day>,
        pub recorded: Ts,
        pub version: i64,
    }
}
of_an_assessment!(Episode, "episode", |it: &Episode| Some(it.version));

/// The episodes of a person that the reader may see, the latest first, under every id that was merged.
///
/// # Errors
/// When the store refuses.
pub async fn of_person(r: &Reading, root: PersonId) -> Result<Vec<Episode>, Refused> {
    const OF: &str = "SELECT t.* FROM episode t JOIN person p ON p.id = t.person
        WHERE p.root = $1 ORDER BY t.opened_on DESC, t.id DESC";
    r.open_all(r.sealed::<Episode>(OF, args![root]).await?).await
}

macro_rules! of_an_episode {
    ($(#[$doc:meta])* $name:ident = $text:literal, $words:literal) => {
        $(#[$doc])*
        #[derive(Serialize)]
        pub struct $name {
            /// Which.
            pub episode: EpisodeId,
            /// Whom it is about.
            pub person: PersonId,
        }
        impl Happening for $name {
            const NAME: &'static str = $text;
            fn persons(&self) -> Vec<PersonId> {
                vec![self.person]
            }
            fn subject(&self) -> (&'static str, Uuid) {
                ("episode", self.episode.0)
            }
            fn line(&self) -> Option<Line> {
                Some(Line { see: action::SEE_RECORD, text: $words.to_owned(), marking: Marking::Sensitive })
            }
        }
    };
}
of_an_episode!(
    /// An episode began: the weekly review (CK-23) looks at it.
    EpisodeOpened = "assessment.episode-opened", "An exploitation episode was opened."
);
of_an_episode!(
    /// An episode ended: what was due because of it is over.
    EpisodeClosed = "assessment.episode-closed", "An exploitation episode was closed."
);
