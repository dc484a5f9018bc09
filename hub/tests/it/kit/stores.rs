//! A store for each test: a SQLite file, and a PostgreSQL database copied from a template.

use std::path::PathBuf;

/// Which engine.
#[derive(Clone, Debug)]
pub enum Engine {
    Sqlite,
    /// SQLite that waits for no disk, for a test of many thousand requests: the same in everything but a power cut.
    Quick,
    Postgres(String),
}

/// SQLite always; PostgreSQL where `HOLDFAST_TEST_PG` names a server (the test command starts one).
pub fn engines() -> Vec<Engine> {
    let server = said("HOLDFAST_TEST_PG");
    if server.is_none() {
        assert!(said("CI").is_none(), "CI runs every test on PostgreSQL too: HOLDFAST_TEST_PG is not set");
        eprintln!("not run on PostgreSQL: HOLDFAST_TEST_PG is not set");
    }
    [Engine::Sqlite].into_iter().chain(server.map(Engine::Postgres)).collect()
}

/// What the one who runs the tests says about this machine.
#[expect(clippy::disallowed_methods, reason = "tests are told by the environment which servers there are")]
pub fn said(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn name() -> String {
    let random: [u8; 8] = {
        let mut bytes = [0; 8];
        getrandom::fill(&mut bytes).unwrap();
        bytes
    };
    format!("t{:016x}", u64::from_le_bytes(random))
}

/// A folder that goes away with the test.
pub fn folder() -> PathBuf {
    let it = std::env::temp_dir().join(format!("holdfast-{}", name()));
    std::fs::create_dir_all(&it).unwrap();
    it
}

impl Engine {
    /// The address of a fresh store.
    pub async fn fresh(&self) -> String {
        match self {
            Self::Sqlite => format!("sqlite:{}", folder().join("holdfast.db").display()),
            Self::Quick => format!("{}?test-synchronous=off", Box::pin(Self::Sqlite.fresh()).await),
            Self::Postgres(server) => {
                let name = name();
                let (client, connection) = tokio_postgres::connect(server, tokio_postgres::NoTls).await.unwrap();
                let connection = tokio::spawn(connection);
                client.batch_execute(&format!("CREATE DATABASE {name}")).await.unwrap();
                drop(client);
                connection.await.unwrap().unwrap();
                let (head, _) = server.rsplit_once('/').unwrap();
                format!("{head}/{name}")
            }
        }
    }
}
