//! `holdfast user`: accounts without the web.

use administration::account::MakeToken;
use administration::enrol::made;
use administration::users::{ConfirmSeat, InvitationAddress, InviteUser, NewSeat, ResetSignIn, SuspendUser};
use clap::{Args, Subcommand};
use door::{Account, Acting, Command, Door, Key, args};
use kernel::{Day, Refused};

use super::place::Place;
use super::told::{NotDone, Told};

/// What can be done with accounts.
#[derive(Debug, Subcommand)]
pub enum Users {
    /// Invites somebody. Where their agency has a manager, that manager confirms the seat; where it has none yet, the
    /// seat is confirmed at once, information governance is told, and the one-time address is printed.
    #[command(after_help = "Example:\n  holdfast user add r.thorn --shown-as \"Rowan Thorn\" \
        --mail rowan.thorn@wrenmoor.example --role screener --agency wrenmoor-children")]
    Add(Add),
    /// Makes password, app and recovery codes void, and prints a one-time address for new ones.
    #[command(after_help = "Example:\n  holdfast user reset r.thorn")]
    Reset(Named),
    /// Suspends an account: it opens nothing from the next request on.
    #[command(after_help = "Example:\n  holdfast user disable r.thorn")]
    Disable(Named),
    /// Prints a bearer token with the rights of an account.
    #[command(after_help = "Example:\n  holdfast user token r.thorn --days 30 --name \"school system\"")]
    Token(Token),
}

/// Somebody with an account.
#[derive(Debug, Args)]
pub struct Named {
    /// Where the store is.
    #[command(flatten)]
    pub place: Place,
    /// The name they sign in with.
    pub user: String,
    /// How people reach the hub, for the address.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080")]
    pub base_url: String,
}

/// Somebody new.
#[derive(Debug, Args)]
pub struct Add {
    /// Where the store is, the name they will sign in with, and how people reach the hub.
    #[command(flatten)]
    pub named: Named,
    /// Their name, as colleagues read it.
    #[arg(long)]
    pub shown_as: String,
    /// Their e-mail address at work.
    #[arg(long)]
    pub mail: String,
    /// Role code, such as screener.
    #[arg(long)]
    pub role: String,
    /// Agency code, such as wrenmoor-children.
    #[arg(long)]
    pub agency: String,
    /// One of the agency's teams.
    #[arg(long)]
    pub team: Option<String>,
    /// The first day; today when it is left out.
    #[arg(long, value_name = "DATE")]
    pub from: Option<Day>,
    /// The last day.
    #[arg(long, value_name = "DATE")]
    pub to: Option<Day>,
}

/// A token for somebody's program.
#[derive(Debug, Args)]
pub struct Token {
    /// Where the store is, and whose.
    #[command(flatten)]
    pub named: Named,
    /// How many days it works.
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(i64).range(1..=365))]
    pub days: i64,
    /// What it is for.
    #[arg(long, default_value = "made at the command line")]
    pub name: String,
}

/// Does it.
///
/// # Errors
/// Why it was not done.
pub async fn run(it: &Users) -> Told {
    match it {
        Users::Add(it) => add(it).await,
        Users::Reset(it) => reset(it).await,
        Users::Disable(it) => disable(it).await,
        Users::Token(it) => token(it).await,
    }
}

async fn operated<C: Command>(door: &Door, it: C) -> Result<C::Done, NotDone> {
    Ok(door.act(&Acting::operator(), Key::none(), it).await?)
}

async fn account(door: &Door, name: &str) -> Result<Account, NotDone> {
    let r = door.read(&Acting::operator()).await?;
    let name = name.trim().to_lowercase();
    let found: Option<Account> = r.plain_one("SELECT * FROM account WHERE name = $1", args![name.clone()]).await?;
    found.ok_or_else(|| NotDone::Input(format!("{name:?}: there is no account of this name")))
}

async fn add(it: &Add) -> Told {
    let house = it.named.place.house().await?;
    let door = &house.door;
    let seat = NewSeat {
        role: it.role.clone(),
        agency: it.agency.clone(),
        team: it.team.clone(),
        from: it.from.unwrap_or_else(|| door.now().day()),
        to: it.to,
    };
    let invite = InviteUser {
        name: it.named.user.clone(),
        shown_as: it.shown_as.clone(),
        mail: it.mail.clone(),
        trained_to: None,
        vetted_to: None,
        seat,
    };
    let user = operated(door, invite).await?;
    let seat: Option<(uuid::Uuid,)> = {
        let r = door.read(&Acting::operator()).await?;
        r.plain_one("SELECT id FROM seat WHERE holder = $1", args![user]).await?
    };
    let seat = seat.ok_or(Refused::NotFound)?.0;
    match door.act(&Acting::operator(), Key::none(), ConfirmSeat { seat }).await {
        Ok(_) => {}
        Err(Refused::MayNot(_)) => {
            println!(
                "{} is invited. A manager of {} confirms the seat, then an administrator gives them their address.",
                it.named.user, it.agency
            );
            return Ok(());
        }
        Err(other) => return Err(other.into()),
    }
    let (token, totp_secret) = made(door);
    operated(door, InvitationAddress { user, token_hash: token.hash(), totp_secret }).await?;
    println!("{}/invitation/{}", it.named.base_url.trim_end_matches('/'), token.text());
    eprintln!("The address works once, for three days. Give it to them yourself.");
    Ok(())
}

async fn reset(it: &Named) -> Told {
    let house = it.place.house().await?;
    let user = account(&house.door, &it.user).await?.id;
    let (token, totp_secret) = made(&house.door);
    operated(&house.door, ResetSignIn { user, token_hash: token.hash(), totp_secret }).await?;
    println!("{}/invitation/{}", it.base_url.trim_end_matches('/'), token.text());
    eprintln!("The address works once, for three days. Give it to them yourself.");
    Ok(())
}

async fn disable(it: &Named) -> Told {
    let house = it.place.house().await?;
    let user = account(&house.door, &it.user).await?.id;
    operated(&house.door, SuspendUser { user }).await?;
    println!("{} is suspended.", it.user);
    Ok(())
}

async fn token(it: &Token) -> Told {
    let house = it.named.place.house().await?;
    let holder = account(&house.door, &it.named.user).await?.id;
    let (token, _) = made(&house.door);
    let ends = house.door.now().plus_hours(it.days * 24);
    operated(&house.door, MakeToken { holder, secret_hash: token.hash(), name: it.name.clone(), ends }).await?;
    println!("{}", token.text());
    eprintln!("It works until {}. Whoever has it can do what {} can.", ends.words(), it.named.user);
    Ok(())
}
