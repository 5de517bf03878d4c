//! Audit trail of the administration: who did what to the staff, the services and the texts, and when. An act is recorded in the
//! transaction that does it, never changed, and deleted after three years. Owns `staff_act`.

mod act;
mod author;
mod list;
mod record;

pub use act::{Act, ActKind, Change};
pub use author::Author;
pub use list::{ActFilter, ActPage, acts};
pub use record::purge as purge_acts;
pub(crate) use record::record;
