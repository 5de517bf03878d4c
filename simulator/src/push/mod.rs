//! What a co-owner tells the portal by itself: each change of rights, signed, in order, until it is taken
//! (`docs/api/portail.json`).

mod delivery;
mod event;

pub use delivery::deliver;
pub use event::Event;
