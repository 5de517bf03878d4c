//! `cargo xtask bench`: builds the release, then leaves the measures to the `bench` program (docs/benchmarks.md).

use std::process::Command;

use anyhow::Result;
use clap::Args;

use crate::workspace::{Profile, Workspace};
use crate::{cargo, process, site};

#[derive(Args)]
pub struct Options {
    /// Measures what was built before
    #[arg(long)]
    no_build: bool,
    /// Options of the measures: `cargo xtask bench -- --only dashboard --rounds 3`
    #[arg(last = true)]
    measures: Vec<String>,
}

pub fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    if !options.no_build {
        site::build_beside(workspace, Profile::Release, || build(workspace))?;
    }
    let programs = workspace.programs(Profile::Release);
    process::run(
        Command::new(programs.join("bench"))
            .current_dir(workspace.path(""))
            .arg("run")
            .arg("--programs")
            .arg(&programs)
            .arg("--site")
            .arg(workspace.site(Profile::Release))
            .arg("--folder")
            .arg(workspace.target("bench"))
            .args(&options.measures),
    )
}

/// The portal's programs with the measures: one call, so that all agree on the features of what they share.
fn build(workspace: &Workspace) -> Result<()> {
    let packages = ["server", "simulator", "bench"].map(|package| ["--package", package]);
    process::run(
        cargo::command(workspace).args(["build", "--locked", "--release"]).args(packages.as_flattened()),
    )
}
