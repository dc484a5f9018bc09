//! Rows with two times: when it was so, and when we learned it. A correction is a new row that says what it replaces.

use door::{Content, Reading, Record, Refused, Sealed, Writing, args};
use kernel::{Day, PersonId, Ts, UserId};
use uuid::Uuid;

/// What every such row has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Base {
    /// Its own id.
    pub id: Uuid,
    /// The person it was made with: also after a merge, so that an unmerge loses nothing.
    pub person: PersonId,
    /// The first day on which it is so, where known.
    pub holds_from: Option<Day>,
    /// The last day on which it is so, that day included; none: for good.
    pub holds_to: Option<Day>,
    /// When we learned it.
    pub recorded: Ts,
    /// Who recorded it.
    pub recorded_by: UserId,
    /// The row whose place it took.
    pub replaces: Option<Uuid>,
    /// When another row took its place, or it was struck out; none: it is what we know.
    pub replaced_at: Option<Ts>,
}

impl Base {
    /// A first row about a person.
    #[must_use]
    pub fn first(w: &mut Writing, person: PersonId, holds_from: Option<Day>, holds_to: Option<Day>) -> Self {
        let (recorded, recorded_by) = (w.learned(), w.acting.recorded_as());
        Self { id: w.new_id(), person, holds_from, holds_to, recorded, recorded_by, replaces: None, replaced_at: None }
    }

    /// The row that takes this one's place.
    #[must_use]
    pub fn next(self, w: &mut Writing) -> Self {
        let (recorded, recorded_by) = (w.learned(), w.acting.recorded_as());
        Self { id: w.new_id(), recorded, recorded_by, replaces: Some(self.id), replaced_at: None, ..self }
    }

    /// Whether it is so on a day.
    #[must_use]
    pub fn holds_on(&self, day: Day) -> bool {
        self.holds_from.is_none_or(|from| from <= day) && self.holds_to.is_none_or(|to| day <= to)
    }

    /// Whether it was what we knew at a time.
    #[must_use]
    pub fn known_at(&self, at: Ts) -> bool {
        self.recorded <= at && self.replaced_at.is_none_or(|gone| gone > at)
    }
}

/// A row with two times about a person.
pub trait TwoTimes: Record + Content {
    /// All rows of one person, oldest first, also those that others replaced: `$1` the person.
    const ALL: &'static str;
    /// What was known of one person at a time: `$1` the person, `$2` the time.
    const AS_KNOWN: &'static str;
    /// One row: `$1` its id.
    const ONE: &'static str;
    /// Ids of the rows recorded since `$2` with the person `$1` that still stand.
    const SINCE: &'static str;
    /// Takes row `$1` out of what we know from `$2` on, unless it is out already.
    const CLOSE: &'static str;
    /// Its times.
    fn base(&self) -> Base;
    /// The same content with other times.
    #[must_use]
    fn with(&self, base: Base) -> Self;
}

/// Takes a row out of what we know. History keeps it.
///
/// # Errors
/// [`Refused::Stale`] when somebody was quicker.
pub(crate) async fn close<T: TwoTimes>(w: &mut Writing, id: Uuid) -> Result<(), Refused> {
    let now = w.learned();
    match w.run(T::CLOSE, args![id, now]).await? {
        1 => Ok(()),
        _ => Err(Refused::Stale),
    }
}

/// Puts a row in another's place.
///
/// # Errors
/// [`Refused::Stale`] when somebody was quicker.
pub(crate) async fn replace<T: TwoTimes>(w: &mut Writing, old: Uuid, new: &T) -> Result<(), Refused> {
    close::<T>(w, old).await?;
    w.keep(new).await
}

/// One row, sealed.
///
/// # Errors
/// [`Refused::NotFound`] when there is none.
pub(crate) async fn one<T: TwoTimes>(r: &Reading, id: Uuid) -> Result<Sealed<T>, Refused> {
    r.sealed_one(T::ONE, args![id]).await
}

/// Declares a record with two times: struct, columns, statements. What it takes to see it is said apart.
macro_rules! two_times {
    ($(#[$doc:meta])* $name:ident in $table:literal as $kind:literal, seen by $see:expr => {
        $($(#[$fdoc:meta])* $field:ident: $ty:ty,)+
    }) => {
        two_times!(@row $(#[$doc])* $name in $table => { $($(#[$fdoc])* $field: $ty,)+ });
        impl door::Content for $name {
            const SEE: door::Action = $see;
            const KIND: &'static str = $kind;
            const PERSON_SQL: &'static str = "t.person";
            fn id(&self) -> uuid::Uuid {
                self.id
            }
            fn person(&self) -> Option<kernel::PersonId> {
                Some(self.person)
            }
        }
    };
    ($(#[$doc:meta])* $name:ident in $table:literal as $kind:literal, seen by its own of $sees:expr => {
        $($(#[$fdoc:meta])* $field:ident: $ty:ty,)+
    }) => {
        two_times!(@row $(#[$doc])* $name in $table => {
            $($(#[$fdoc])* $field: $ty,)+
            /// The name of the action that one must be allowed to see it.
            see: String,
        });
        impl door::Content for $name {
            const SEE: door::Action = $sees[0];
            const KIND: &'static str = $kind;
            const PERSON_SQL: &'static str = "t.person";
            const SEES: Option<(&'static str, &'static [door::Action])> = Some(("t.see", &$sees));
            fn id(&self) -> uuid::Uuid {
                self.id
            }
            fn person(&self) -> Option<kernel::PersonId> {
                Some(self.person)
            }
            fn see(&self) -> door::Action {
                $sees.iter().copied().find(|it| it.0 == self.see).unwrap_or(Self::SEE)
            }
        }
    };
    (@row $(#[$doc:meta])* $name:ident in $table:literal => { $($(#[$fdoc:meta])* $field:ident: $ty:ty,)+ }) => {
        door::record! {
            $(#[$doc])*
            pub struct $name in $table {
                pub id: uuid::Uuid,
                pub person: kernel::PersonId,
                $($(#[$fdoc])* pub $field: $ty,)+
                pub holds_from: Option<kernel::Day>,
                pub holds_to: Option<kernel::Day>,
                pub recorded: kernel::Ts,
                pub recorded_by: kernel::UserId,
                pub replaces: Option<uuid::Uuid>,
                pub replaced_at: Option<kernel::Ts>,
            }
        }
        impl $name {
            /// A row with these times and this content, in the order of its fields.
            #[must_use]
            #[allow(clippy::too_many_arguments)]
            pub fn new(base: $crate::Base, $($field: $ty),+) -> Self {
                let $crate::Base { id, person, holds_from, holds_to, recorded, recorded_by, replaces, replaced_at } = base;
                Self { id, person, $($field,)+ holds_from, holds_to, recorded, recorded_by, replaces, replaced_at }
            }
        }
        impl $crate::TwoTimes for $name {
            const ALL: &'static str = concat!("SELECT * FROM ", $table, " WHERE person = $1 ORDER BY recorded, id");
            const AS_KNOWN: &'static str = concat!(
                "SELECT * FROM ",
                $table,
                " WHERE person = $1 AND recorded <= $2 AND (replaced_at IS NULL OR replaced_at > $2) ORDER BY recorded, id"
            );
            const ONE: &'static str = concat!("SELECT * FROM ", $table, " WHERE id = $1");
            const SINCE: &'static str =
                concat!("SELECT id FROM ", $table, " WHERE person = $1 AND recorded >= $2 AND replaced_at IS NULL ORDER BY id");
            const CLOSE: &'static str =
                concat!("UPDATE ", $table, " SET replaced_at = $2 WHERE id = $1 AND replaced_at IS NULL");
            fn base(&self) -> $crate::Base {
                $crate::Base {
                    id: self.id,
                    person: self.person,
                    holds_from: self.holds_from,
                    holds_to: self.holds_to,
                    recorded: self.recorded,
                    recorded_by: self.recorded_by,
                    replaces: self.replaces,
                    replaced_at: self.replaced_at,
                }
            }
            fn with(&self, base: $crate::Base) -> Self {
                let it = self.clone();
                Self::new(base, $(it.$field),+)
            }
        }
    };
}
pub(crate) use two_times;
