//! `staff`: customs agents, hotline advisers, editors and administrators.

use backend::{
    Portal,
    staff::{self, NewMember},
};
use clap::{Subcommand, ValueEnum};
use domain::rights::StaffRole;

use super::{output, password_input};

#[derive(Subcommand)]
pub enum Action {
    /// Creates a member of the staff. Reads the password from PRODOUANE_PASSWORD or standard input.
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
        /// Role; may be repeated.
        #[arg(long = "role", required = true)]
        roles: Vec<Role>,
        /// Code of a service for which an agent answers; may be repeated.
        #[arg(long = "service")]
        services: Vec<String>,
        /// Grants sign-in from outside the administration's networks.
        #[arg(long)]
        remote: bool,
    },
    /// Lists the staff.
    List,
    /// Lists the failed sign-ins of the last 13 months by member and hour, the last ones first.
    FailedSignIns,
    /// Disables a member immediately.
    Disable {
        #[arg(long)]
        login: String,
    },
    /// Grants a member access from outside the administration's networks.
    GrantRemote {
        #[arg(long)]
        login: String,
    },
    /// Revokes the access from outside the administration's networks: a session outside ends at the next request.
    RevokeRemote {
        #[arg(long)]
        login: String,
    },
    /// Removes the authenticator apps, passkeys and recovery codes of a member who has lost them.
    ResetFactors {
        #[arg(long)]
        login: String,
    },
    /// Replaces the roles of a member.
    SetRoles {
        #[arg(long)]
        login: String,
        #[arg(long = "role")]
        roles: Vec<Role>,
    },
    /// Replaces the services of an agent.
    SetServices {
        #[arg(long)]
        login: String,
        #[arg(long = "service")]
        services: Vec<String>,
    },
    /// Replaces the password of a member. Reads the new password from PRODOUANE_PASSWORD or standard input.
    SetPassword {
        #[arg(long)]
        login: String,
    },
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Role {
    /// Customs agent: answers the questions sent to their services.
    Agent,
    /// Hotline adviser: answers the cases of the assistance.
    Adviser,
    /// Writes the texts of the public pages.
    Editor,
    /// Shares documents of their services.
    DocumentManager,
    /// Administers staff and services.
    Administrator,
}

impl From<Role> for StaffRole {
    fn from(role: Role) -> Self {
        match role {
            Role::Agent => StaffRole::Agent,
            Role::Adviser => StaffRole::Adviser,
            Role::Editor => StaffRole::Editor,
            Role::DocumentManager => StaffRole::DocumentManager,
            Role::Administrator => StaffRole::Administrator,
        }
    }
}

fn roles(typed: Vec<Role>) -> Vec<StaffRole> {
    typed.into_iter().map(StaffRole::from).collect()
}

pub async fn run(portal: &Portal, action: Action) -> anyhow::Result<()> {
    match action {
        Action::Create { login, name, email, roles: typed, services, remote } => {
            let password = password_input::read()?;
            let member = NewMember {
                login: &login,
                name: &name,
                mail: &email,
                password: &password,
                roles: &roles(typed),
                services: &services,
                remote,
            };
            output::print(staff::create(portal, &member).await.map_err(output::one_line)?);
        }
        Action::Disable { login } => staff::disable(portal, &login).await.map_err(output::one_line)?,
        Action::GrantRemote { login } => {
            staff::set_remote(portal, &login, true).await.map_err(output::one_line)?;
        }
        Action::RevokeRemote { login } => {
            staff::set_remote(portal, &login, false).await.map_err(output::one_line)?;
        }
        Action::ResetFactors { login } => {
            staff::reset_factors_of(portal, &login).await.map_err(output::one_line)?;
        }
        Action::List => list(portal).await?,
        Action::FailedSignIns => {
            for failed in staff::failed_sign_ins(portal).await.map_err(output::one_line)? {
                output::print(format_args!(
                    "{}\t{}\t{}\t{}",
                    failed.happened_at.rfc3339(),
                    failed.login,
                    failed.times,
                    failed.place
                ));
            }
        }
        Action::SetRoles { login, roles: typed } => {
            staff::set_roles(portal, &login, &roles(typed)).await.map_err(output::one_line)?;
        }
        Action::SetServices { login, services } => {
            staff::set_services(portal, &login, &services).await.map_err(output::one_line)?;
        }
        Action::SetPassword { login } => {
            let password = password_input::read()?;
            staff::set_password(portal, &login, &password).await.map_err(output::one_line)?;
        }
    }
    Ok(())
}

async fn list(portal: &Portal) -> anyhow::Result<()> {
    for member in staff::list(portal).await.map_err(output::one_line)? {
        let state = if member.enabled { "enabled" } else { "disabled" };
        let from = if member.remote { "remote" } else { "on-site" };
        let roles: Vec<&str> = member.roles().into_iter().map(StaffRole::code).collect();
        output::print(format_args!(
            "{}\t{}\t{}\t{}\t{state}\t{from}",
            member.login,
            member.name,
            member.mail,
            roles.join(",")
        ));
    }
    Ok(())
}
