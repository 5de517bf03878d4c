//! `publications`: news, events and guides.

use std::path::PathBuf;

use anyhow::Context;
use backend::{Portal, publications};
use clap::Subcommand;

use super::output;

#[derive(Subcommand)]
pub enum Action {
    /// Publishes the articles of a TOML file, except those that exist: a table [[article]] each, with « nature »
    /// (actualite, evenement, documentation), « publie_le » and the fields of its form. A day may be counted from today:
    /// « +10 ».
    Import { file: PathBuf },
}

pub async fn run(portal: &Portal, action: Action) -> anyhow::Result<()> {
    let Action::Import { file } = action;
    let text = tokio::fs::read_to_string(&file).await.with_context(|| file.display().to_string())?;
    let imported = publications::import(portal, &text).await.map_err(output::one_line)?;
    output::print(format_args!("{imported} published"));
    Ok(())
}
