//! `holdfast serve`: listens, seals and signs the ledger, and ends in order.

use std::net::SocketAddr;
use std::time::Duration;

use ledger::SigningKey;
use room::House;
use tokio::net::TcpListener;

use crate::router::router;

/// How long the sealer rests between two looks.
const SEAL_EVERY: Duration = Duration::from_millis(500);
/// How often the ledger is signed while something happens.
const SIGN_EVERY: i64 = 3_600;

/// Serves until SIGTERM or Ctrl-C; requests in flight are finished, and what they did is sealed and signed.
///
/// # Errors
/// When the address cannot be listened on.
pub async fn serve(house: House, listener: TcpListener, key: SigningKey) -> std::io::Result<()> {
    let sealer = tokio::spawn(seal(house.clone(), key.clone()));
    let service = router(house.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, service).with_graceful_shutdown(ended()).await;
    sealer.abort();
    let _ = sealer.await;
    if house.door.seal_all().await.is_ok_and(|it| it.size > 0) {
        sign(&house, &key).await;
    }
    served
}

async fn seal(house: House, key: SigningKey) {
    let mut signed = (0, house.door.now());
    loop {
        tokio::time::sleep(SEAL_EVERY).await;
        match house.door.seal_all().await {
            Ok(sealing) => {
                let waited = house.door.now().seconds_since(signed.1);
                if sealing.size > signed.0 && (signed.0 == 0 || waited >= SIGN_EVERY) {
                    sign(&house, &key).await;
                    signed = (sealing.size, house.door.now());
                }
            }
            Err(e) => tracing::error!(fault = %e, "the ledger could not be sealed"),
        }
    }
}

async fn sign(house: &House, key: &SigningKey) {
    let noted = trust::ledger_room::NoteVerifier { verifier_key: key.verifier_key().to_owned() };
    if let Err(e) = house.door.act(&door::Acting::operator(), door::Key::none(), noted).await {
        tracing::error!(fault = %e, "the verifier key could not be noted");
    }
    if let Err(e) = house.door.checkpoint(key, key.name()).await {
        tracing::error!(fault = %e, "the ledger could not be signed");
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
