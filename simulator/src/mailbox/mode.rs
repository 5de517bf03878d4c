use serde::{Deserialize, Serialize};

/// How the mail server behaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    #[default]
    None,
    /// Drops connections before the greeting, as a server that is not there.
    Refuse,
    /// Answers 451 to a sender: try again later.
    Tempfail,
    /// Answers 550 to every recipient: do not try again.
    Reject,
    /// Receives the whole message and then says nothing more.
    Hang,
    /// Keeps the message and cuts the connection before it says so.
    Cut,
}
