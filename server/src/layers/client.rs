//! Client of a request: IP address, user agent and trusted device.

use std::net::{IpAddr, Ipv4Addr};

use axum::http::{HeaderMap, header, request::Parts};
use backend::accounts::sessions::Client;

use super::cookies;
use crate::listener::Peer;

/// Longer user agents are cut at this length.
const USER_AGENT_CHARS: usize = 256;

/// Identifies the client, behind trusted proxies if any.
pub fn identify(parts: &Parts, trusted_proxies: &[IpAddr]) -> Client {
    let peer = parts
        .extensions
        .get::<Peer>()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0.ip().to_canonical());
    Client {
        address: address(peer, &parts.headers, trusted_proxies),
        user_agent: user_agent(&parts.headers),
        device: cookies::read(&parts.headers, cookies::DEVICE),
    }
}

/// Reads `X-Forwarded-For` from its end, as long as the writer of an entry is a trusted proxy: a client can forge the
/// entries before.
fn address(peer: IpAddr, headers: &HeaderMap, trusted_proxies: &[IpAddr]) -> IpAddr {
    let forwarded = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .collect::<Vec<_>>()
        .join(",");
    let mut address = peer;
    for entry in forwarded.rsplit(',') {
        if !trusted_proxies.contains(&address) {
            break;
        }
        match entry.trim().parse::<IpAddr>() {
            Ok(previous) => address = previous.to_canonical(),
            Err(_) => break,
        }
    }
    address
}

fn user_agent(headers: &HeaderMap) -> String {
    let sent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or("");
    sent.chars().filter(|character| !character.is_control()).take(USER_AGENT_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(peer: &str, forwarded: &[&str], trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().expect("a header"));
        }
        let trusted: Vec<IpAddr> = trusted.iter().map(|text| text.parse().expect("an address")).collect();
        address(peer.parse().expect("an address"), &headers, &trusted).to_string()
    }

    #[test]
    fn forwarded_address_from_an_untrusted_peer_is_ignored() {
        assert_eq!(resolve("203.0.113.7", &["10.0.0.1"], &[]), "203.0.113.7");
        assert_eq!(resolve("203.0.113.7", &["10.0.0.1"], &["192.0.2.1"]), "203.0.113.7");
    }

    #[test]
    fn only_the_entries_of_trusted_proxies_are_used() {
        assert_eq!(resolve("192.0.2.1", &["10.0.0.1, 203.0.113.7"], &["192.0.2.1"]), "203.0.113.7");
        assert_eq!(resolve("192.0.2.1", &["10.0.0.1", "203.0.113.7"], &["192.0.2.1"]), "203.0.113.7");
        assert_eq!(
            resolve("192.0.2.1", &["203.0.113.7, 192.0.2.2"], &["192.0.2.1", "192.0.2.2"]),
            "203.0.113.7"
        );
        assert_eq!(resolve("192.0.2.1", &["nonsense"], &["192.0.2.1"]), "192.0.2.1");
    }
}
