//! `holdfast export KIND --as USER`: what that user would see on the screen (contract.md).

use clap::Args;
use door::{Acting, Command, Door, Facts, Key, Via, Writing, args};
use exchange::export::{Format, Given, kind, kinds, take, write};
use kernel::{Day, Refused, UserId};
use policy::action;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::place::Place;
use super::told::{NotDone, Told};

/// What is taken out.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  holdfast export referrals --data ./data --as screener --format csv\n\nOver 200 \
    persons it exits 1 with the reference of a request that a second person approves at /exports, and works after that.")]
pub struct Exporting {
    /// Where the store is.
    #[command(flatten)]
    pub place: Place,
    /// Which list: persons, statuses, referrals.
    pub kind: String,
    /// For whom: their user name. The rows are those that this user would see.
    #[arg(long = "as", value_name = "USER")]
    pub user: String,
    /// As it was known on a day; now when absent.
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<Day>,
    /// How it is written.
    #[arg(long, default_value = "csv", value_name = "csv|json")]
    pub format: String,
}

impl Exporting {
    /// Exports.
    ///
    /// # Errors
    /// No such list or user (2), refused or waiting for a second person (1), storage (3).
    pub async fn run(&self) -> Told {
        let list = kind(crate::rooms::ROOMS, &self.kind).ok_or_else(|| {
            let all: Vec<_> = kinds(crate::rooms::ROOMS).iter().map(|it| it.kind).collect();
            NotDone::Input(format!("{:?} is no list: name one of {}", self.kind, all.join(", ")))
        })?;
        let format: Format = self
            .format
            .parse()
            .map_err(|_| NotDone::Input(format!("--format {:?}: write csv or json", self.format)))?;
        let _held = self.place.hold()?;
        let house = self.place.house().await?;
        let acting = acting_for(&house.door, &self.user).await?;
        let most = house.catalogue().partnership.thresholds.bulk_export as usize;
        match take(&house.door, &acting, list, self.as_of, most).await? {
            Given::Rows(r, rows) => {
                let text = write(list, &rows, format);
                house.door.leave(*r, &format!("export {}", list.kind)).await?;
                print!("{text}");
                Ok(())
            }
            Given::Waits(reference, persons) => Err(NotDone::Found(format!(
                "{persons} persons are in this list: request {reference} waits for a second person at /exports"
            ))),
        }
    }
}

/// The user for whom the operator acts; that they do is written down first.
async fn acting_for(door: &Door, name: &str) -> Result<Acting, NotDone> {
    let found = door.act(&Acting::operator(), Key::none(), ActFor { user: name.to_owned() }).await?;
    let id = found.ok_or_else(|| NotDone::Input(format!("--as {name:?}: there is no such user")))?;
    let acting = door.user(id, Via::CommandLine).await?;
    if acting.principal.standing() {
        return Ok(acting);
    }
    Err(NotDone::Found(format!("{name} may see nothing: suspended, left, or training lapsed")))
}

/// The operator acts for a user.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ActFor {
    /// Their user name.
    pub user: String,
}

impl Command for ActFor {
    const NAME: &'static str = "operator.act-for";
    const WHAT: &'static str = "Writes down that the operator of the machine acts for a user.";
    type Done = Option<UserId>;
    async fn carry_out(&self, w: &mut Writing) -> Result<Option<UserId>, Refused> {
        const BY: &str = "SELECT id FROM account WHERE name = $1";
        w.may(action::SEE_OPERATIONS, None, Facts::NONE).await?;
        let found: Option<(UserId,)> = w.plain_one(BY, args![self.user.trim().to_lowercase()]).await?;
        if let Some((id,)) = found {
            w.about("account", id.0, &[]);
        }
        Ok(found.map(|it| it.0))
    }
}
