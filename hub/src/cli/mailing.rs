//! Where mail goes, as said at the command line or in the environment.

use std::path::{Path, PathBuf};

use catalogue::Catalogue;
use clap::Args;
use post::{Encryption, Mailer, Settings, Smtp};

use super::told::NotDone;
use crate::mail::Mailing;

/// Mail. Without a server or a folder mails wait in the store, and the administrator's pages say so.
#[derive(Debug, Args)]
pub struct Mail {
    /// The mail server that takes our mails.
    #[arg(long, value_name = "HOST:PORT", env = "HOLDFAST_SMTP")]
    pub smtp: Option<String>,
    /// How the way there is encrypted: required (STARTTLS), tls (from the first byte), opportunistic, or none (only to
    /// this very machine).
    #[arg(long, value_name = "HOW", env = "HOLDFAST_SMTP_ENCRYPTION", default_value = "required")]
    pub smtp_encryption: String,
    /// The user at the mail server, where it wants one.
    #[arg(long, value_name = "USER", env = "HOLDFAST_SMTP_USER")]
    pub smtp_user: Option<String>,
    /// That user's password. Give it in the environment: a command line can be read by others.
    #[arg(long, value_name = "PASSWORD", env = "HOLDFAST_SMTP_PASSWORD", hide_env_values = true)]
    pub smtp_password: Option<String>,
    /// Certificates (PEM) to trust beside the public ones.
    #[arg(long, value_name = "FILE", env = "HOLDFAST_SMTP_CA")]
    pub smtp_ca: Option<PathBuf>,
    /// Writes mails into a folder instead, one file each.
    #[arg(long, value_name = "DIR", conflicts_with = "smtp")]
    pub mail_folder: Option<PathBuf>,
    /// As whom mails are written, `Name <address>`; without it the partnership's own address.
    #[arg(long, value_name = "ADDRESS", env = "HOLDFAST_MAIL_FROM")]
    pub mail_from: Option<String>,
    /// A folder into which the mail server puts letters that came back, one file each.
    #[arg(long, value_name = "DIR")]
    pub bounces: Option<PathBuf>,
}

impl Mail {
    /// How mail is run; none where nothing was said and this is no demonstration, which writes into its data folder.
    ///
    /// # Errors
    /// What is wrong with the settings, in words.
    pub fn mailing(&self, catalogue: &Catalogue, data: &Path, demo: bool) -> Result<Option<Mailing>, NotDone> {
        let settings = match (&self.smtp, &self.mail_folder) {
            (Some(at), _) => Settings::Smtp(self.server(at)?),
            (None, Some(folder)) => Settings::Folder(folder.clone()),
            (None, None) if demo => Settings::Folder(data.join("mail")),
            (None, None) => return Ok(None),
        };
        let own = format!("Holdfast <{}>", catalogue.partnership.contact.email);
        let from = self.mail_from.as_deref().unwrap_or(&own);
        let mailer = Mailer::new(&settings, from).map_err(|e| NotDone::Input(format!("--smtp or --mail-from: {e}")))?;
        Ok(Some(Mailing { mailer, bounces: self.bounces.clone() }))
    }

    fn server(&self, at: &str) -> Result<Smtp, NotDone> {
        let bad = || NotDone::Input(format!("--smtp {at:?}: write HOST:PORT, such as mail.example:587"));
        let (host, port) = at.rsplit_once(':').ok_or_else(bad)?;
        let port = port.parse().map_err(|_| bad())?;
        let encryption: Encryption = self.smtp_encryption.parse().map_err(|_| {
            let how = &self.smtp_encryption;
            NotDone::Input(format!("--smtp-encryption {how:?}: one of required, tls, opportunistic, none"))
        })?;
        let here = ["127.0.0.1", "localhost", "[::1]"].contains(&host);
        if encryption == Encryption::None && !here {
            let words =
                format!("--smtp-encryption none: {host} is another machine, so that others could read the mails");
            return Err(NotDone::Input(words));
        }
        let extra_ca = match &self.smtp_ca {
            Some(path) => Some(std::fs::read(path).map_err(|e| NotDone::unread(path, &e))?),
            None => None,
        };
        let login = match (&self.smtp_user, &self.smtp_password) {
            (Some(user), Some(password)) => Some((user.clone(), password.clone())),
            (None, None) => None,
            (Some(_), None) | (None, Some(_)) => {
                return Err(NotDone::Input("--smtp-user and HOLDFAST_SMTP_PASSWORD belong together".to_owned()));
            }
        };
        Ok(Smtp { encryption, extra_ca, login, ..Smtp::new(host, port) })
    }
}
