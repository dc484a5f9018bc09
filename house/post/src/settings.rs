//! Where mail goes, as the hub's settings say. Secrets and files are read by the caller and handed in.

use std::fmt;
use std::path::PathBuf;

kernel::words! {
    /// Whether the way to the mail server is encrypted (ASVS 12.3.1).
    pub enum Encryption {
        /// STARTTLS, or nothing is sent.
        Required = "required" / "Encrypted (STARTTLS)",
        /// TLS from the first byte, as on port 465.
        FromTheStart = "tls" / "Encrypted from the start",
        /// STARTTLS where the server offers it; no password can be used.
        Opportunistic = "opportunistic" / "Encrypted where offered",
        /// In the clear, for a server on the same machine; no password can be used.
        None = "none" / "Not encrypted",
    }
}

/// A mail server that takes our letters.
#[derive(Clone)]
pub struct Smtp {
    /// Its name, which its certificate must carry.
    pub host: String,
    /// Its port: by custom 587 for STARTTLS, 465 for TLS, 25 without.
    pub port: u16,
    /// How the way there is encrypted.
    pub encryption: Encryption,
    /// User and password, where it wants them.
    pub login: Option<(String, String)>,
    /// Certificates of authorities to trust beside the public ones, PEM.
    pub extra_ca: Option<Vec<u8>>,
    /// Takes any certificate. For tests alone: whoever sits in between can read everything.
    pub any_certificate: bool,
    /// The name we greet with; the machine's own if absent.
    pub hello: Option<String>,
    /// Seconds until an answer must be there.
    pub timeout: u64,
}

impl Smtp {
    /// A server with STARTTLS required and nothing else special; 20 seconds for an answer.
    #[must_use]
    pub fn new(host: impl Into<String>, port: u16) -> Self {
        Self {
            host: host.into(),
            port,
            encryption: Encryption::Required,
            login: None,
            extra_ca: None,
            any_certificate: false,
            hello: None,
            timeout: 20,
        }
    }
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Smtp({}:{}, {})", self.host, self.port, self.encryption)
    }
}

/// Where letters go.
#[derive(Clone, Debug)]
pub enum Settings {
    /// To a mail server.
    Smtp(Smtp),
    /// Into a folder, one file `ID.eml` each: for the demo, for tests, and for a gateway that collects files.
    Folder(PathBuf),
    /// Nowhere. Every letter is refused with a reason that says so.
    Nowhere,
}

/// Why settings cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadSettings {
    /// The sender's address cannot be one.
    #[error("the sender's address {0:?} is not an e-mail address")]
    From(String),
    /// A password would travel in the clear.
    #[error("a password needs encryption = \"required\" or \"tls\": otherwise it could be read on the way")]
    PasswordInTheClear,
    /// The certificates cannot be read.
    #[error("the extra certificates cannot be read: {0}")]
    Certificates(String),
}
