//! An invitation by mail: the outbox makes its token when the mail leaves, so that no address lies in the store.

use door::{Account, AccountState, Command, Writing, args};
use kernel::{Refused, UserId};
use message::{Link, Said, Template, To};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::commands::only_house;
use super::{INVITATION_HOURS, IssueTicket, TicketKind};

/// What the token of such a mail is good for.
pub(super) const PURPOSE: &str = "invitation";

/// Puts the invitation of an account into the outbox.
pub(crate) async fn invite(w: &mut Writing, account: &Account) -> Result<(), Refused> {
    let link =
        Link::Ticket { page: "/invitation", purpose: PURPOSE, subject: account.id.0, days: INVITATION_HOURS / 24 };
    let said = Said { template: Template::of("mail-invitation"), reference: w.new_reference(), link };
    // To the address itself: the outbox writes to accounts in use only, and this one is not yet.
    message::mail(w, To::Outside(account.mail.clone()), said, ("account", account.id.0)).await.map(drop)
}

/// The address of a mail was opened: from now on it is a ticket like any other. Done by the house.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenInvitation {
    /// The hash of the mail's token.
    pub token_hash: String,
    /// The secret that the page will offer, base 32.
    pub totp_secret: String,
}

impl Command for OpenInvitation {
    const NAME: &'static str = "administration.open-invitation";
    const WHAT: &'static str = "Opens the address that an invitation by mail led to.";
    type Done = ();
    const REMEMBERED: bool = false;
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        only_house(w)?;
        let mailed = message::ticket(w, PURPOSE, &self.token_hash).await?;
        let user = UserId(mailed.subject);
        let account: Option<Account> = w.plain_one("SELECT * FROM account WHERE id = $1", args![user]).await?;
        account.filter(|it| it.state == AccountState::Invited).ok_or(Refused::NotFound)?;
        let ticket = IssueTicket {
            kind: TicketKind::Invitation,
            account: Some(user),
            token_hash: self.token_hash.clone(),
            totp_secret: self.totp_secret.clone(),
            hours: (mailed.expires.seconds_since(w.now) / 3600).max(1),
        };
        ticket.put(w).await
    }
}
