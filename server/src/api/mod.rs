//! JSON API and event stream of the pages, and the endpoint for pushed rights, described by `docs/api/portail.json`.

mod events;
mod live;
mod payments;
mod routes;
mod session;
mod strength;
mod strength_rate_limit;

pub use routes::{co_owner_router, router, streaming_router};
