//! Formatting check, and clippy for `--only lint`; the whole test command runs clippy while it builds
//! ([`cargo::with_clippy`]).

use anyhow::Result;

use crate::workspace::Workspace;
use crate::{cargo, process, step};

pub fn formatting(workspace: &Workspace) -> Result<()> {
    step::run("formatting", || process::run(cargo::command(workspace).args(["fmt", "--all", "--check"])))
}

/// Runs clippy on the programs and their tests; warnings are errors.
pub fn programs(workspace: &Workspace) -> Result<()> {
    step::run("clippy", || {
        process::run(
            cargo::command(workspace)
                .args(["clippy", "--locked", "--workspace", "--all-targets"])
                .args(["--", "-D", "warnings"]),
        )
    })
}

/// Runs clippy on the browser code; warnings are errors.
pub fn browser_code(workspace: &Workspace) -> Result<()> {
    step::run("clippy, browser code", || {
        process::run(
            cargo::command(workspace)
                .args(["clippy", "--locked", "--package", "frontend", "--package", "app", "--lib"])
                .args(["--target", cargo::WASM])
                .args(["--", "-D", "warnings"]),
        )
    })
}
