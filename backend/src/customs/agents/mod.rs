//! Agents' accounts, managed from the server's command line: agents cannot register.
//!
//! Owns `agent` and `agent_service`.

mod administration;
mod credentials;
mod store;

pub use administration::{create, disable, set_password, set_remote, set_services};
pub use store::{AgentRow, NewAgent, list, service_names};

pub(super) use credentials::{Credentials, by_id, by_login};
pub(super) use store::record_sign_in;
