//! `holdfast serve`: listens, seals and signs the ledger, and ends in order.

use std::net::SocketAddr;
use std::time::Duration;

use ledger::SigningKey;
use room::House;
use tokio::net::TcpListener;

use crate::mail::{Mailing, run};
use crate::router::router;

/// How long the sealer rests between two looks.
const SEAL_EVERY: Duration = Duration::from_millis(500);
/// How often the ledger is signed while something happens.
const SIGN_EVERY: i64 = 3_600;

/// Serves until SIGTERM or Ctrl-C; requests in flight are finished, and what they did is sealed and signed.
///
/// # Errors
/// When the address cannot be listened on.
pub async fn serve(
    house: House,
    listener: TcpListener,
    key: SigningKey,
    mailing: Option<Mailing>,
) -> std::io::Result<()> {
    let sender = mailing.map(|it| tokio::spawn(run(house.clone(), it)));
    let sealer = tokio::spawn(seal(house.clone(), key.clone()));
    let jobs = tokio::spawn(jobs(house.clone()));
    let follower = tokio::spawn(follow(house.clone()));
    let service = router(house.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, service).with_graceful_shutdown(ended()).await;
    if let Some(it) = sender {
        it.abort(); // a mail on its way is noted or tried again
    }
    jobs.abort();
    follower.abort();
    sealer.abort();
    let _ = sealer.await;
    if house.door.seal_all().await.is_ok_and(|it| it.size > 0) {
        sign(&house, &key).await;
    }
    served
}

/// How long to rest between two looks for a newer configuration.
const FOLLOW_EVERY: Duration = Duration::from_secs(2);

/// Puts a configuration in force that another process applied to this store.
async fn follow(house: House) {
    let mut known = 0;
    loop {
        match newer(&house, known).await {
            Ok(nth) => known = nth,
            Err(e) => tracing::error!(fault = %e, "the configuration could not be read"),
        }
        tokio::time::sleep(FOLLOW_EVERY).await;
    }
}

/// Looks whether another version than the one known is in force, and takes it; gives its number.
///
/// # Errors
/// When the store refuses, or what it kept cannot be read.
pub async fn newer(house: &House, known: i64) -> Result<i64, kernel::Refused> {
    let nth = administration::configuration::number(&house.door).await?;
    if nth != known {
        if let Some(it) = administration::configuration::stored(&house.door).await? {
            house.current.set(it);
        }
    }
    Ok(nth)
}

/// How often the house looks what it has to do by itself.
const LOOK_EVERY: Duration = Duration::from_secs(60);

/// Does what rooms registered, when the server starts and then every so often by the hub's own clock.
async fn jobs(house: House) {
    let mut last: Vec<Option<kernel::Ts>> = Vec::new();
    loop {
        run_due(&house, &mut last).await;
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Does every job whose time has come; `last` remembers when each was done. One that fails is tried again at the next
/// look.
pub async fn run_due(house: &House, last: &mut Vec<Option<kernel::Ts>>) {
    let all: Vec<_> = house.rooms.iter().flat_map(|it| it.jobs).collect();
    last.resize(all.len(), None);
    for (job, done) in all.into_iter().zip(last) {
        let now = house.door.now();
        let every = i64::try_from(job.every_hours).unwrap_or(i64::MAX / 3600) * 3600;
        if done.is_some_and(|done| now.seconds_since(done) < every) {
            continue;
        }
        match (job.run)(house).await {
            Ok(()) => *done = Some(now),
            Err(e) => tracing::error!(job = job.name, fault = %e, "what the house does by itself failed"),
        }
    }
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
