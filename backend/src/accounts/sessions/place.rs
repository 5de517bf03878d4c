//! Place of a session: network and device, as its owner recognises them.

use std::net::IpAddr;

use domain::browser::Browser;

use super::Client;

/// Place of a request, as shown to the owner of the account: « réseau 192.0.2.x, Firefox sous Linux ». Too coarse to
/// locate a person.
pub fn place(client: &Client) -> String {
    format!("réseau {}, {}", coarse_network(client.address), device_label(&client.user_agent))
}

/// An address without its last part: `192.0.2.x`, `2001:db8:1:…`; `inconnu` for an unknown one.
pub fn coarse_network(address: IpAddr) -> String {
    match address.to_canonical() {
        Client::UNKNOWN_ADDRESS => "inconnu".to_owned(),
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            format!("{a}.{b}.{c}.x")
        }
        IpAddr::V6(address) => {
            let [a, b, c, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:…")
        }
    }
}

/// Label of a device, from `User-Agent`: « Firefox sous Linux ». Unknown names are never repeated.
pub fn device_label(user_agent: &str) -> String {
    const SYSTEMS: [(&str, &str); 6] = [
        ("Android", "Android"),
        ("iPhone", "iOS"),
        ("iPad", "iPadOS"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];
    let system = SYSTEMS.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name);
    match (Browser::parse(user_agent), system) {
        (Some(browser), Some(system)) => format!("{} sous {system}", browser.family.label()),
        (Some(browser), None) => browser.family.label().to_owned(),
        _ => "navigateur inconnu".to_owned(),
    }
}

/// [`place`] of a stored session.
pub(crate) fn stored_place(network: &str, device: &str) -> String {
    let address = network.split('/').next().and_then(|address| address.parse::<IpAddr>().ok());
    match address {
        Some(address) => format!("réseau {}, {device}", coarse_network(address)),
        None => device.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_device_names_are_repeated() {
        for (user_agent, label) in [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox sous Linux"),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0",
                "Edge sous Windows",
            ),
            ("curl/8.5 <script>", "navigateur inconnu"),
            ("", "navigateur inconnu"),
        ] {
            assert_eq!(device_label(user_agent), label);
        }
    }

    #[test]
    fn addresses_are_truncated() {
        for (address, coarse) in
            [("192.0.2.77", "192.0.2.x"), ("2001:db8:1:2::3", "2001:db8:1:…"), ("0.0.0.0", "inconnu")]
        {
            assert_eq!(coarse_network(address.parse().expect("an address")), coarse);
        }
    }

    #[test]
    fn stored_place_equals_place() {
        for (network, expected) in [
            ("192.0.2.7", "réseau 192.0.2.x, Firefox sous Linux"),
            ("2001:db8:1:2::/64", "réseau 2001:db8:1:…, Firefox sous Linux"),
            ("", "Firefox sous Linux"),
        ] {
            assert_eq!(stored_place(network, "Firefox sous Linux"), expected);
        }
    }
}
