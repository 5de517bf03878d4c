//! `service`: customs services that answer questions.

use backend::{
    Portal,
    directory::services::{self, NewService},
};
use clap::{Subcommand, ValueEnum};
use domain::motif::RecipientKind;

use super::output;

#[derive(Subcommand)]
pub enum Action {
    /// Adds a service, or updates the service with this code. Address, mail address and telephone number are on every
    /// receipt of a question (CRPA R112-11-1).
    Add {
        /// Stable code, in capital letters and digits: `PAE-LILLE`.
        #[arg(long)]
        code: String,
        #[arg(long)]
        kind: Kind,
        /// Name shown to operators.
        #[arg(long)]
        name: String,
        /// Postal address, on one line.
        #[arg(long)]
        address: String,
        #[arg(long)]
        email: String,
        #[arg(long)]
        phone: String,
        /// Identifier of its customs office in the imported list: `FR000690`.
        #[arg(long)]
        office: Option<String>,
    },
    /// Lists the services.
    List,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Kind {
    /// Pôle gestion des procédures du bureau de douane: assiette and garanties.
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
        Action::Add { code, kind, name, address, email, phone, office } => {
            let service = NewService {
                code: &code,
                kind: kind.into(),
                name: &name,
                address: &address,
                email: &email,
                phone: &phone,
                office: office.as_deref(),
            };
            services::add(portal, &service).await.map_err(output::one_line)?;
        }
        Action::List => {
            for service in services::list(portal).await.map_err(output::one_line)? {
                output::print(format_args!(
                    "{}\t{:?}\t{}\t{}\t{}\t{}",
                    service.code,
                    service.kind(),
                    service.name,
                    service.address,
                    service.email,
                    service.phone()
                ));
            }
        }
    }
    Ok(())
}
