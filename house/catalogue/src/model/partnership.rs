//! The partnership itself: who it is, how it is reached, and its thresholds.

use serde::{Deserialize, Serialize};

dated! {
    /// The partnership.
    pub struct Partnership {
        /// Its stable code.
        pub code: String,
        /// Its name.
        pub name: String,
        /// What the hub is called on pages and in mails.
        pub hub: String,
        /// The district it works for.
        pub district: String,
        /// The councils of the district.
        pub councils: Vec<Council>,
        /// How the public reaches it.
        pub contact: Contact,
        /// Numbers that rules use.
        pub thresholds: Thresholds,
        /// How long a sign-in lasts.
        pub session: SessionTimes,
        /// Limits of the public form.
        pub public_form: PublicForm,
        /// Languages offered beside English.
        #[serde(default)]
        pub languages: Vec<String>,
    }
}

/// A council.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Council {
    /// Its name.
    pub name: String,
    /// Its code in national statistics; invented ones begin with X.
    pub ons: String,
    /// Its code with the education department: three digits, or X and two for an invented one.
    pub dfe: Option<String>,
}

/// How the public reaches the hub.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// The front door's number in working hours.
    pub phone: String,
    /// The number out of hours.
    pub out_of_hours: String,
    /// The mailbox.
    pub email: String,
    /// When the front door is staffed.
    pub hours: String,
    /// Who answers for information law.
    pub data_protection: String,
}

/// Numbers that rules use.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// A referral within so many months of the last is a re-referral (DfE: 12).
    pub rereferral_months: u32,
    /// A draft that nobody touched is thrown away after so many days.
    pub draft_keep_days: u32,
    /// An export of more persons needs a second person (access.md §3).
    pub bulk_export: u32,
    /// Break-glass lasts so many hours.
    pub break_glass_hours: u32,
    /// Missing so often within `missing_days` raises a flag.
    pub missing_episodes: u32,
    /// The days within which missing episodes are counted.
    pub missing_days: u32,
    /// Under this age a sexual concern always goes to social care (P1).
    pub social_care_under: u32,
    /// An episode closed by mistake may be opened again within so many days (P2).
    pub reopen_days: u32,
    /// A service of the directory is stale when not confirmed for so many days (F16).
    pub service_stale_days: u32,
    /// A merge or unmerge may be confirmed by a second person within so many hours (access.md §3).
    pub merge_confirm_hours: u32,
    /// Numbers below this are not published.
    pub small_number: u32,
    /// A file that is attached may have so many megabytes.
    #[serde(default = "attachment_megabytes")]
    pub attachment_megabytes: u32,
}

const fn attachment_megabytes() -> u32 {
    20
}

/// How long a sign-in lasts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionTimes {
    /// Without a request, minutes.
    pub idle_minutes: u32,
    /// In all, hours.
    pub absolute_hours: u32,
    /// Failed sign-ins before the account waits.
    pub tries: u32,
    /// How long it then waits, minutes.
    pub wait_minutes: u32,
}

/// Limits of the public form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublicForm {
    /// Forms from one address in an hour.
    pub per_address_hour: u32,
    /// Forms from everywhere in an hour, before somebody is told.
    pub alert_hour: u32,
    /// Days for which a copy of the acknowledgement can be fetched by its reference.
    pub copy_days: u32,
}

dated! {
    /// A sharing agreement: what an agency may see of persons for a purpose, while it holds (access.md §2 `basis`).
    pub struct Sharing {
        /// Its stable id.
        pub id: String,
        /// The agency's code.
        pub agency: String,
        /// The purpose, in words.
        pub purpose: String,
        /// The lawful basis: a code of the list `lawful-bases`.
        pub basis: String,
        /// The parts of the record that it covers.
        pub parts: Vec<super::form::Part>,
        /// When the partnership looks at it again.
        pub review: Option<kernel::Day>,
    }
}
