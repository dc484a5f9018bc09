//! Every entry of the catalogue holds from a day, may end, and says where it comes from.

use kernel::Day;

kernel::words! {
    /// How sure we are of a fact of the field (domain README): what is not verified is shown as such.
    pub enum Confidence {
        /// Read in the source itself.
        High = "H" / "From the source",
        /// Known from a second hand, or partly verified.
        Medium = "M" / "Confirm locally",
        /// Set locally in each area, or not verified.
        Low = "L" / "Confirm locally",
        /// Stated by a paper of the partnership.
        Paper = "paper" / "From a paper of the partnership",
        /// A default of Holdfast, no rule of the field.
        Holdfast = "HF" / "Holdfast's default",
    }
}

impl Confidence {
    /// Whether the partnership must confirm this before it relies on it.
    #[must_use]
    pub const fn confirm_locally(self) -> bool {
        match self {
            Self::Medium | Self::Low => true,
            Self::High | Self::Paper | Self::Holdfast => false,
        }
    }
}

/// Something that holds from a day, to a day (that day included) or for good.
pub trait Dated {
    /// The first day on which it holds.
    fn from(&self) -> Day;
    /// The last day on which it holds; none: it holds for good.
    fn to(&self) -> Option<Day>;
    /// How sure we are of it, where it says so.
    fn confidence(&self) -> Option<Confidence>;
    /// Whether pages show it as *confirm locally*.
    fn confirm_locally(&self) -> bool {
        self.confidence().is_some_and(Confidence::confirm_locally)
    }
    /// Whether it holds on a day.
    fn holds_on(&self, day: Day) -> bool {
        self.from() <= day && self.to().is_none_or(|to| day <= to)
    }
}

/// A struct of the catalogue with the five fields that every dated entry has.
macro_rules! dated {
    ($(#[$doc:meta])* pub struct $name:ident { $($(#[$fdoc:meta])* pub $field:ident : $type:ty),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$fdoc])* pub $field: $type,)*
            /// The first day on which this holds.
            pub from: kernel::Day,
            /// The last day on which this holds; none: for good.
            pub to: Option<kernel::Day>,
            /// Where it comes from: a statute, guidance, a paper, or `HF`.
            pub source: Option<String>,
            /// Which edition of the source.
            pub edition: Option<String>,
            /// How sure we are of it.
            pub confidence: Option<$crate::Confidence>,
        }
        impl $crate::Dated for $name {
            fn from(&self) -> kernel::Day {
                self.from
            }
            fn to(&self) -> Option<kernel::Day> {
                self.to
            }
            fn confidence(&self) -> Option<$crate::Confidence> {
                self.confidence
            }
        }
    };
}
