//! The morning's mail: how much is late and due soon with each who answers for it. Counts and a link, never a name or a
//! fact; what it is they see when they sign in.

use door::{Account, Acting, Command, Facts, Key, Via, Writing, args};
use futures_util::future::BoxFuture;
use kernel::{Refused, UserId};
use message::{Counts, Link, RUN_MAIL, Said, Template};
use room::{House, Job};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

const DUE: Template = Template::of("mail-task");
/// The hour of London's day from which the mail goes out.
const FROM: i8 = 7;

/// What the house does for this room by itself. It looks every hour; the day's mail is sent once.
pub const JOBS: &[Job] = &[Job { name: "what is due is mailed", every_hours: 1, run }];

fn run(house: &House) -> BoxFuture<'_, Result<(), Refused>> {
    Box::pin(tell_all(house))
}

async fn tell_all(house: &House) -> Result<(), Refused> {
    const ALL: &str = "SELECT * FROM account WHERE state = 'active' AND mail <> '' ORDER BY id";
    let now = house.door.now();
    if now < now.day().at(FROM, 0) {
        return Ok(());
    }
    let all: Vec<Account> = house.door.read(&Acting::house()).await?.plain(ALL, args![]).await?;
    for it in all {
        let counts = counts(house, it.id).await?;
        if counts != Counts::default() {
            house.door.act(&Acting::house(), Key::none(), MailDue { to: it.id, counts }).await?;
        }
    }
    Ok(())
}

/// What their own day would show them: counted as they may see it.
async fn counts(house: &House, who: UserId) -> Result<Counts, Refused> {
    let acting = house.door.user(who, Via::Page).await?;
    if !acting.principal.standing() {
        return Ok(Counts::default());
    }
    let r = house.door.read(&acting).await?;
    let (duties, actions) = (clock::counts(&r).await?, action::counts(&r).await?);
    Ok(Counts { late: duties.red + actions.red, soon: duties.amber + actions.amber })
}

/// Mails somebody how much is due with them, unless that was done today. For the house alone.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct MailDue {
    /// Whom.
    to: UserId,
    /// How much.
    counts: Counts,
}

impl Command for MailDue {
    const NAME: &'static str = "duties.mail-due";
    const WHAT: &'static str = "Mails somebody how much is due with them, once a day.";
    type Done = bool;
    const REMEMBERED: bool = false;
    async fn carry_out(&self, w: &mut Writing) -> Result<bool, Refused> {
        w.may(RUN_MAIL, None, Facts::NONE).await?;
        w.about("account", self.to.0, &[]);
        let said = Said { template: DUE, reference: w.new_reference(), link: Link::Page("/") };
        message::mail_counts(w, self.to, said, self.counts).await
    }
}
