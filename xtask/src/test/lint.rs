//! Formatting, and clippy alone; the whole test command lints as it builds ([`cargo::linting`]).

use anyhow::Result;

use crate::workspace::Workspace;
use crate::{cargo, process, step};

pub fn formatting(workspace: &Workspace) -> Result<()> {
    step::run("formatting", || process::run(cargo::command(workspace).args(["fmt", "--all", "--check"])))
}

/// The programs and their tests, every warning an error.
pub fn programs(workspace: &Workspace) -> Result<()> {
    step::run("clippy", || {
        process::run(
            cargo::command(workspace)
                .args(["clippy", "--locked", "--workspace", "--all-targets"])
                .args(["--", "-D", "warnings"]),
        )
    })
}

/// The browser's part, likewise.
pub fn browser_part(workspace: &Workspace) -> Result<()> {
    step::run("clippy, browser part", || {
        process::run(
            cargo::command(workspace)
                .args(["clippy", "--locked", "--package", "frontend", "--package", "app", "--lib"])
                .args(["--target", cargo::WASM])
                .args(["--", "-D", "warnings"]),
        )
    })
}
