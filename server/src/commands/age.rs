//! `age`: « administrateurs généraux » of companies, once their powers were verified.

use backend::{Portal, age};
use clap::Subcommand;

#[derive(Subcommand)]
pub enum Action {
    /// Names an administrator; told in the portal, and kept in the history of the account.
    Grant {
        /// Identifiant or address of the account.
        #[arg(long)]
        login: String,
        #[arg(long)]
        siren: String,
    },
    /// Lists the roles that are held, with who delegated them.
    List,
    /// Takes a role back, with what was delegated from it.
    Withdraw {
        #[arg(long)]
        login: String,
        #[arg(long)]
        siren: String,
    },
}

pub async fn run(portal: &Portal, action: Action) -> anyhow::Result<()> {
    match action {
        Action::Grant { login, siren } => age::grant(portal, &login, &siren).await.map_err(super::told),
        Action::Withdraw { login, siren } => age::revoke(portal, &login, &siren).await.map_err(super::told),
        Action::List => {
            for role in age::list(portal).await.map_err(super::told)? {
                let giver = role.giver.as_deref().unwrap_or("-");
                let end = role.ends_at.map_or_else(|| "-".to_owned(), |at| at.rfc3339());
                super::say(format_args!(
                    "{}\t{}\t{}\t{end}\t{giver}",
                    role.siren,
                    role.login,
                    role.starts_at.rfc3339()
                ));
            }
            Ok(())
        }
    }
}
