//! HTTP/1 listener with limits that `axum::serve` lacks: number of connections, time to send headers, minimum
//! throughput of bodies, time to receive a response, time to finish at shutdown.

mod connections;
mod minimum_throughput;
mod peer;
mod send_timeout;

pub use connections::{bind, serve};
pub use minimum_throughput::TooSlow;
pub use peer::Peer;
