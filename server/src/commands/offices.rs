//! `offices`: the official list of customs offices.

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

use anyhow::Context;
use backend::{Portal, directory::offices};
use clap::Subcommand;

use super::output;

#[derive(Subcommand)]
pub enum Action {
    /// Imports the list (JSON: id, name, phoneNumber, countryId, roles); updates existing offices.
    Import { file: PathBuf },
}

pub async fn run(portal: &Portal, action: Action) -> anyhow::Result<()> {
    let Action::Import { file } = action;
    let reader = File::open(&file).with_context(|| file.display().to_string())?;
    let imported = offices::import(portal, BufReader::new(reader)).await.map_err(output::one_line)?;
    output::print(format_args!(
        "{} added, {} updated, {} refused",
        imported.added, imported.updated, imported.refused
    ));
    Ok(())
}
