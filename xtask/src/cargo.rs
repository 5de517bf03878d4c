//! Calls of cargo.

use std::ffi::OsString;
use std::process::Command;

use anyhow::Result;

use crate::process;
use crate::workspace::{Profile, Workspace};

/// Target of the browser.
pub const WASM: &str = "wasm32-unknown-unknown";

/// `cargo …` in the workspace, free of what `cargo run` told us about ourselves: build scripts that watch those
/// variables (ring's does) would otherwise be run again and again.
pub fn command(workspace: &Workspace) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(program);
    command.current_dir(workspace.path(""));
    for (name, _) in std::env::vars_os() {
        let told_by_cargo = name.to_str().is_some_and(|name| {
            ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_", "CARGO_PRIMARY_"]
                .iter()
                .any(|prefix| name.starts_with(prefix))
        });
        if told_by_cargo {
            command.env_remove(name);
        }
    }
    command
}

/// What `cargo clippy -- -D warnings` tells its driver.
const DENY_WARNINGS: &str = "-Dwarnings__CLIPPY_HACKERY__";

/// Has a call that builds lint what it compiles of this workspace: `cargo clippy` would read every dependency a second
/// time, two minutes on a cold machine, to say the same. The driver compiles as rustc does.
pub fn linting(command: &mut Command) -> &mut Command {
    command.env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver").env("CLIPPY_ARGS", DENY_WARNINGS)
}

/// The portal's server and the co-owners' simulator.
pub fn build_programs(workspace: &Workspace, profile: Profile) -> Result<()> {
    let mut build = command(workspace);
    build.args(["build", "--locked", "--package", "server", "--package", "simulator"]);
    if profile == Profile::Release {
        build.arg("--release");
    }
    process::run(&mut build)
}

/// Adds the browser's target when rustup has not read it in `rust-toolchain.toml` (toolchain installed before).
pub fn ensure_wasm_target(workspace: &Workspace) -> Result<()> {
    let sysroot =
        Command::new("rustc").current_dir(workspace.path("")).args(["--print", "sysroot"]).output()?;
    let sysroot = std::path::PathBuf::from(String::from_utf8(sysroot.stdout)?.trim());
    if sysroot.join("lib/rustlib").join(WASM).is_dir() {
        return Ok(());
    }
    process::run(Command::new("rustup").current_dir(workspace.path("")).args(["target", "add", WASM]))
}
