//! JSON API and event stream of the pages, and the endpoints for pushes of co-owners, described by `docs/api/portail.json`.

mod exchange_rates;
mod live;
mod publications;
mod pushes;
mod routes;
mod search_engines;
mod session;
mod sharing;
mod strength;
mod strength_rate_limit;

pub use routes::{co_owner_router, router, shared_view_router, streaming_router};
