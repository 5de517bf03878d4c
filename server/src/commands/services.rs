//! `service`: the customs services that answer questions.

use backend::Portal;
use backend::agents::services;
use clap::{Subcommand, ValueEnum};
use domain::motif::RecipientKind;

#[derive(Subcommand)]
pub enum Action {
    /// Adds a service, or renames it when its code exists.
    Add {
        /// Stable code, in figures and capital letters: `PAE-LILLE`.
        #[arg(long)]
        code: String,
        #[arg(long)]
        kind: Kind,
        /// Name shown to operators.
        #[arg(long)]
        name: String,
        /// Number of the customs office it belongs to, from the imported list: `FR000690`.
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
    /// Recette: créances, cautionnement, payments.
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
            services::add(portal, &code, kind.into(), &name, office.as_deref()).await.map_err(super::told)?;
        }
        Action::List => {
            for service in services::list(portal).await.map_err(super::told)? {
                super::say(format_args!("{}\t{:?}\t{}", service.code, service.kind(), service.name));
            }
        }
    }
    Ok(())
}
