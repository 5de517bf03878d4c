//! Events pushed to the portals: each change of rights or figures and each end of a payment by card, signed, in order,
//! retried until the portal accepts it (`docs/api/portail.json`).

mod delivery;
mod event;

pub use delivery::deliver;
pub use event::Event;
