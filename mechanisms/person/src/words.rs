//! Words of a person's record that are Holdfast's own. Words of the field are code lists of the catalogue.

kernel::words! {
    /// How sure a birth date is (form F1: exactly one of date, expected date or estimated age).
    pub enum BirthKind {
        /// The day is known.
        Known = "known" / "Known",
        /// Only the year, worked out from an age that somebody estimated.
        Estimated = "estimated" / "Estimated",
        /// The child is not born yet; the day is when the birth is expected.
        Expected = "expected" / "Expected",
        /// Nobody knows.
        Unknown = "unknown" / "Not known",
    }
}

kernel::words! {
    /// A yes or no that may not be known (form F1: not known and not asked are different answers).
    pub enum YesNo {
        Yes = "yes" / "Yes",
        No = "no" / "No",
        Unknown = "unknown" / "Not known",
        NotAsked = "not-asked" / "Not asked",
    }
}

kernel::words! {
    /// What sort of address it is.
    pub enum AddressKind {
        /// Where they live.
        Home = "home" / "Home",
        /// Where a council placed them.
        Placement = "placement" / "Placement",
        /// Where they stay just now, without living there.
        Staying = "staying" / "Staying there now",
        /// Of a parent or other family.
        Family = "family" / "Family's address",
        /// For letters only.
        Letters = "letters" / "For letters",
        /// They have none; the postcode is ZZ99 3VZ (codes.md §14).
        NoFixedAbode = "no-fixed-abode" / "No fixed abode",
    }
}

kernel::words! {
    /// A way to reach somebody, or a name by which they are found online.
    pub enum ContactKind {
        Mobile = "mobile" / "Mobile telephone",
        Phone = "phone" / "Telephone",
        Email = "email" / "E-mail",
        /// A name on a service; which one is in `service`.
        Online = "online" / "Online name",
    }
}

kernel::words! {
    /// What a trait tells (codes.md §1, §2). Each is a dated answer with who said it.
    pub enum TraitKind {
        /// As the person or family says; sent to statistics.
        Ethnicity = "ethnicity" / "Ethnicity",
        /// What a police officer thought they saw; never merged with what the person says, never in statistics.
        EthnicityObserved = "ethnicity-observed" / "Ethnicity as an officer observed it",
        Gender = "gender" / "Gender",
        Language = "language" / "First language",
        Interpreter = "interpreter" / "Interpreter needed",
        Religion = "religion" / "Religion",
        Orientation = "orientation" / "Sexual orientation",
        Disability = "disability" / "Disability",
        Send = "send" / "Education, health and care plan or special needs",
        Nationality = "nationality" / "Nationality",
        Immigration = "immigration" / "Immigration status",
        School = "school" / "School, college or work",
        Gp = "gp" / "General practitioner",
    }
}

impl TraitKind {
    /// The code list of the catalogue from which its answers come; none: words.
    #[must_use]
    pub const fn list(self) -> Option<&'static str> {
        match self {
            Self::Ethnicity | Self::EthnicityObserved => Some("ethnicity"),
            Self::Gender => Some("gender"),
            Self::Language => Some("languages"),
            Self::Interpreter => Some("yes-no-unknown"),
            Self::Religion => Some("religion"),
            Self::Orientation => Some("orientation"),
            Self::Disability => Some("disability"),
            Self::Immigration => Some("immigration-status"),
            Self::Send | Self::Nationality | Self::School | Self::Gp => None,
        }
    }

    /// Whether several answers hold side by side.
    #[must_use]
    pub const fn several(self) -> bool {
        match self {
            Self::Disability | Self::Nationality => true,
            Self::Ethnicity
            | Self::EthnicityObserved
            | Self::Gender
            | Self::Language
            | Self::Interpreter
            | Self::Religion
            | Self::Orientation
            | Self::Send
            | Self::Immigration
            | Self::School
            | Self::Gp => false,
        }
    }
}

kernel::words! {
    /// What is said of two persons without making them one.
    pub enum LinkKind {
        /// They may be the same person; somebody is to look.
        PossiblySame = "possibly-same" / "Possibly the same person",
        /// Looked at: two persons (twins, namesakes). Not suggested again.
        NotSame = "not-same" / "Not the same person",
    }
}

kernel::words! {
    /// Where a merge stands (access.md §3: confirmed by a second person within a day, until then undone with one click).
    pub enum MergeState {
        /// In effect; waits for the second person.
        Waiting = "waiting" / "Merged, waits for a second person",
        /// In effect for good, unless unmerged.
        Confirmed = "confirmed" / "Merged",
        /// Undone before it was confirmed.
        Undone = "undone" / "Undone",
        /// Taken apart again; that waits for the second person.
        UnmergeWaiting = "unmerge-waiting" / "Unmerged, waits for a second person",
        /// Taken apart for good.
        Unmerged = "unmerged" / "Unmerged",
    }
}

impl MergeState {
    /// Whether the two are one record in this state.
    #[must_use]
    pub const fn joined(self) -> bool {
        match self {
            Self::Waiting | Self::Confirmed => true,
            Self::Undone | Self::UnmergeWaiting | Self::Unmerged => false,
        }
    }
    /// Whether it waits for a second person.
    #[must_use]
    pub const fn waits(self) -> bool {
        match self {
            Self::Waiting | Self::UnmergeWaiting => true,
            Self::Undone | Self::Confirmed | Self::Unmerged => false,
        }
    }
}

kernel::words! {
    /// What one does to a merge.
    pub enum MergeDeed {
        Confirm = "confirm" / "Confirm",
        /// Undo what waits, or let it lapse after a day.
        Undo = "undo" / "Undo",
        Unmerge = "unmerge" / "Unmerge",
    }
}
