//! Notifies subscribers of committed changes, in every process of the portal.
//!
//! A use case records in its transaction what it changes ([`Tx::notify`](crate::db::Tx::notify)); the signal is sent if
//! and when the transaction commits. On PostgreSQL every process receives it through LISTEN/NOTIFY, the sender
//! included; on SQLite there is one process. A signal carries a topic and an identifier: the subscriber reads the rest
//! in the database. A duplicate or late signal is therefore harmless, and a lost one only delays the subscriber until
//! its next periodic check.

mod bus;
mod listen;
mod signal;
mod subscriber;

pub use bus::{Bus, Origin, SubscribeError, Subscription};
pub use listen::{LISTENER_NAME, follow};
pub(crate) use signal::{CHANNEL, payloads};
pub use signal::{Signal, Topic};
pub use subscriber::Changes;
