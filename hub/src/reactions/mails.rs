//! What follows from mails: one that does not arrive is somebody's task (P1: a bounce raises a task).

use action::ActionId;
use door::{Reactions, Writing};
use front_door::referral::ReferralId;
use kernel::Refused;
use message::{Link, MailFailed, MailSent, Said, Template};
use policy::Principal;

use super::referrals;

const FAILED: Template = Template::of("notice-mail-failed");

pub(super) fn reactions() -> Reactions {
    Reactions::default()
        .nothing_follows::<MailSent>("the mail's own row says so; clocks that wait for a gateway are configuration")
        .on::<MailFailed>(failed)
}

/// The front door tells a referrer in another way; whoever set an action hears that the partner was not reached. Every
/// other stands on the page of those who run the hub.
async fn failed(w: &mut Writing, it: &MailFailed) -> Result<(), Refused> {
    match it.subject_kind.as_str() {
        "referral" => referrals::not_reached(w, ReferralId(it.of)).await,
        "action" => {
            let setter = action::setter_of(w, ActionId(it.of)).await?.filter(|it| *it != Principal::HOUSE);
            let Some(setter) = setter else { return Ok(()) };
            let said = Said { template: FAILED, reference: it.reference, link: Link::Of("/actions", it.reference) };
            message::tell(w, setter, said, ("action", it.of)).await
        }
        _ => Ok(()),
    }
}
