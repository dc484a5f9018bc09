//! Who asks: a user with seats at agencies, the public, the house itself, or the machine's operator.

use std::collections::BTreeSet;

use kernel::UserId;
use kernel::uuid::Uuid;
use sha2::{Digest, Sha256};

use crate::Role;

/// One role at one agency that holds today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// The role's code, normally a [`Role`]; a role that no policy names gives nothing.
    pub role: String,
    /// The agency's code in the configuration.
    pub agency: String,
    /// The kind of agency: `council-children`, `police`, `nhs` … (codes.md).
    pub agency_kind: String,
    /// The team in that agency, if the role is held in one. Decides facts, never reaches a policy itself.
    pub team: Option<String>,
}

/// Who asks. Built anew for each request from what holds now, so that a change counts from the next request.
#[derive(Clone, Debug)]
pub struct Principal {
    user: UserId,
    seats: Vec<Seat>,
    standing: bool,
    pub(crate) roles: BTreeSet<String>,
    pub(crate) groups: BTreeSet<&'static str>,
    pub(crate) agency_kinds: BTreeSet<String>,
    pub(crate) agencies: BTreeSet<String>,
    /// Keys to remember decisions by: index bit 0 counts agency kinds in, bit 1 agencies.
    keys: [u128; 4],
}

/// The role of somebody without an account.
const PUBLIC: &str = "the-public";
/// The role of the house, acting because of an entry.
const HOUSE: &str = "the-house";
/// The role of the machine's operator at the command line.
const OPERATOR: &str = "the-operator";

impl Principal {
    /// The user id under which the public's acts are recorded.
    pub const PUBLIC: UserId = UserId(Uuid::from_u128(1));
    /// The user id under which the house acts.
    pub const HOUSE: UserId = UserId(Uuid::from_u128(2));
    /// The user id of the machine's operator.
    pub const OPERATOR: UserId = UserId(Uuid::from_u128(3));

    /// A user with the seats that hold today. `standing`: the account is active (neither suspended nor left) and
    /// training and vetting are current today; without it everything is denied.
    #[must_use]
    pub fn new(user: UserId, seats: Vec<Seat>, standing: bool) -> Self {
        // The three special roles belong to no seat, whatever a store may hold.
        let roles = seats.iter().map(|it| it.role.clone()).filter(|it| !it.starts_with("the-")).collect();
        Self::made(user, seats, standing, roles)
    }

    /// Somebody without an account.
    #[must_use]
    pub fn public() -> Self {
        Self::made(Self::PUBLIC, Vec::new(), true, BTreeSet::from([PUBLIC.to_owned()]))
    }

    /// The house itself: reactions and clocks, acting because of an entry.
    #[must_use]
    pub fn house() -> Self {
        Self::made(Self::HOUSE, Vec::new(), true, BTreeSet::from([HOUSE.to_owned()]))
    }

    /// The operator of the machine, at the command line without `--as`.
    #[must_use]
    pub fn operator() -> Self {
        Self::made(Self::OPERATOR, Vec::new(), true, BTreeSet::from([OPERATOR.to_owned()]))
    }

    fn made(user: UserId, seats: Vec<Seat>, standing: bool, roles: BTreeSet<String>) -> Self {
        let groups =
            roles.iter().filter_map(|it| it.parse::<Role>().ok()).flat_map(|it| it.groups().iter().copied()).collect();
        let agency_kinds = seats.iter().map(|it| it.agency_kind.clone()).collect();
        let agencies = seats.iter().map(|it| it.agency.clone()).collect();
        let mut it = Self { user, seats, standing, roles, groups, agency_kinds, agencies, keys: [0; 4] };
        it.keys = [0, 1, 2, 3].map(|mask| it.digest(mask));
        it
    }

    fn digest(&self, mask: usize) -> u128 {
        let mut sha = Sha256::new();
        let mut add = |part: &str, words: &BTreeSet<String>| {
            for word in [part].into_iter().chain(words.iter().map(String::as_str)) {
                sha.update((word.len() as u64).to_le_bytes());
                sha.update(word);
            }
        };
        add(if self.standing { "standing" } else { "not standing" }, &self.roles);
        if mask & 1 == 1 {
            add("kinds", &self.agency_kinds);
        }
        if mask & 2 == 2 {
            add("agencies", &self.agencies);
        }
        sha.finalize().iter().take(16).fold(0, |key, byte| key << 8 | u128::from(*byte))
    }

    pub(crate) const fn key(&self, kinds: bool, agencies: bool) -> u128 {
        self.keys[kinds as usize | (agencies as usize) << 1]
    }

    /// Who it is; for the public, the house and the operator one of the three constants.
    #[must_use]
    pub const fn user(&self) -> UserId {
        self.user
    }
    /// The seats, in the order given.
    #[must_use]
    pub fn seats(&self) -> &[Seat] {
        &self.seats
    }
    /// Whether the account counts at all today.
    #[must_use]
    pub const fn standing(&self) -> bool {
        self.standing
    }
    /// Whether a seat with this role is held.
    #[must_use]
    pub fn holds(&self, role: Role) -> bool {
        self.roles.contains(role.as_str())
    }
    /// Role codes, each once.
    pub fn roles(&self) -> impl Iterator<Item = &str> {
        self.roles.iter().map(String::as_str)
    }
    /// Whether a seat is at the agency with this code.
    #[must_use]
    pub fn in_agency(&self, code: &str) -> bool {
        self.agencies.contains(code)
    }
    /// Agency codes, each once.
    pub fn agencies(&self) -> impl Iterator<Item = &str> {
        self.agencies.iter().map(String::as_str)
    }
    /// Whether a seat is in the team with this code, at whatever agency.
    #[must_use]
    pub fn in_team(&self, team: &str) -> bool {
        self.seats.iter().any(|it| it.team.as_deref() == Some(team))
    }
    /// Whether it is the house itself.
    #[must_use]
    pub fn is_house(&self) -> bool {
        self.roles.contains(HOUSE)
    }
    /// Whether it is somebody without an account.
    #[must_use]
    pub fn is_public(&self) -> bool {
        self.roles.contains(PUBLIC)
    }
    /// Whether it is the operator of the machine.
    #[must_use]
    pub fn is_operator(&self) -> bool {
        self.roles.contains(OPERATOR)
    }
}
