//! Runs cargo.

use std::ffi::OsString;
use std::process::Command;

use anyhow::{Context, Result};

use crate::process;
use crate::workspace::{Profile, Workspace};

/// Compilation target of the browser code.
pub const WASM: &str = "wasm32-unknown-unknown";

/// Returns a cargo command for the workspace, without the variables that `cargo run` set for xtask: build
/// scripts that depend on those variables (ring's does) would otherwise run on every call.
pub fn command(workspace: &Workspace) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(program);
    command.current_dir(workspace.path(""));
    for (name, _) in std::env::vars_os() {
        let set_by_cargo_run = name.to_str().is_some_and(|name| {
            ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_", "CARGO_PRIMARY_"]
                .iter()
                .any(|prefix| name.starts_with(prefix))
        });
        if set_by_cargo_run {
            command.env_remove(name);
        }
    }
    command
}

/// Value of `CLIPPY_ARGS` that `cargo clippy -- -D warnings` passes to clippy-driver.
const DENY_WARNINGS: &str = "-Dwarnings__CLIPPY_HACKERY__";

/// Makes a build command run clippy on the workspace's crates while it compiles them. clippy-driver also
/// compiles, so this saves a separate `cargo clippy`, which checks every dependency again: two minutes on a
/// cold machine.
pub fn with_clippy(command: &mut Command) -> &mut Command {
    command.env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver").env("CLIPPY_ARGS", DENY_WARNINGS)
}

/// Builds the portal's server and the co-owners' simulator.
pub fn build_programs(workspace: &Workspace, profile: Profile) -> Result<()> {
    let mut build = command(workspace);
    build.args(["build", "--locked", "--package", "server", "--package", "simulator"]);
    if profile == Profile::Release {
        build.arg("--release");
    }
    process::run(&mut build)
}

/// Installs the wasm target if it is missing: rustup reads `rust-toolchain.toml` only when it installs the
/// toolchain.
pub fn ensure_wasm_target(workspace: &Workspace) -> Result<()> {
    let sysroot = Command::new("rustc")
        .current_dir(workspace.path(""))
        .args(["--print", "sysroot"])
        .output()
        .context("failed to run rustc")?;
    let sysroot = std::path::PathBuf::from(String::from_utf8(sysroot.stdout)?.trim());
    if sysroot.join("lib/rustlib").join(WASM).is_dir() {
        return Ok(());
    }
    process::run(Command::new("rustup").current_dir(workspace.path("")).args(["target", "add", WASM]))
}
