//! What every request has at hand.

use std::sync::Arc;

use catalogue::{Catalogue, Current};
use door::Door;

use crate::Room;

/// Settings of this process.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How people reach the hub, for links in mails: `https://hub.example`.
    pub base_url: String,
    /// Whether people reach it through TLS.
    pub tls: bool,
    /// Whether this is a demonstration with invented people.
    pub demo: bool,
    /// Names of hosts that are accepted; empty: any.
    pub hosts: Vec<String>,
    /// Whether the address of the client is taken from the proxy's header.
    pub behind_proxy: bool,
}

/// The house as a request sees it. Cheap to clone.
#[derive(Clone)]
pub struct House {
    /// The one way in.
    pub door: Door,
    /// The configuration in force.
    pub current: Arc<Current>,
    /// Settings of this process.
    pub settings: Arc<Settings>,
    /// Every room.
    pub rooms: &'static [&'static Room],
    /// Hashing of passwords, off the async threads.
    pub hashing: Arc<identity::Hashing>,
}

impl House {
    /// The configuration in force now.
    #[must_use]
    pub fn catalogue(&self) -> Arc<Catalogue> {
        self.current.get()
    }
}
