//! Settings of the web server: here so that one typed file holds them all; the server crate obeys them.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Section `[web]` of the configuration.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Address and port the portal listens on; port 0 takes a free one and logs it.
    pub listen: SocketAddr,
    /// Folder of the built site: pages' assets under `pkg/`, the favicon.
    pub site_root: PathBuf,
    /// A listener of its own for `/metrics`. Without it the main listener answers `/metrics` to this machine only.
    pub metrics_listen: Option<SocketAddr>,
    /// Proxies whose `X-Forwarded-For` is believed. Nobody else's is.
    pub trusted_proxies: Vec<IpAddr>,
    /// Names the portal answers to (`Host`); empty accepts any. Links never come from the request in either case.
    pub accepted_hosts: Vec<String>,
    /// Connections open at once; further ones wait in the system's queue.
    pub max_connections: usize,
    /// Seconds a client has to send a request's head.
    pub header_seconds: u64,
    /// Seconds a client may send or take nothing, or too little, in the middle of a request or of its answer.
    pub stalled_body_seconds: u64,
    /// Seconds an unused connection stays open.
    pub idle_seconds: u64,
    /// Seconds a page or a form may take to be answered.
    pub request_seconds: u64,
    /// Seconds one upload may take in all.
    pub upload_seconds: u64,
    /// Seconds that requests under way are given to finish when the program is told to stop.
    pub drain_seconds: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 3000)),
            site_root: PathBuf::from("target/site"),
            metrics_listen: None,
            trusted_proxies: Vec::new(),
            accepted_hosts: Vec::new(),
            max_connections: 4096,
            header_seconds: 10,
            stalled_body_seconds: 15,
            idle_seconds: 60,
            request_seconds: 30,
            upload_seconds: 600,
            drain_seconds: 20,
        }
    }
}

impl Settings {
    pub fn header_timeout(&self) -> Duration {
        Duration::from_secs(self.header_seconds)
    }

    pub fn stalled_body_timeout(&self) -> Duration {
        Duration::from_secs(self.stalled_body_seconds)
    }

    pub fn idle_timeout(&self) -> Duration {
        Duration::from_secs(self.idle_seconds)
    }

    pub fn request_timeout(&self) -> Duration {
        Duration::from_secs(self.request_seconds)
    }

    pub fn upload_timeout(&self) -> Duration {
        Duration::from_secs(self.upload_seconds)
    }

    pub fn drain_timeout(&self) -> Duration {
        Duration::from_secs(self.drain_seconds)
    }
}
