//! `agent`: customs agents.

use backend::Portal;
use backend::agents::{self, NewAgent};
use clap::Subcommand;

#[derive(Subcommand)]
pub enum Action {
    /// Creates an agent; password on standard input or in PRODOUANE_PASSWORD.
    Create {
        /// Identifiant to sign in with.
        #[arg(long)]
        login: String,
        /// Shown to operators beside the answers.
        #[arg(long)]
        name: String,
        /// Where the codes of the second step are sent.
        #[arg(long)]
        email: String,
        /// Code of a service the agent answers for; may be repeated.
        #[arg(long = "service", required = true)]
        services: Vec<String>,
        /// May sign in from outside the administration's networks.
        #[arg(long)]
        remote: bool,
    },
    /// Lists the agents.
    List,
    /// Closes an agent's access at once.
    Disable {
        #[arg(long)]
        login: String,
    },
    /// Lets an agent work from outside the administration's networks.
    GrantRemote {
        #[arg(long)]
        login: String,
    },
    /// Takes that right back: outside, their session ends at the next request.
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
    /// Replaces the password of an agent; the new one on standard input or in PRODOUANE_PASSWORD.
    SetPassword {
        #[arg(long)]
        login: String,
    },
}

pub async fn run(portal: &Portal, action: Action) -> anyhow::Result<()> {
    match action {
        Action::Create { login, name, email, services, remote } => {
            let password = super::secrets::password()?;
            let agent = NewAgent {
                login: &login,
                name: &name,
                mail: &email,
                password: &password,
                services: &services,
                remote,
            };
            super::say(agents::create(portal, &agent).await.map_err(super::told)?);
        }
        Action::Disable { login } => agents::disable(portal, &login).await.map_err(super::told)?,
        Action::GrantRemote { login } => {
            agents::set_remote(portal, &login, true).await.map_err(super::told)?;
        }
        Action::RevokeRemote { login } => {
            agents::set_remote(portal, &login, false).await.map_err(super::told)?;
        }
        Action::List => {
            for agent in agents::list(portal).await.map_err(super::told)? {
                let state = if agent.enabled { "enabled" } else { "disabled" };
                let from = if agent.remote { "remote" } else { "on-site" };
                super::say(format_args!("{}\t{}\t{}\t{state}\t{from}", agent.login, agent.name, agent.mail));
            }
        }
        Action::SetServices { login, services } => {
            agents::set_services(portal, &login, &services).await.map_err(super::told)?;
        }
        Action::SetPassword { login } => {
            let password = super::secrets::password()?;
            agents::set_password(portal, &login, &password).await.map_err(super::told)?;
        }
    }
    Ok(())
}
