//! Tools that run on Node, pinned by committed lock files.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::process;

/// Checks that Node is installed.
///
/// # Errors
/// If `npm` is not on the PATH; xtask cannot install it.
pub fn ensure_installed() -> Result<()> {
    ensure!(process::is_installed("npm"), "Node 20 or newer with npm is needed: https://nodejs.org/");
    Ok(())
}

/// Runs `npm ci` in `folder`, unless the installed packages match its lock file.
pub fn install(folder: &Path) -> Result<()> {
    ensure_installed()?;
    let lock = folder.join("package-lock.json");
    let wanted = fs::read(&lock).with_context(|| lock.display().to_string())?;
    let stamp = folder.join("node_modules/.installed-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    process::run(
        Command::new("npm")
            .current_dir(folder)
            .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
            // The tests use the browser installed on the system.
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"),
    )?;
    fs::write(stamp, wanted)?;
    Ok(())
}

/// Returns a command for a program that [`install`] has put in `folder`.
pub fn program(folder: &Path, name: &str) -> Command {
    Command::new(folder.join("node_modules/.bin").join(name))
}
