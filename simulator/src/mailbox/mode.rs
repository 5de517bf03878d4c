//! Fault modes of the mail server.

use serde::{Deserialize, Serialize};

/// Behaviour of the mail server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// No fault.
    #[default]
    None,
    /// Closes connections before the greeting, like a server that is down.
    Refuse,
    /// Replies 451 to MAIL, a temporary failure.
    Tempfail,
    /// Replies 550 to every recipient, a permanent failure.
    Reject,
    /// Receives the whole message, then never replies.
    Hang,
    /// Stores the message, then closes the connection before replying.
    Cut,
}
