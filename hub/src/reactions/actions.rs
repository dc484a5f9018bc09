//! What follows from actions: whoever is to do one hears of it, whoever set it hears what became of it.

use action::{ActionCancelled, ActionDone, ActionExtended, ActionHandedOver, ActionReopened, ActionSet};
use door::{Reactions, Writing};
use duties::answer::PURPOSE;
use kernel::{Day, Reference, Refused, UserId};
use message::{Link, Said, Template, To};
use policy::Principal;
use uuid::Uuid;

const YOURS: Template = Template::of("notice-action");
const LATER: Template = Template::of("notice-action-later");
const DONE: Template = Template::of("notice-action-done");
const CANCELLED: Template = Template::of("notice-action-cancelled");
const ASKED: Template = Template::of("mail-action");
/// Days for which a partner's link holds after the action's last day.
const LINK_HOLDS: i64 = 30;

pub(super) fn reactions() -> Reactions {
    Reactions::default()
        .on::<ActionSet>(set)
        .on::<ActionHandedOver>(handed_over)
        .on::<ActionExtended>(extended)
        .on::<ActionReopened>(reopened)
        .on::<ActionDone>(done)
        .on::<ActionCancelled>(cancelled)
}

/// Who does it from now on.
struct Doer<'a> {
    action: Uuid,
    reference: Reference,
    owner: Option<UserId>,
    role: Option<&'a str>,
    agency_kind: Option<&'a str>,
    team: Option<&'a str>,
    partner: Option<&'a str>,
    due: Day,
}

macro_rules! doer {
    ($it:expr) => {
        Doer {
            action: $it.action.0,
            reference: $it.reference,
            owner: $it.owner,
            role: $it.role.as_deref(),
            agency_kind: $it.agency_kind.as_deref(),
            team: $it.team.as_deref(),
            partner: $it.partner_mail.as_deref(),
            due: $it.due,
        }
    };
}

async fn set(w: &mut Writing, it: &ActionSet) -> Result<(), Refused> {
    ask(w, YOURS, doer!(it)).await
}

/// Whoever does it hears that they have longer; a partner outside gets their link once more, with the new day behind it.
async fn extended(w: &mut Writing, it: &ActionExtended) -> Result<(), Refused> {
    ask(w, LATER, doer!(it)).await
}

async fn handed_over(w: &mut Writing, it: &ActionHandedOver) -> Result<(), Refused> {
    message::over(w, YOURS, it.action.0).await?;
    ask(w, YOURS, doer!(it)).await
}

async fn reopened(w: &mut Writing, it: &ActionReopened) -> Result<(), Refused> {
    ask(w, YOURS, doer!(it)).await
}

/// People with an account get a notice; a partner outside gets a mail with a link of their own.
async fn ask(w: &mut Writing, template: Template, it: Doer<'_>) -> Result<(), Refused> {
    let (reference, subject) = (it.reference, ("action", it.action));
    let said = Said { template, reference, link: Link::Of("/actions", reference) };
    if let Some(address) = it.partner {
        let days = it.due.days_since(w.now.day()).max(0) + LINK_HOLDS;
        let link = Link::Ticket { page: "/answer", purpose: PURPOSE, subject: it.action, days };
        let said = Said { template: ASKED, reference, link };
        return message::mail(w, To::Outside(address.to_owned()), said, subject).await.map(|_| ());
    }
    match (it.owner, it.role) {
        (Some(owner), _) if owner != w.acting.recorded_as() => message::tell(w, owner, said, subject).await,
        (None, Some(role)) => message::tell_seats(w, (role, it.agency_kind, it.team), said, subject).await.map(|_| ()),
        (Some(_), _) | (None, None) => Ok(()),
    }
}

async fn done(w: &mut Writing, it: &ActionDone) -> Result<(), Refused> {
    tell_setter(w, DONE, it.action.0, it.reference, it.set_by).await
}

async fn cancelled(w: &mut Writing, it: &ActionCancelled) -> Result<(), Refused> {
    tell_setter(w, CANCELLED, it.action.0, it.reference, it.set_by).await
}

/// It waits for nobody any more; whoever set it and did not end it hears of it.
async fn tell_setter(
    w: &mut Writing,
    template: Template,
    action: Uuid,
    reference: Reference,
    setter: UserId,
) -> Result<(), Refused> {
    message::over(w, YOURS, action).await?;
    if setter == w.acting.recorded_as() || setter == Principal::HOUSE {
        return Ok(());
    }
    let said = Said { template, reference, link: Link::Of("/actions", reference) };
    message::tell(w, setter, said, ("action", action)).await
}
