//! `account`: accounts of operators created by an administrator.

use backend::{Portal, accounts::account};
use clap::Subcommand;

use super::{output, password_input};

#[derive(Subcommand)]
pub enum Action {
    /// Creates an activated account (demonstrations, tests). Reads the password from PRODOUANE_PASSWORD or standard
    /// input.
    Create {
        /// Identifiant used to sign in.
        #[arg(long)]
        login: String,
        #[arg(long)]
        email: String,
        #[arg(long)]
        first_name: String,
        #[arg(long)]
        last_name: String,
    },
}

pub async fn run(portal: &Portal, action: Action) -> anyhow::Result<()> {
    let Action::Create { login, email, first_name, last_name } = action;
    let password = password_input::read()?;
    let id = account::create_activated(portal, &login, &email, &first_name, &last_name, &password)
        .await
        .map_err(output::one_line)?;
    output::print(id);
    Ok(())
}
