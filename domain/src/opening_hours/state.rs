//! State of a service at a time.

use jiff::civil::{DateTime, Time};

/// State of a service at a time, in Paris.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Open {
        until: Time,
    },
    Closed {
        /// Name of the public holiday that closes the service today.
        holiday: Option<&'static str>,
        /// Next opening; `None` if none is near.
        opens: Option<DateTime>,
    },
}

impl State {
    pub fn is_open(&self) -> bool {
        matches!(self, State::Open { .. })
    }
}
