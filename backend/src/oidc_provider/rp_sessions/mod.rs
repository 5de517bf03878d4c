//! RP sessions: the téléservices opened in a session of the portal, which are notified when it ends. Owns `rp_session`.

mod logout;
mod store;

pub use logout::LogoutQueue;
pub(crate) use logout::purge;
pub(super) use store::{belongs_to, open};
