//! Formatting and clippy, every warning an error.

use std::process::Command;

use anyhow::Result;

use crate::workspace::Workspace;
use crate::{cargo, process, step};

/// What `cargo clippy -- -D warnings` tells its driver.
const DENY_WARNINGS: &str = "-Dwarnings__CLIPPY_HACKERY__";

pub fn formatting(workspace: &Workspace) -> Result<()> {
    step::run("formatting", || process::run(cargo::command(workspace).args(["fmt", "--all", "--check"])))
}

/// The part of the programs, when nothing is built anyway.
pub fn programs(workspace: &Workspace) -> Result<()> {
    step::run("clippy", || {
        process::run(
            cargo::command(workspace)
                .args(["clippy", "--locked", "--workspace", "--all-targets"])
                .args(["--", "-D", "warnings"]),
        )
    })
}

/// Has a cargo call that builds lint what it compiles of this workspace: `cargo clippy` would read every dependency a
/// second time, two minutes on a cold machine, to say the same. The driver compiles as rustc does.
pub fn as_it_builds(command: &mut Command) -> &mut Command {
    command.env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver").env("CLIPPY_ARGS", DENY_WARNINGS)
}

/// The browser's part, in the profile of its build: neither waits for another cargo's lock, and macros are built once.
pub fn browser_part(workspace: &Workspace) -> Result<()> {
    step::run("clippy, browser part", || {
        process::run(
            cargo::command(workspace)
                .args(["clippy", "--locked", "--package", "app", "--lib"])
                .args(["--no-default-features", "--features", "hydrate"])
                .args(["--target", cargo::WASM, "--profile", "wasm-release"])
                .args(["--", "-D", "warnings"]),
        )
    })
}
