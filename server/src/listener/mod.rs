//! HTTP/1 listener with limits that `axum::serve` lacks: number of connections in total and per network, time to send
//! headers, minimum throughput of bodies, time to receive a response, time to finish at shutdown.

mod activity;
mod connections;
mod file_limit;
mod minimum_throughput;
mod open_connections;
mod peer;
mod send_timeout;

pub use connections::{bind, serve};
pub use minimum_throughput::TooSlow;
pub use open_connections::ConnectionHandle;
pub use peer::Peer;
