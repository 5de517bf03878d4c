//! `service`: customs services that answer questions.

use backend::{Portal, directory::services};
use clap::{Subcommand, ValueEnum};
use domain::motif::RecipientKind;

use super::output;

#[derive(Subcommand)]
pub enum Action {
    /// Adds a service, or renames the service with this code.
    Add {
        /// Stable code, in capital letters and digits: `PAE-LILLE`.
        #[arg(long)]
        code: String,
        #[arg(long)]
        kind: Kind,
        /// Name shown to operators.
        #[arg(long)]
        name: String,
        /// Identifier of its customs office in the imported list: `FR000690`.
        #[arg(long)]
        office: Option<String>,
    },
    /// Lists the services.
    List,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Kind {
    /// Pôle d'action économique: assiette and garanties.
    Pae,
    /// Recette: créances, cautionnement and payments.
    Recette,
}

impl From<Kind> for RecipientKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Pae => RecipientKind::Pae,
            Kind::Recette => RecipientKind::Recette,
        }
    }
}

pub async fn run(portal: &Portal, action: Action) -> anyhow::Result<()> {
    match action {
        Action::Add { code, kind, name, office } => {
            services::add(portal, &code, kind.into(), &name, office.as_deref())
                .await
                .map_err(output::one_line)?;
        }
        Action::List => {
            for service in services::list(portal).await.map_err(output::one_line)? {
                output::print(format_args!("{}\t{:?}\t{}", service.code, service.kind(), service.name));
            }
        }
    }
    Ok(())
}
