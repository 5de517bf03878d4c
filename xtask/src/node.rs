//! Tools written for Node, pinned by committed lock files.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::process;

/// # Errors
/// No Node: nothing else can stand in for it.
pub fn ensure_installed() -> Result<()> {
    ensure!(process::is_installed("npm"), "Node 20 or newer with npm is needed: https://nodejs.org/");
    Ok(())
}

/// `npm ci` in `folder`, unless the installed packages are already those of its lock file.
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
            // The browser is the system's.
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"),
    )?;
    fs::write(stamp, wanted)?;
    Ok(())
}

/// A program that `install` put in `folder`.
pub fn program(folder: &Path, name: &str) -> Command {
    Command::new(folder.join("node_modules/.bin").join(name))
}
