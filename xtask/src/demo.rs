//! Demo.
use crate::workspace::Workspace;
use anyhow::Result;
use clap::Args;
#[derive(Args)]
pub struct Options {}
pub fn run(_workspace: &Workspace, _options: &Options) -> Result<()> {
    Ok(())
}
