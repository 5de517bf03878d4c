//! Client of a request: IP address, user agent and trusted device.

use std::net::IpAddr;

use axum::http::{HeaderMap, header, request::Parts};
use backend::{accounts::sessions::Client, config::Config};

use super::{cookies, forwarded};
use crate::listener::{ConnectionHandle, Peer};

/// Maximum number of characters of a user agent; longer ones are cut.
const USER_AGENT_CHARS: usize = 256;

/// Identifies the client.
pub fn identify(parts: &Parts, config: &Config) -> Client {
    Client {
        address: address(parts, &config.trusted_proxies),
        user_agent: user_agent(&parts.headers),
        device: cookies::device(&parts.headers, config),
    }
}

/// Returns the IP address of the client, behind trusted proxies if any. Counts the connection for its network.
pub fn address(parts: &Parts, trusted_proxies: &[IpAddr]) -> IpAddr {
    let peer = parts.extensions.get::<Peer>().map(|peer| peer.0.ip().to_canonical());
    let address = peer.and_then(|peer| forwarded::client_address(peer, &parts.headers, trusted_proxies));
    if let (Some(connection), Some(address)) = (parts.extensions.get::<ConnectionHandle>(), address) {
        connection.assign(address);
    }
    address.unwrap_or(Client::UNKNOWN_ADDRESS)
}

fn user_agent(headers: &HeaderMap) -> String {
    let sent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or("");
    sent.chars().filter(|character| !character.is_control()).take(USER_AGENT_CHARS).collect()
}
