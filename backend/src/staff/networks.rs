//! Networks that members work from (mission §6), as configured.
//!
//! The address is the one determined by `server::layers::client`, which reads `X-Forwarded-For` and `Forwarded` only
//! from a configured proxy.

use std::net::IpAddr;

use domain::rights::{Action, Network, decide};
use ipnet::IpNet;

use platform::{Error, throttle};

use crate::{
    Portal,
    accounts::sessions::{self, Client, Session, Visitor},
    config::StaffConfig,
};

/// Returns the kind of network of an address. An unknown one is outside, even if every address is configured.
pub fn network(settings: &StaffConfig, address: IpAddr) -> Network {
    // IPv4-mapped IPv6 addresses count as IPv4.
    let address = address.to_canonical();
    if address.is_unspecified() {
        return Network::Outside;
    }
    let within = |networks: &[IpNet]| networks.iter().any(|network| network.contains(&address));
    if within(&settings.secured_networks) {
        Network::Secured
    } else if within(&settings.networks) {
        Network::Administration
    } else {
        Network::Outside
    }
}

/// Sets the network of a member's session. Closes the session and returns `None` outside the administration's networks
/// without remote access: the member must sign in again.
pub async fn restrict_to_network(
    portal: &Portal,
    mut session: Session,
    client: &Client,
) -> Result<Option<Session>, Error> {
    let Visitor::Staff(member) = &mut session.visitor else { return Ok(Some(session)) };
    member.network = network(&portal.config.staff, client.address);
    member.address = throttle::network(client.address);
    let actor = member.actor();
    if decide(&actor, &Action::WorkFrom(member.network)).is_allowed() {
        return Ok(Some(session));
    }
    tracing::warn!(member = %member.id, "session of the staff closed outside the allowed networks");
    sessions::close(portal, session.id).await?;
    Ok(None)
}

#[cfg(test)]
mod tests {
    use std::net::Ipv6Addr;

    use super::*;

    fn networks(texts: &[&str]) -> Vec<IpNet> {
        texts.iter().map(|text| text.parse().expect("a network")).collect()
    }

    #[test]
    fn addresses_are_matched_to_configured_networks() {
        let settings = StaffConfig {
            strong_factor_required: true,
            networks: networks(&["10.20.0.0/16", "2001:db8:1::/48"]),
            secured_networks: networks(&["10.20.7.0/24", "2001:db8:9::/64"]),
        };
        for (address, expected) in [
            ("10.20.255.1", Network::Administration),
            ("::ffff:10.20.0.9", Network::Administration),
            ("10.20.7.1", Network::Secured),
            ("::ffff:10.20.7.1", Network::Secured),
            ("2001:db8:1:ffff::1", Network::Administration),
            ("2001:db8:9::1", Network::Secured),
            ("2001:db8:9:1::1", Network::Outside),
            ("10.21.0.1", Network::Outside),
            ("2001:db8:2::1", Network::Outside),
            ("::1", Network::Outside),
        ] {
            assert_eq!(network(&settings, address.parse().expect("an address")), expected, "{address}");
        }
        let everyone = StaffConfig {
            strong_factor_required: true,
            networks: networks(&["0.0.0.0/0", "::/0"]),
            secured_networks: networks(&["0.0.0.0/0", "::/0"]),
        };
        assert_eq!(network(&everyone, [192, 0, 2, 1].into()), Network::Secured);
        for unknown in [Client::UNKNOWN_ADDRESS, Ipv6Addr::UNSPECIFIED.into()] {
            assert_eq!(network(&everyone, unknown), Network::Outside);
        }
    }
}
