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
use crate::outside::{self, Outside};
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
    /// Where metrics are read, in Prometheus' format at `/metrics`, or `none`; without it 127.0.0.1:9090, if that is free.
    #[arg(long, value_name = "none|ADDR")]
    pub metrics: Option<String>,
    /// The certificate, with those that lead to its root, in PEM. After a renewal start the hub anew.
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// The certificate's private key in PEM.
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// A proxy stands in front at this address, ends TLS, and names the client's address in its header. From anybody
    /// else that header is not believed.
    #[arg(long, value_name = "ADDR", num_args = 0..=1, default_missing_value = "127.0.0.1")]
    pub trusted_proxy: Option<std::net::IpAddr>,
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
        let tls = match self.tls_cert.as_deref().zip(self.tls_key.as_deref()) {
            Some((cert, key)) => Some(crate::tls::acceptor(cert, key).map_err(NotDone::Input)?),
            None => None,
        };
        let own = format!("{}://{at}", if tls.is_some() { "https" } else { "http" });
        let settings = self.settings(&own)?;
        let outside = Outside { listener, tls, metrics: self.metrics().await?, proxy: self.trusted_proxy };
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
        println!("Holdfast is at {own}");
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
        serve(house, outside, key, mailing).await.map_err(|e| NotDone::Store(e.to_string()))
    }

    /// The listener for metrics. Only an address that was asked for must be free.
    async fn metrics(&self) -> Result<Option<TcpListener>, NotDone> {
        let at = self.metrics.as_deref().unwrap_or(outside::METRICS);
        if at == "none" {
            return Ok(None);
        }
        match (TcpListener::bind(at).await, &self.metrics) {
            (Ok(it), _) => Ok(Some(it)),
            (Err(e), Some(_)) => Err(NotDone::Input(format!("--metrics {at}: {e}; name another address, or none"))),
            (Err(e), None) => {
                tracing::warn!(address = at, fault = %e, "no metrics: the address is taken");
                Ok(None)
            }
        }
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
