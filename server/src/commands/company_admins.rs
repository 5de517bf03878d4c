//! `company-admins`: administrators of companies (« administrateurs généraux »), after verification of their powers.

use backend::{Portal, companies::company_admins};
use clap::Subcommand;

use super::output;

#[derive(Subcommand)]
pub enum Action {
    /// Appoints an administrator. Notifies the person and records the role in the history of the account.
    Grant {
        /// Identifiant or mail address of the account.
        #[arg(long)]
        login: String,
        #[arg(long)]
        siren: String,
    },
    /// Lists the current roles and who delegated them.
    List,
    /// Withdraws a role and the roles delegated from it.
    Withdraw {
        #[arg(long)]
        login: String,
        #[arg(long)]
        siren: String,
    },
}

pub async fn run(portal: &Portal, action: Action) -> anyhow::Result<()> {
    match action {
        Action::Grant { login, siren } => {
            company_admins::grant(portal, &login, &siren).await.map_err(output::one_line)
        }
        Action::Withdraw { login, siren } => {
            company_admins::revoke(portal, &login, &siren).await.map_err(output::one_line)
        }
        Action::List => {
            for role in company_admins::list(portal).await.map_err(output::one_line)? {
                let giver = role.giver.as_deref().unwrap_or("-");
                let end = role.ends_at.map_or_else(|| "-".to_owned(), |at| at.rfc3339());
                output::print(format_args!(
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
