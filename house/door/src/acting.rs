//! Who reads or acts: accounts, the seats they hold at agencies with dates, and sessions.

use kernel::{Day, Ts, UserId};
use policy::Principal;
use store::{Rows, args, record};
use uuid::Uuid;

kernel::words! {
    /// Whether an account may be used.
    pub enum AccountState {
        /// Invited, has not yet chosen a password.
        Invited = "invited" / "Invited",
        Active = "active" / "Active",
        Suspended = "suspended" / "Suspended",
        /// Has left; what they owned is listed for handing over.
        Left = "left" / "Left",
    }
}

record! {
    /// Somebody with an account. Passwords and factors are kept apart, by administration.
    pub struct Account in "account" {
        pub id: UserId,
        /// What they type to sign in; small letters.
        pub name: String,
        /// What colleagues read.
        pub shown_as: String,
        pub mail: String,
        pub state: AccountState,
        /// Information-governance training is valid to this day; none: not required yet.
        pub trained_to: Option<Day>,
        /// Vetting is valid to this day; none: not required.
        pub vetted_to: Option<Day>,
        pub created: Ts,
        pub version: i64,
    }
}

record! {
    /// A role held at an agency, with dates (access.md §1). Confirmed by the agency's manager.
    pub struct Seat in "seat" {
        pub id: Uuid,
        pub holder: UserId,
        pub role: String,
        /// Agency code of the configuration.
        pub agency: String,
        pub agency_kind: String,
        pub team: Option<String>,
        pub holds_from: Day,
        pub holds_to: Option<Day>,
        /// Who proposed it, and who confirmed it (none: not yet in force).
        pub proposed_by: Option<UserId>,
        pub confirmed_by: Option<UserId>,
        pub version: i64,
    }
}

record! {
    /// A signed-in browser or a bearer token. Only the hash of its secret is kept.
    pub struct Session in "session" {
        pub id: Uuid,
        pub secret_hash: String,
        pub holder: UserId,
        /// `browser` or `token`.
        pub kind: String,
        pub begun: Ts,
        pub last_used: Ts,
        pub ends: Ts,
        /// When password and factor were last proved.
        pub proved: Ts,
        /// What the person calls this device, or the browser's own words cut short.
        pub device: String,
        pub ended: Option<Ts>,
    }
}

/// By what way somebody came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Via {
    /// A page in a browser.
    Page,
    /// The JSON interface.
    Api,
    /// The command line of the machine.
    CommandLine,
    /// The house itself: clocks, reactions, the outbox.
    House,
}

/// On whose account something is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// A person with an account.
    User(UserId),
    /// A member of the public, without one.
    Public,
    /// The operator of the machine.
    Operator,
    /// The house, because of an entry.
    House,
}

/// Who reads or acts, for one request.
#[derive(Clone, Debug)]
pub struct Acting {
    /// On whose account.
    pub by: By,
    /// What policy knows of them.
    pub principal: Principal,
    /// Their main agency's code, for the ledger.
    pub agency: String,
    /// By what way.
    pub via: Via,
    /// The session, if there is one.
    pub session: Option<Uuid>,
    /// The request this belongs to.
    pub request: Uuid,
    /// The purpose stated for this session or request; kept as a salted commitment and in a side table.
    pub purpose: Option<String>,
}

impl Acting {
    /// The operator of the machine at the command line.
    #[must_use]
    pub fn operator() -> Self {
        Self::of(By::Operator, Principal::operator(), Via::CommandLine)
    }

    /// Somebody without an account.
    #[must_use]
    pub fn public() -> Self {
        Self::of(By::Public, Principal::public(), Via::Page)
    }

    /// The house itself.
    #[must_use]
    pub fn house() -> Self {
        Self::of(By::House, Principal::house(), Via::House)
    }

    fn of(by: By, principal: Principal, via: Via) -> Self {
        Self { by, principal, agency: String::new(), via, session: None, request: Uuid::nil(), purpose: None }
    }

    /// A person with an account, with the seats they hold on that day, and the account; none when there is none.
    ///
    /// # Errors
    /// When the store refuses.
    pub(crate) async fn user(
        rows: &Rows,
        id: UserId,
        on: Day,
        via: Via,
    ) -> Result<Option<(Self, Account)>, store::Error> {
        let Some(account) = account(rows, id).await? else { return Ok(None) };
        let principal = seated(rows, &account, on).await?;
        let agency = principal.seats().first().map(|it| it.agency.clone()).unwrap_or_default();
        Ok(Some((Self { agency, ..Self::of(By::User(id), principal, via) }, account)))
    }

    /// The account's id, if somebody with an account acts.
    #[must_use]
    pub fn user_id(&self) -> Option<UserId> {
        match self.by {
            By::User(id) => Some(id),
            By::Public | By::Operator | By::House => None,
        }
    }

    /// The id the record keeps for whoever acts: the account's, or one of the fixed ids for public, operator and house.
    #[must_use]
    pub fn recorded_as(&self) -> UserId {
        match self.by {
            By::User(id) => id,
            By::Public => Principal::PUBLIC,
            By::Operator => Principal::OPERATOR,
            By::House => Principal::HOUSE,
        }
    }
}

/// What policy knows of an account on a day. No standing: suspended, left, not yet active, training or vetting lapsed.
pub(crate) async fn principal(rows: &Rows, id: UserId, on: Day) -> Result<Option<Principal>, store::Error> {
    match account(rows, id).await? {
        Some(account) => seated(rows, &account, on).await.map(Some),
        None => Ok(None),
    }
}

async fn account(rows: &Rows, id: UserId) -> Result<Option<Account>, store::Error> {
    rows.maybe::<Account>("SELECT * FROM account WHERE id = $1", args![id]).await
}

async fn seated(rows: &Rows, account: &Account, on: Day) -> Result<Principal, store::Error> {
    let seats: Vec<Seat> = rows
        .list(
            "SELECT * FROM seat WHERE holder = $1 AND confirmed_by IS NOT NULL AND holds_from <= $2
             AND (holds_to IS NULL OR holds_to >= $2) ORDER BY holds_from, id",
            args![account.id, on],
        )
        .await?;
    let valid = |to: Option<Day>| to.is_none_or(|to| to >= on);
    let standing = account.state == AccountState::Active
        && valid(account.trained_to)
        && valid(account.vetted_to)
        && !seats.is_empty();
    let seats = seats
        .into_iter()
        .map(|it| policy::Seat { role: it.role, agency: it.agency, agency_kind: it.agency_kind, team: it.team })
        .collect();
    Ok(Principal::new(account.id, seats, standing))
}

impl crate::Plain for Account {}
impl crate::Plain for Seat {}
impl crate::Plain for Session {}
