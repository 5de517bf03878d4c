//! `offices`: the official list of customs offices.

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

use anyhow::Context;
use backend::Portal;
use backend::agents::offices;
use clap::Subcommand;

#[derive(Subcommand)]
pub enum Action {
    /// Imports the list (JSON: id, name, phoneNumber, countryId, roles); known offices are updated.
    Import { file: PathBuf },
}

pub async fn run(portal: &Portal, action: Action) -> anyhow::Result<()> {
    let Action::Import { file } = action;
    let reader = File::open(&file).with_context(|| file.display().to_string())?;
    let imported = offices::import(portal, BufReader::new(reader)).await.map_err(super::told)?;
    super::say(format_args!(
        "{} added, {} updated, {} refused",
        imported.added, imported.updated, imported.refused
    ));
    Ok(())
}
