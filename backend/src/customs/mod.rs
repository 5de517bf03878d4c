//! Customs agents (001, 002; mission §6): accounts, sign-in, networks, inbox of their services.
//!
//! An agent always signs in with a password and a mailed code, from the administration's networks or with remote
//! access. Agents read and answer questions through [`crate::messaging`].

mod agents;
mod inbox;
mod networks;
mod sign_in;

pub use agents::{
    AgentRow, NewAgent, create, disable, list, service_names, set_password, set_remote, set_services,
};
pub use inbox::{Inbox, InboxCounts, InboxPart, counts, inbox};
pub use networks::{network, restrict_to_network};
pub use sign_in::{
    FailedSignIns, code_destination, confirm_code, failed_sign_ins, purge_failed_sign_ins, reauthenticate,
    resend_code, send_reauthentication_code, sign_in,
};
