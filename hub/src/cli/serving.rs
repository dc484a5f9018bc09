//! `holdfast serve`: opens the hub and listens.

use std::io::Write as _;
use std::path::PathBuf;

use catalogue::Catalogue;
use clap::Args;
use room::Settings;
use tokio::net::TcpListener;

use super::config::load;
use super::mailing::Mail;
use super::place::Place;
use super::told::{NotDone, Told};
use crate::serve::serve;

/// How the hub is run.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  holdfast serve --data /var/lib/holdfast --listen 127.0.0.1:8080 \
    --base-url https://hub.example --trusted-proxy 127.0.0.1")]
pub struct Serve {
    /// Where the store is; made at the first start.
    #[command(flatten)]
    pub place: Place,
    /// The folder of the partnership's configuration; without it, the example that is compiled in.
    #[arg(long, value_name = "DIR")]
    pub config: Option<PathBuf>,
    /// Where to listen; port 0 takes a free one.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub listen: String,
    /// Where metrics would be read, or `none`. There is no metrics listener yet: the setting is accepted and unused.
    #[arg(long, value_name = "none|ADDR", default_value = "none")]
    pub metrics: String,
    /// A proxy stands in front, which ends TLS and names the client's address in its header. Keep the port closed to
    /// all others: the address given here is not compared yet.
    #[arg(long, value_name = "ADDR", num_args = 0..=1, default_missing_value = "127.0.0.1")]
    pub trusted_proxy: Option<String>,
    /// How people reach the hub, for links in mails; with https the cookies are for TLS only.
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Mail.
    #[command(flatten)]
    pub mail: Mail,
    /// Prints the invented people of a demonstration store. Never for a store of real people.
    #[arg(long)]
    pub show_demo_people: bool,
}

impl Serve {
    /// Serves until SIGTERM.
    ///
    /// # Errors
    /// When the store is held or out of reach, or the address cannot be listened on.
    pub async fn run(&self) -> Told {
        logs();
        let catalogue = match &self.config {
            Some(dir) => load(dir)?,
            None => Catalogue::embedded().clone(),
        };
        self.place.make()?;
        let _held = self.place.hold()?;
        let listener = TcpListener::bind(&self.listen).await.map_err(|e| {
            NotDone::Input(format!("--listen {}: {e}; name an address such as 127.0.0.1:8080", self.listen))
        })?;
        let at = listener.local_addr().map_err(|e| NotDone::Store(e.to_string()))?;
        let settings = self.settings(&format!("http://{at}"))?;
        let key = self.place.key(host(&settings.base_url))?;
        let mailing = self.mail.mailing(&catalogue, &self.place.data, self.show_demo_people)?;
        if mailing.is_none() {
            tracing::warn!("mail is not set up: mails wait until --smtp or --mail-folder is given");
        }
        let given = catalogue.clone();
        let house = self.place.open(catalogue, settings).await?;
        if self.config.is_some() && *house.catalogue() != given {
            tracing::warn!(
                "the store holds another configuration than --config; put that in force with: holdfast config apply"
            );
        }
        tracing::info!(address = %at, ledger = key.verifier_key(), "the hub is ready");
        println!("Holdfast is at http://{at}");
        if let Some(path) = administration::enrol::first_run_ticket(&house.door).await? {
            println!("There is no account yet. Make the first administrator at {}{path}", house.settings.base_url);
            println!("The address works once, for 24 hours; a new start makes a new one.");
        }
        if self.show_demo_people {
            for it in crate::demo::shown(&house).await? {
                println!("persona {} password {} totp {}", it.name, it.password, it.totp_secret);
            }
        }
        std::io::stdout().flush().map_err(|e| NotDone::Store(e.to_string()))?;
        serve(house, listener, key, mailing).await.map_err(|e| NotDone::Store(e.to_string()))
    }

    fn settings(&self, own: &str) -> Result<Settings, NotDone> {
        let base_url = self.base_url.as_deref().unwrap_or(own).trim_end_matches('/').to_owned();
        let tls = base_url.starts_with("https://");
        if !tls && !base_url.starts_with("http://") {
            return Err(NotDone::Input(format!("--base-url {base_url:?}: begin it with https:// or http://")));
        }
        let hosts = match &self.base_url {
            Some(_) => vec![host(&base_url).to_owned()],
            None => Vec::new(),
        };
        Ok(Settings { base_url, tls, demo: self.show_demo_people, hosts, behind_proxy: self.trusted_proxy.is_some() })
    }
}

/// The host, with its port, of an address.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |it| it.1);
    rest.split('/').next().unwrap_or(rest)
}

/// Logs are JSON lines on stderr; `RUST_LOG` says how much.
fn logs() {
    let filter = tracing_subscriber::EnvFilter::builder()
        .with_default_directive(tracing_subscriber::filter::LevelFilter::INFO.into())
        .from_env_lossy();
    // A second call (in tests) keeps the first.
    let _ = tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}
