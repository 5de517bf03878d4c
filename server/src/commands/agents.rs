//! `agent`: customs agents.

use backend::{
    Portal,
    customs::{self, NewAgent},
};
use clap::Subcommand;

use super::{output, password_input};

#[derive(Subcommand)]
pub enum Action {
    /// Creates an agent. Reads the password from PRODOUANE_PASSWORD or standard input.
    Create {
        /// Identifiant used to sign in.
        #[arg(long)]
        login: String,
        /// Name shown to operators with the answers.
        #[arg(long)]
        name: String,
        /// Address to which the codes of the second factor are sent.
        #[arg(long)]
        email: String,
        /// Code of a service for which the agent answers; may be repeated.
        #[arg(long = "service", required = true)]
        services: Vec<String>,
        /// Grants sign-in from outside the administration's networks.
        #[arg(long)]
        remote: bool,
    },
    /// Lists the agents.
    List,
    /// Lists the failed sign-ins of the last 13 months by agent and hour, the last ones first.
    FailedSignIns,
    /// Disables an agent immediately.
    Disable {
        #[arg(long)]
        login: String,
    },
    /// Grants an agent access from outside the administration's networks.
    GrantRemote {
        #[arg(long)]
        login: String,
    },
    /// Revokes the access from outside the administration's networks: a session outside ends at the next request.
    RevokeRemote {
        #[arg(long)]
        login: String,
    },
    /// Replaces the services of an agent.
    SetServices {
        #[arg(long)]
        login: String,
        #[arg(long = "service")]
        services: Vec<String>,
    },
    /// Replaces the password of an agent. Reads the new password from PRODOUANE_PASSWORD or standard input.
    SetPassword {
        #[arg(long)]
        login: String,
    },
}

pub async fn run(portal: &Portal, action: Action) -> anyhow::Result<()> {
    match action {
        Action::Create { login, name, email, services, remote } => {
            let password = password_input::read()?;
            let agent = NewAgent {
                login: &login,
                name: &name,
                mail: &email,
                password: &password,
                services: &services,
                remote,
            };
            output::print(customs::create(portal, &agent).await.map_err(output::one_line)?);
        }
        Action::Disable { login } => customs::disable(portal, &login).await.map_err(output::one_line)?,
        Action::GrantRemote { login } => {
            customs::set_remote(portal, &login, true).await.map_err(output::one_line)?;
        }
        Action::RevokeRemote { login } => {
            customs::set_remote(portal, &login, false).await.map_err(output::one_line)?;
        }
        Action::List => {
            for agent in customs::list(portal).await.map_err(output::one_line)? {
                let state = if agent.enabled { "enabled" } else { "disabled" };
                let from = if agent.remote { "remote" } else { "on-site" };
                output::print(format_args!(
                    "{}\t{}\t{}\t{state}\t{from}",
                    agent.login, agent.name, agent.mail
                ));
            }
        }
        Action::FailedSignIns => {
            for failed in customs::failed_sign_ins(portal).await.map_err(output::one_line)? {
                output::print(format_args!(
                    "{}\t{}\t{}\t{}",
                    failed.happened_at.rfc3339(),
                    failed.login,
                    failed.times,
                    failed.place
                ));
            }
        }
        Action::SetServices { login, services } => {
            customs::set_services(portal, &login, &services).await.map_err(output::one_line)?;
        }
        Action::SetPassword { login } => {
            let password = password_input::read()?;
            customs::set_password(portal, &login, &password).await.map_err(output::one_line)?;
        }
    }
    Ok(())
}
