//! The customs side (001, 002; mission §6): agents, the services they work for, their inbox.
//!
//! An agent signs in with a password and a mailed code, always, from the administration's networks unless remote access
//! was given to them. Reading and answering go through [`crate::messaging`],
//! with the rights of an agent.

mod administration;
mod inbox;
mod networks;
pub mod offices;
pub mod services;
mod sign_in;

pub use administration::{AgentRow, NewAgent, create, disable, list, set_password, set_remote, set_services};
pub use inbox::{Counts, Inbox, Part, counts, inbox};
pub use networks::{network, within_reach};
pub use sign_in::{confirm_code, masked_address, prove, resend_code, send_proof_code, sign_in};

use domain::rights::Network;
use uuid::Uuid;

use crate::{Error, Portal, on, session};

/// The agent behind a session, as they are now: a disabled one is nobody any more.
pub async fn for_session(portal: &Portal, agent: Uuid) -> Result<Option<session::Agent>, Error> {
    let rows: Vec<(String, bool, Option<String>)> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT a.name, a.remote, s.service FROM agent a LEFT JOIN agent_service s ON s.agent = a.id
             WHERE a.id = $1 AND a.enabled ORDER BY s.service",
        )
        .bind(agent)
        .fetch_all(c)
        .await
    })?;
    let Some((name, remote, _)) = rows.first().cloned() else { return Ok(None) };
    let services = rows.into_iter().filter_map(|(_, _, service)| service).collect();
    Ok(Some(session::Agent {
        agent,
        name,
        services,
        remote,
        network: Network::Outside,
        address: String::new(),
    }))
}
