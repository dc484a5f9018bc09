//! Sending.

use std::path::PathBuf;
use std::time::Duration;

use kernel::Ts;
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::{self, AsyncSmtpTransport};
use lettre::{Address, AsyncTransport, Tokio1Executor};
use uuid::Uuid;

use crate::letter::mailbox;
use crate::{BadLetter, BadSettings, Encryption, Letter, Settings, Smtp};

/// The longest reason that is kept, in characters.
const LONGEST_REASON: usize = 300;

/// What became of a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The next server has taken it. It may still bounce.
    Sent,
    /// Not now: see [`crate::retry`]. The server is busy or out of reach, or the settings are wrong.
    Later(String),
    /// Not ever: the address is none, or the server will not take it.
    Never(String),
}

/// Sends letters. Cheap to copy; keeps connections.
#[derive(Clone, Debug)]
pub struct Mailer {
    from: Mailbox,
    bounces_to: Address,
    way: Way,
}

#[derive(Clone, Debug)]
enum Way {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Folder(PathBuf),
    Nowhere,
}

impl Mailer {
    /// A mailer that writes as `from` (`Name <address>` or an address). Bounces go to the same address.
    ///
    /// # Errors
    /// When the address is none, certificates cannot be read, or a password would travel in the clear.
    pub fn new(settings: &Settings, from: &str) -> Result<Self, BadSettings> {
        let from = mailbox(from).ok_or_else(|| BadSettings::From(from.to_owned()))?;
        let way = match settings {
            Settings::Smtp(smtp) => Way::Smtp(transport(smtp)?),
            Settings::Folder(folder) => Way::Folder(folder.clone()),
            Settings::Nowhere => Way::Nowhere,
        };
        Ok(Self { bounces_to: from.email.clone(), from, way })
    }

    /// Has bounces sent to another address, such as one whose box a program reads.
    ///
    /// # Errors
    /// When it is no address.
    pub fn with_bounces_to(mut self, address: &str) -> Result<Self, BadSettings> {
        self.bounces_to = mailbox(address).ok_or_else(|| BadSettings::From(address.to_owned()))?.email;
        Ok(self)
    }

    /// Whether letters go anywhere at all.
    #[must_use]
    pub fn goes_anywhere(&self) -> bool {
        match self.way {
            Way::Smtp(_) | Way::Folder(_) => true,
            Way::Nowhere => false,
        }
    }

    /// Sends a letter once. Sending the same letter twice is harmless to us, but the reader may get it twice: a letter
    /// counts as sent only when that is stored.
    pub async fn send(&self, letter: &Letter, now: Ts) -> Outcome {
        let message = match letter.message(&self.from, &self.bounces_to, now) {
            Ok(message) => message,
            Err(it @ (BadLetter::To(_) | BadLetter::ReplyTo(_) | BadLetter::Form(_))) => return never(&it.to_string()),
        };
        match &self.way {
            Way::Smtp(server) => match server.send(message).await {
                Ok(_) => Outcome::Sent,
                Err(e) => refused(&e, letter),
            },
            Way::Folder(folder) => write(folder, letter.id, &message).await,
            Way::Nowhere => never("mail is not set up"),
        }
    }
}

/// Writes under another name first, so that whoever collects the files never finds half a letter.
async fn write(folder: &std::path::Path, id: Uuid, message: &Message) -> Outcome {
    let (half, whole) = (folder.join(format!("{id}.part")), folder.join(format!("{id}.eml")));
    let written = async {
        tokio::fs::create_dir_all(folder).await?;
        tokio::fs::write(&half, message.formatted()).await?;
        tokio::fs::rename(&half, &whole).await
    };
    match written.await {
        Ok(()) => Outcome::Sent,
        Err(e) => later(&format!("the mail folder: {e}")),
    }
}

fn transport(it: &Smtp) -> Result<AsyncSmtpTransport<Tokio1Executor>, BadSettings> {
    let tls = || -> Result<TlsParameters, BadSettings> {
        let bad = |e: smtp::Error| BadSettings::Certificates(reasons(&e));
        let mut tls = TlsParameters::builder(it.host.clone()).dangerous_accept_invalid_certs(it.any_certificate);
        if let Some(pem) = &it.extra_ca {
            let extra = Certificate::from_pem(pem).map_err(bad)?;
            tls = tls.add_root_certificate(extra);
        }
        tls.build().map_err(bad)
    };
    let (encryption, secret) = match it.encryption {
        Encryption::Required => (Tls::Required(tls()?), true),
        Encryption::FromTheStart => (Tls::Wrapper(tls()?), true),
        Encryption::Opportunistic => (Tls::Opportunistic(tls()?), false),
        Encryption::None => (Tls::None, false),
    };
    let mut server = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(it.host.clone())
        .port(it.port)
        .tls(encryption)
        .timeout(Some(Duration::from_secs(it.timeout.max(1))));
    if let Some(name) = &it.hello {
        server = server.hello_name(ClientId::Domain(name.clone()));
    }
    if let Some((user, password)) = &it.login {
        if !secret {
            return Err(BadSettings::PasswordInTheClear);
        }
        server = server.credentials(Credentials::new(user.clone(), password.clone()));
    }
    Ok(server.build())
}

/// Whether what the server said is about this letter or about us. Replies about the dialogue itself (500 to 504) and
/// about signing in (530 to 538) mean that our settings are wrong: the letter waits until they are mended.
fn refused(e: &smtp::Error, letter: &Letter) -> Outcome {
    let reason = reasons(e);
    let ours = |code: u16| matches!(code, 500..=504 | 530..=538);
    match e.status().map(u16::from) {
        Some(code) if code >= 500 && !ours(code) => never(&reason),
        None if e.is_client() && !letter.to.is_ascii() => never(&reason), // the server cannot do such addresses
        Some(_) | None => later(&reason),
    }
}

/// The error and what caused it, on one line.
fn reasons(e: &dyn std::error::Error) -> String {
    let mut all = e.to_string();
    let mut cause = e.source();
    while let Some(it) = cause {
        let it_says = it.to_string();
        if !all.contains(&it_says) {
            all.push_str(": ");
            all.push_str(&it_says);
        }
        cause = it.source();
    }
    all
}

fn clean(reason: &str) -> String {
    let line: String = reason.chars().map(|it| if it.is_control() { ' ' } else { it }).collect();
    line.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST_REASON).collect()
}

fn later(reason: &str) -> Outcome {
    Outcome::Later(clean(reason))
}

fn never(reason: &str) -> Outcome {
    Outcome::Never(clean(reason))
}
