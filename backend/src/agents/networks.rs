//! Where agents work from (mission §6): the administration's networks, as configured.
//!
//! The address is the one that `server::layers::client` found: `X-Forwarded-For` counts only when the configuration
//! names the proxy that wrote it.

use std::net::IpAddr;

use domain::rights::{Action, Actor, Network, decide};
use ipnet::IpNet;

use crate::{
    Error, Portal,
    config::AgentsConfig,
    session::{self, Client, Session, Visitor},
    throttle,
};

/// The kind of network that a request comes from.
pub fn network(settings: &AgentsConfig, address: IpAddr) -> Network {
    // An IPv4 address written as an IPv6 one is the same place.
    let address = address.to_canonical();
    let within = |networks: &[IpNet]| networks.iter().any(|network| network.contains(&address));
    if within(&settings.secured_networks) {
        Network::Secured
    } else if within(&settings.networks) {
        Network::Administration
    } else {
        Network::Outside
    }
}

/// The session of a request, with where its agent works from. An agent's session that left the administration's
/// networks, without the right of remote access, ends there and then: coming back needs a new sign-in.
pub async fn within_reach(
    portal: &Portal,
    mut session: Session,
    client: &Client,
) -> Result<Option<Session>, Error> {
    let Visitor::Agent(agent) = &mut session.visitor else { return Ok(Some(session)) };
    agent.network = network(&portal.config.agents, client.address);
    agent.address = throttle::network(client.address);
    let actor = Actor::Agent { services: &agent.services, remote: agent.remote };
    if decide(&actor, &Action::WorkFrom(agent.network)).is_allowed() {
        return Ok(Some(session));
    }
    tracing::warn!(agent = %agent.agent, "an agent's session left the administration's networks");
    session::close(portal, session.id).await?;
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn networks(texts: &[&str]) -> Vec<IpNet> {
        texts.iter().map(|text| text.parse().expect("a network")).collect()
    }

    #[test]
    fn an_address_is_in_a_network_or_not() {
        let settings = AgentsConfig {
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
        let everyone = AgentsConfig { networks: networks(&["0.0.0.0/0"]), ..settings };
        assert_eq!(network(&everyone, [192, 0, 2, 1].into()), Network::Administration);
    }
}
