//! `holdfast policy explain`: what policy decides for somebody, and which rule did.

use clap::{Args, Subcommand};
use door::{Account, Acting, Via, args};
use kernel::UserId;
use policy::{Fact, Facts};

use super::operated::{ExplainPolicy, noted};
use super::place::Place;
use super::told::{NotDone, Told};

/// What can be asked of policy.
#[derive(Debug, Subcommand)]
pub enum Explaining {
    /// Prints the decision, the policies that decided it and what would change it; exits 0 for permit, 1 for deny.
    #[command(after_help = "Example:\n  holdfast policy explain --user screener --action decide-referral --fact my_team")]
    Explain(Explain),
}

/// What is to be explained.
#[derive(Debug, Args)]
pub struct Explain {
    /// Where the store is.
    #[command(flatten)]
    pub place: Place,
    /// The account: the name that they sign in with, or its id.
    #[arg(long)]
    pub user: String,
    /// What they want to do, such as see-record.
    #[arg(long)]
    pub action: String,
    /// What they want to do it to. No room answers for references yet: say with --fact what is so of it.
    #[arg(long, value_name = "REF", conflicts_with = "fact")]
    pub resource: Option<String>,
    /// What is so of the thing for this user: mine, my_team, basis, restricted and so on; may be said again.
    #[arg(long, value_name = "FACT", value_delimiter = ',')]
    pub fact: Vec<String>,
}

/// Does it.
pub async fn run(it: &Explaining) -> Told {
    let Explaining::Explain(it) = it;
    let (allowed, words) = explain(it).await?;
    println!("{words}");
    if allowed { Ok(()) } else { Err(NotDone::Found(String::new())) }
}

/// The decision and its words.
///
/// # Errors
/// When user, action or a fact is not known, or the store is out of reach.
pub async fn explain(it: &Explain) -> Result<(bool, String), NotDone> {
    if it.resource.is_some() {
        return Err(NotDone::Input(
            "--resource: no room answers for references yet; say what is so of it with --fact, such as --fact mine".into(),
        ));
    }
    let mut facts = Facts::NONE;
    for name in &it.fact {
        let fact: Fact = name.trim().parse().map_err(|_| {
            let all = Fact::ALL.iter().map(|it| it.as_str()).collect::<Vec<_>>().join(", ");
            NotDone::Input(format!("--fact {name:?} is not one of: {all}"))
        })?;
        facts = facts.with(fact);
    }
    let house = it.place.house().await?;
    let policy = house.door.policy();
    let action = policy.action(it.action.trim()).ok_or_else(|| {
        let all = policy.actions().map(|it| it.0).collect::<Vec<_>>().join(", ");
        NotDone::Input(format!("--action {:?} is not one of: {all}", it.action))
    })?;
    let reading = house.door.read(&Acting::operator()).await?;
    let found: Option<Account> = match it.user.trim().parse::<UserId>() {
        Ok(id) => reading.plain_one("SELECT * FROM account WHERE id = $1", args![id]).await?,
        Err(_) => {
            let name = it.user.trim().to_lowercase();
            reading.plain_one("SELECT * FROM account WHERE name = $1", args![name]).await?
        }
    };
    drop(reading);
    let account = found.ok_or_else(|| NotDone::Input(format!("--user {:?}: there is no such account", it.user)))?;
    noted(&house.door, ExplainPolicy {}).await?;
    let acting = house.door.user(account.id, Via::CommandLine).await?;
    let allowed = policy.decide(&acting.principal, action, facts).allowed;
    Ok((allowed, policy.explain(&acting.principal, action, facts)))
}
