//! How the hub is reached from outside: plainly, by TLS of its own, or through a proxy; and who reads its metrics.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use room::House;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::metrics::{Metrics, count};
use crate::router::router;
use crate::tls::{Peer, Tls};

/// Where metrics are read unless somebody says otherwise (contract.md).
pub const METRICS: &str = "127.0.0.1:9090";

/// The ways in.
pub struct Outside {
    /// Where people come.
    pub listener: TcpListener,
    /// The certificate, where the hub itself ends TLS.
    pub tls: Option<TlsAcceptor>,
    /// Where metrics are read.
    pub metrics: Option<TcpListener>,
    /// The only one whose word about the client's address is taken.
    pub proxy: Option<IpAddr>,
}

impl Outside {
    /// Serves until `ended`; requests in flight are finished.
    ///
    /// # Errors
    /// When the listener fails.
    pub async fn serve(self, house: &House, ended: impl Future<Output = ()> + Send + 'static) -> std::io::Result<()> {
        let metrics = Metrics::default();
        if let Some(listener) = self.metrics {
            tokio::spawn(metrics.clone().serve(listener));
        }
        let service = router(house.clone())
            .layer(from_fn_with_state(metrics, count))
            .layer(from_fn_with_state(self.proxy, believe));
        match self.tls {
            Some(tls) => {
                let service = service.into_make_service_with_connect_info::<Peer>();
                axum::serve(Tls::new(self.listener, tls), service).with_graceful_shutdown(ended).await
            }
            None => {
                let service = service.into_make_service_with_connect_info::<SocketAddr>();
                axum::serve(self.listener, service).with_graceful_shutdown(ended).await
            }
        }
    }
}

/// Takes the client's address from a header only when the proxy sent it.
async fn believe(State(proxy): State<Option<IpAddr>>, mut request: Request, next: Next) -> Response {
    if let Some(ConnectInfo(Peer(at))) = request.extensions().get().copied() {
        request.extensions_mut().insert(ConnectInfo(at));
    }
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|it| it.0.ip().to_canonical());
    if peer.is_none() || peer != proxy.map(|it| it.to_canonical()) {
        request.headers_mut().remove("x-forwarded-for");
    }
    next.run(request).await
}
