//! `cargo xtask bench`: builds the release, then runs the `bench` program (docs/benchmarks.md).

use std::process::Command;

use anyhow::Result;
use clap::Args;

use crate::workspace::{Profile, Workspace};
use crate::{browser, cargo, node, packages, process, site};

#[derive(Args)]
pub struct Options {
    /// Runs the benchmarks on the existing release build
    #[arg(long)]
    no_build: bool,
    /// Arguments for the `bench` program: `cargo xtask bench -- --only dashboard --rounds 3`
    #[arg(last = true)]
    arguments: Vec<String>,
}

pub fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let missing = Vec::from_iter(browser::missing());
    packages::ensure_installable(&missing)?;
    packages::install(&missing)?;
    node::install(&workspace.path("end2end"))?;
    if !options.no_build {
        site::build_with_programs(workspace, Profile::Release, || build(workspace))?;
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
            .arg("--browser")
            .arg(browser::program()?)
            .args(&options.arguments),
    )
}

/// Builds the portal's programs and `bench` in one cargo call, so that shared dependencies have the same
/// features.
fn build(workspace: &Workspace) -> Result<()> {
    let packages = ["server", "simulator", "bench"].map(|package| ["--package", package]);
    process::run(
        cargo::command(workspace).args(["build", "--locked", "--release"]).args(packages.as_flattened()),
    )
}
