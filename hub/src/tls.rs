//! TLS of the hub's own, where no proxy ends it. A handshake never keeps another visitor waiting.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// How long a handshake may take.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// How many connections wait, with the handshake done, to be taken.
const WAITING: usize = 128;
/// How long to rest when the machine gives no connection (out of files).
const REST: Duration = Duration::from_millis(100);

/// The client's address, as TLS connections carry it.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

impl Connected<IncomingStream<'_, Tls>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Tls>) -> Self {
        Self(*stream.remote_addr())
    }
}

/// Connections whose handshake is done.
pub struct Tls {
    done: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
    at: std::io::Result<SocketAddr>,
}

impl Tls {
    /// Takes connections of a listener, each handshake in a task of its own.
    #[must_use]
    pub fn new(listener: TcpListener, acceptor: TlsAcceptor) -> Self {
        let at = listener.local_addr();
        let (give, done) = mpsc::channel(WAITING);
        tokio::spawn(take(listener, acceptor, give));
        Self { done, at }
    }
}

async fn take(listener: TcpListener, acceptor: TlsAcceptor, give: mpsc::Sender<(TlsStream<TcpStream>, SocketAddr)>) {
    while !give.is_closed() {
        let Ok((stream, peer)) = listener.accept().await else {
            tokio::time::sleep(REST).await;
            continue;
        };
        let (acceptor, give) = (acceptor.clone(), give.clone());
        tokio::spawn(async move {
            // Whoever does not speak TLS, or not in time, is left alone.
            if let Ok(Ok(stream)) = tokio::time::timeout(HANDSHAKE, acceptor.accept(stream)).await {
                let _ = give.send((stream, peer)).await;
            }
        });
    }
}

impl Listener for Tls {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.done.recv().await {
            Some(it) => it,
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> std::io::Result<SocketAddr> {
        self.at.as_ref().copied().map_err(|e| e.kind().into())
    }
}

/// Reads a certificate and its key: TLS 1.2 and 1.3.
///
/// # Errors
/// What is wrong with them, in words.
pub fn acceptor(cert: &Path, key: &Path) -> Result<TlsAcceptor, String> {
    let wrong =
        |file: &Path, e: String| format!("{}: {e}; give certificate and unencrypted key in PEM", file.display());
    let chain: Vec<CertificateDer<'static>> =
        CertificateDer::pem_file_iter(cert).and_then(Iterator::collect).map_err(|e| wrong(cert, e.to_string()))?;
    if chain.is_empty() {
        return Err(wrong(cert, "it holds no certificate".to_owned()));
    }
    let secret = PrivateKeyDer::from_pem_file(key).map_err(|e| wrong(key, e.to_string()))?;
    let config = ServerConfig::builder_with_provider(rustls::crypto::ring::default_provider().into())
        .with_safe_default_protocol_versions()
        .map_err(|e| e.to_string())?
        .with_no_client_auth()
        .with_single_cert(chain, secret)
        .map_err(|e| wrong(key, e.to_string()))?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}
