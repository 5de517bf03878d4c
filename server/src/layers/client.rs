//! Client of a request: IP address, user agent and trusted device.

use std::net::IpAddr;

use axum::http::{HeaderMap, header, request::Parts};
use backend::accounts::sessions::Client;

use super::{cookies, forwarded};
use crate::listener::Peer;

/// Maximum number of characters of a user agent; longer ones are cut.
const USER_AGENT_CHARS: usize = 256;

/// Identifies the client, behind trusted proxies if any.
pub fn identify(parts: &Parts, trusted_proxies: &[IpAddr]) -> Client {
    let peer = parts.extensions.get::<Peer>().map(|peer| peer.0.ip().to_canonical());
    let address = peer.and_then(|peer| forwarded::client_address(peer, &parts.headers, trusted_proxies));
    Client {
        address: address.unwrap_or(Client::UNKNOWN_ADDRESS),
        user_agent: user_agent(&parts.headers),
        device: cookies::read(&parts.headers, cookies::DEVICE),
    }
}

fn user_agent(headers: &HeaderMap) -> String {
    let sent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or("");
    sent.chars().filter(|character| !character.is_control()).take(USER_AGENT_CHARS).collect()
}
