//! `rates`: exchange rates for the value in customs.

use std::path::PathBuf;

use anyhow::Context;
use backend::{Portal, exchange_rates};
use clap::Subcommand;

use super::output;

#[derive(Subcommand)]
pub enum Action {
    /// Imports rates of the European Central Bank (its CSV file, or the ZIP archive with it); records changed rates as
    /// corrections.
    Import { file: PathBuf },
}

pub async fn run(portal: &Portal, action: Action) -> anyhow::Result<()> {
    let Action::Import { file } = action;
    let bytes = tokio::fs::read(&file).await.with_context(|| file.display().to_string())?;
    let imported = exchange_rates::import(portal, bytes).await.map_err(output::one_line)?;
    output::print(format_args!("{} added, {} corrected", imported.added, imported.corrected));
    Ok(())
}
