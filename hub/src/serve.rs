//! `holdfast serve`: listens, seals the ledger, delivers the outbox, and ends in order.

use std::net::SocketAddr;
use std::time::Duration;

use room::House;
use tokio::net::TcpListener;

use crate::router::router;

/// How long the sealer rests between two looks.
const SEAL_EVERY: Duration = Duration::from_millis(500);

/// Serves until SIGTERM or Ctrl-C; requests in flight are finished.
///
/// # Errors
/// When the address cannot be listened on.
pub async fn serve(house: House, listener: TcpListener) -> std::io::Result<()> {
    tokio::spawn(seal(house.clone()));
    let service = router(house).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(ended()).await
}

async fn seal(house: House) {
    loop {
        tokio::time::sleep(SEAL_EVERY).await;
        if let Err(e) = house.door.seal_all().await {
            tracing::error!(fault = %e, "the ledger could not be sealed");
        }
    }
}

async fn ended() {
    let term = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut it) => {
                it.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        () = term => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
