//! `account`: operators' accounts made by an administrator.

use backend::{Portal, account};
use clap::Subcommand;

#[derive(Subcommand)]
pub enum Action {
    /// Creates an account that can sign in at once (demonstrations, tests); password on standard input or in
    /// PRODOUANE_PASSWORD.
    Create {
        /// Identifiant to sign in with.
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
    let password = super::secrets::password()?;
    let id = account::create_activated(portal, &login, &email, &first_name, &last_name, &password)
        .await
        .map_err(super::told)?;
    super::say(id);
    Ok(())
}
