//! Agencies with their teams, the posts that carry duties, and the roles people hold.

use kernel::AgencyId;
use kernel::uuid::Builder;
use sha2::{Digest, Sha256};

dated! {
    /// An agency of the partnership, known by a code that is never used again for another.
    pub struct Agency {
        /// Its stable code, such as `calderbrook-children`.
        pub code: String,
        /// Its name as people write it.
        pub name: String,
        /// Its kind: a code of the list `agency-kinds`.
        pub kind: String,
        /// Its teams.
        #[serde(default)]
        pub teams: Vec<Team>,
        /// How to reach it.
        pub contact: AgencyContact,
        /// Its code with the national systems, such as an ODS code; invented in the example.
        pub national_code: Option<String>,
    }
}

/// A team within an agency.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Team {
    /// Its stable code, unique in the partnership.
    pub code: String,
    /// Its name.
    pub name: String,
    /// A mailbox that is read on duty; the agency's own when absent.
    pub mailbox: Option<String>,
    /// The last day on which the team exists.
    pub to: Option<kernel::Day>,
}

/// How an agency is reached.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgencyContact {
    /// The mailbox that somebody on duty reads.
    pub mailbox: String,
    /// The number in working hours.
    pub phone: Option<String>,
    /// What to do out of hours, in a sentence.
    pub out_of_hours: String,
}

impl Agency {
    /// The id of this agency, derived from its code: the same in every store and every version.
    #[must_use]
    pub fn id(&self) -> AgencyId {
        Self::id_of(&self.code)
    }

    /// The id that belongs to an agency's code.
    #[must_use]
    pub fn id_of(code: &str) -> AgencyId {
        let hash = Sha256::digest(format!("holdfast agency {code}").as_bytes());
        let mut bytes = [0_u8; 16];
        bytes.copy_from_slice(&hash[..16]);
        AgencyId(Builder::from_custom_bytes(bytes).into_uuid())
    }
}

dated! {
    /// A post: a seat with duties, held by a person from day to day. Clocks are accountable to it.
    pub struct Post {
        /// Its stable code.
        pub code: String,
        /// Its title.
        pub title: String,
        /// The code of its agency.
        pub agency: String,
        /// The code of its team, where it has one.
        pub team: Option<String>,
        /// The role that its holder has.
        pub role: String,
    }
}

dated! {
    /// A role that people hold at an agency (access.md §1). What it may do is policy, not configuration.
    pub struct Role {
        /// Its stable code, as the policies spell it.
        pub code: String,
        /// Its name.
        pub label: String,
        /// The kinds of agency at which it may be held; empty: at any.
        #[serde(default)]
        pub kinds: Vec<String>,
        /// Whether it is a role of practice, which may break glass (access.md §3).
        #[serde(default)]
        pub practice: bool,
        /// What the holder does, in a sentence.
        pub about: Option<String>,
    }
}
