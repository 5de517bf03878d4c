//! Remote address of a connection.

use std::net::SocketAddr;

/// Remote address of the connection, in the extensions of each of its requests.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);
