//! Limits on open connections, in total and per network.
//!
//! At a limit, a new connection replaces the one that has waited longest for its client, so that slow clients keep nobody
//! out: neither other networks nor other people behind the same address.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use backend::config::Config;
use tokio_util::sync::CancellationToken;

use super::activity::Activity;

/// Bits of an IPv6 address that identify a subscriber.
const IPV6_NETWORK_BITS: u32 = 64;

/// The open connections of a listener.
pub struct OpenConnections {
    total: usize,
    per_network: usize,
    ipv4_network_bits: u32,
    trusted_proxies: Vec<IpAddr>,
    last_number: Arc<AtomicU64>,
    table: Mutex<Table>,
}

/// Network whose connections are counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Network {
    Clients(IpAddr),
    /// A trusted proxy, until a request tells the address of its client: it has no limit of its own.
    Proxy(IpAddr),
}

#[derive(Default)]
struct Table {
    last_id: u64,
    connections: HashMap<u64, Connection>,
    counts: HashMap<Network, usize>,
}

struct Connection {
    network: Network,
    activity: Activity,
    replaced: CancellationToken,
}

/// Place of a connection among the open ones, until dropped.
pub struct Place {
    connections: Arc<OpenConnections>,
    id: u64,
    pub activity: Activity,
    /// Cancelled when another connection takes this place.
    pub replaced: CancellationToken,
}

/// Handle in the extensions of each request of a connection.
#[derive(Clone)]
pub struct ConnectionHandle {
    connections: Arc<OpenConnections>,
    id: u64,
}

impl OpenConnections {
    /// Creates an empty table of at most `total` connections.
    pub fn new(config: &Config, total: usize) -> Arc<Self> {
        Arc::new(Self {
            total: total.max(1),
            per_network: config.limits.connections_per_network.max(1),
            ipv4_network_bits: config.limits.ipv4_network_bits.min(32),
            trusted_proxies: config.trusted_proxies.iter().map(IpAddr::to_canonical).collect(),
            last_number: Arc::default(),
            table: Mutex::default(),
        })
    }

    /// Gives a place to a new connection. `None` if a limit is reached and no connection waits for its client.
    pub fn admit(self: &Arc<Self>, peer: IpAddr) -> Option<Place> {
        let network = self.network_of_peer(peer);
        let mut table = self.table();
        if self.is_crowded(&table, network) {
            table.close_longest_waiting(|connection| connection.network == network).then_some(())?;
        } else if table.connections.len() >= self.total {
            table.close_one_of_largest_network().then_some(())?;
        }
        let activity = Activity::new(Arc::clone(&self.last_number));
        let replaced = CancellationToken::new();
        let connection = Connection { network, activity: activity.clone(), replaced: replaced.clone() };
        let id = table.insert(connection);
        Some(Place { connections: Arc::clone(self), id, activity, replaced })
    }

    /// Counts a connection of a trusted proxy for the network of its current client.
    fn assign(&self, id: u64, client: IpAddr) {
        let network = Network::Clients(self.network(client));
        let mut table = self.table();
        let current = table.connections.get(&id).map(|connection| connection.network);
        if current.is_none_or(|current| current == network) {
            return;
        }
        if self.is_crowded(&table, network) {
            table.close_longest_waiting(|connection| connection.network == network);
        }
        table.move_to(id, network);
    }

    fn is_crowded(&self, table: &Table, network: Network) -> bool {
        matches!(network, Network::Clients(_)) && table.count(network) >= self.per_network
    }

    fn network_of_peer(&self, peer: IpAddr) -> Network {
        let peer = peer.to_canonical();
        if self.trusted_proxies.contains(&peer) {
            Network::Proxy(peer)
        } else {
            Network::Clients(self.network(peer))
        }
    }

    fn network(&self, address: IpAddr) -> IpAddr {
        match address.to_canonical() {
            IpAddr::V4(address) => {
                let mask = u32::MAX.checked_shl(32 - self.ipv4_network_bits).unwrap_or(0);
                Ipv4Addr::from_bits(address.to_bits() & mask).into()
            }
            IpAddr::V6(address) => {
                Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << (128 - IPV6_NETWORK_BITS))).into()
            }
        }
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Table {
    fn count(&self, network: Network) -> usize {
        self.counts.get(&network).copied().unwrap_or(0)
    }

    fn insert(&mut self, connection: Connection) -> u64 {
        self.last_id += 1;
        *self.counts.entry(connection.network).or_default() += 1;
        self.connections.insert(self.last_id, connection);
        self.last_id
    }

    fn remove(&mut self, id: u64) -> Option<Connection> {
        let connection = self.connections.remove(&id)?;
        self.decrement(connection.network);
        Some(connection)
    }

    fn decrement(&mut self, network: Network) {
        if let Some(count) = self.counts.get_mut(&network) {
            *count -= 1;
            if *count == 0 {
                self.counts.remove(&network);
            }
        }
    }

    fn move_to(&mut self, id: u64, network: Network) {
        let Some(connection) = self.connections.get_mut(&id) else { return };
        let former = std::mem::replace(&mut connection.network, network);
        self.decrement(former);
        *self.counts.entry(network).or_default() += 1;
    }

    /// Closes a connection of the largest network or, if none of them waits, of any.
    fn close_one_of_largest_network(&mut self) -> bool {
        let largest = self.counts.iter().max_by_key(|(_, count)| **count).map(|(network, _)| *network);
        self.close_longest_waiting(|connection| Some(connection.network) == largest)
            || self.close_longest_waiting(|_| true)
    }

    /// Closes the connection that has waited longest for its client. Returns `false` if none waits.
    fn close_longest_waiting(&mut self, among: impl Fn(&Connection) -> bool) -> bool {
        let waiting = self.connections.iter().filter(|(_, connection)| among(connection));
        let longest =
            waiting.filter_map(|(id, connection)| Some((connection.activity.waiting()?, *id))).min();
        let Some(closed) = longest.and_then(|(_, id)| self.remove(id)) else { return false };
        closed.replaced.cancel();
        metrics::counter!("connections_replaced_total").increment(1);
        true
    }
}

impl Place {
    pub fn handle(&self) -> ConnectionHandle {
        ConnectionHandle { connections: Arc::clone(&self.connections), id: self.id }
    }

    /// Waits until another connection has taken this place.
    pub async fn replaced(&self) {
        self.replaced.cancelled().await;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.connections.table().remove(self.id);
    }
}

impl ConnectionHandle {
    /// Counts the connection for the network of this client, whose request a trusted proxy passed on.
    pub fn assign(&self, client: IpAddr) {
        self.connections.assign(self.id, client);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROXY: &str = "192.0.2.1";

    fn connections(total: usize, per_network: usize) -> Arc<OpenConnections> {
        let mut config = Config::default();
        config.limits.connections_per_network = per_network;
        config.trusted_proxies = vec![address(PROXY)];
        OpenConnections::new(&config, total)
    }

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    fn is_open(place: &Place) -> bool {
        !place.replaced.is_cancelled()
    }

    fn admit_all(connections: &Arc<OpenConnections>, addresses: &[&str]) -> Vec<Place> {
        addresses.iter().map(|text| connections.admit(address(text)).expect("a place")).collect()
    }

    #[test]
    fn networks_are_ipv4_24_and_ipv6_64() {
        let connections = connections(10, 1);
        let places = admit_all(
            &connections,
            &["203.0.113.7", "203.0.114.7", "2001:db8:1:2::1", "2001:db8:1:3::1", "::ffff:198.51.100.1"],
        );
        assert!(places.iter().all(is_open));
        let others =
            ["203.0.113.250", "203.0.114.1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::2", "198.51.100.9"];
        for (place, other) in places.iter().zip(others) {
            let _other = connections.admit(address(other)).expect("a place");
            assert!(!is_open(place), "{other}");
        }
    }

    #[test]
    fn longest_waiting_connection_of_a_crowded_network_is_replaced() {
        let connections = connections(10, 2);
        let places = admit_all(&connections, &["203.0.113.7", "203.0.113.8", "198.51.100.1"]);
        // The first one received a request, was answered, and waits again.
        places[0].activity.work();
        places[0].activity.wait();
        let _new = connections.admit(address("203.0.113.9")).expect("a place");
        assert_eq!(places.iter().map(is_open).collect::<Vec<_>>(), [true, false, true]);
    }

    #[test]
    fn working_connections_are_not_replaced() {
        let connections = connections(10, 1);
        let places = admit_all(&connections, &["203.0.113.7"]);
        places[0].activity.work();
        assert!(connections.admit(address("203.0.113.8")).is_none());
        assert!(is_open(&places[0]));
        drop(places);
        assert!(connections.admit(address("203.0.113.8")).is_some(), "the place is free again");
    }

    #[test]
    fn largest_network_makes_room_when_the_total_is_reached() {
        let connections = connections(4, 3);
        let places = admit_all(&connections, &["198.51.100.1", "203.0.113.1", "203.0.113.2", "203.0.113.3"]);
        let _new = connections.admit(address("2001:db8::1")).expect("a place");
        assert_eq!(places.iter().map(is_open).collect::<Vec<_>>(), [true, false, true, true]);
    }

    #[test]
    fn connections_of_a_trusted_proxy_count_for_its_clients() {
        let connections = connections(10, 2);
        let places = admit_all(&connections, &[PROXY, PROXY, PROXY, "::ffff:192.0.2.1"]);
        assert!(places.iter().all(is_open), "the proxy has no limit of its own");
        for place in &places[..3] {
            place.handle().assign(address("203.0.113.7"));
        }
        assert_eq!(places.iter().map(is_open).collect::<Vec<_>>(), [false, true, true, true]);
        places[1].handle().assign(address("198.51.100.1"));
        let _new = connections.admit(address("203.0.113.9")).expect("a place");
        assert!(places[1..].iter().all(is_open), "a connection counts for its latest client only");
    }
}
