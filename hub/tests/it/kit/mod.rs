//! The test kit: a hub on either engine with a clock that tests set.

mod browser;
mod lantern;
mod room;
mod stores;

use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use ::room::{House, Room, Settings};
use administration::sign_in::DemoEnrol;
use door::{Acting, Command, Key, Via};
use hub::demo::Hands;
use hub::start::{Opening, open};
use kernel::{Refused, Ts, UserId};

pub use browser::{Browser, Seen};
pub use lantern::*;
pub use room::*;
pub use stores::{Engine, engines, folder, said};

/// A hub under test.
pub struct Hub {
    pub house: House,
    pub clock: Arc<AtomicI64>,
}

/// Every room, and the one that exists only here.
pub fn rooms() -> &'static [&'static Room] {
    static ALL: std::sync::OnceLock<Vec<&'static Room>> = std::sync::OnceLock::new();
    ALL.get_or_init(|| hub::rooms::ROOMS.iter().copied().chain([&LANTERN]).collect())
}

/// Where tests begin unless they say otherwise: a Wednesday morning in London.
pub const START: &str = "2026-11-04T09:00:00Z";

impl Hub {
    /// A fresh hub on an engine.
    pub async fn on(engine: Engine) -> Self {
        Self::with(engine, with_lantern()).await
    }

    /// A fresh hub on an engine, with a configuration.
    pub async fn with(engine: Engine, catalogue: catalogue::Catalogue) -> Self {
        let clock = Arc::new(AtomicI64::new(START.parse::<Ts>().unwrap().micros()));
        let hands = Hands::on(clock.clone(), 7);
        let house = open(Opening {
            url: engine.fresh().await,
            catalogue,
            settings: Settings {
                base_url: "http://127.0.0.1:8080".into(),
                tls: false,
                demo: false,
                hosts: vec![],
                behind_proxy: false,
            },
            rooms: rooms(),
            time: hands.time(),
            randomness: hands.randomness(),
            hashing: identity::Cost { memory: 8, passes: 1, lanes: 1 },
        })
        .await
        .unwrap_or_else(|e| panic!("{engine:?}: {}", e.words()));
        Self { house, clock }
    }

    /// Lets hours go by.
    pub fn pass_hours(&self, hours: i64) {
        self.clock.fetch_add(hours * 3_600_000_000, std::sync::atomic::Ordering::SeqCst);
    }

    /// Carries out a command for the house itself.
    pub async fn house_does<C: Command>(&self, command: C) -> Result<C::Done, Refused> {
        self.house.door.act(&Acting::house(), Key::none(), command).await
    }

    /// Lets minutes go by.
    pub fn pass_minutes(&self, minutes: i64) {
        self.clock.fetch_add(minutes * 60_000_000, std::sync::atomic::Ordering::SeqCst);
    }

    /// Somebody with an account and one seat since long ago, who can sign in.
    pub async fn somebody(&self, name: &str, role: &str, agency: &str, kind: &str) -> Acting {
        let door = self.house.door.clone();
        let mut random = move |to: &mut [u8]| to.iter_mut().for_each(|it| *it = door.random::<1>()[0]);
        let password = format!("heather-on-the-moor-{name}");
        let command = DemoEnrol {
            name: name.into(),
            shown_as: name.into(),
            role: role.into(),
            agency: (agency.into(), kind.into()),
            password_hash: self.house.hashing.hash(password.clone(), &mut random).await.unwrap(),
            password_shown: password,
            totp_secret: identity::TotpSecret::new(&mut random).to_base32(),
            from: "2020-01-01".parse().unwrap(),
        };
        let id: UserId = self.house_does(command).await.unwrap();
        self.house.door.user(id, Via::Page).await.unwrap()
    }

    /// Carries out a command for somebody.
    pub async fn does<C: Command>(&self, who: &Acting, command: C) -> Result<C::Done, Refused> {
        self.house.door.act(who, Key::none(), command).await
    }
}

/// Runs a story on every engine that there is.
pub async fn on_both<F: AsyncFn(Hub)>(story: F) {
    for engine in engines() {
        story(Hub::on(engine).await).await;
    }
}

/// The same with the example's configuration as it ships, without the lantern's own.
pub async fn on_both_as_shipped<F: AsyncFn(Hub)>(story: F) {
    for engine in engines() {
        story(Hub::with(engine, catalogue::Catalogue::embedded().clone()).await).await;
    }
}
