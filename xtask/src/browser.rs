//! Finds the browser of the end-to-end tests and of the benchmarks: the Chromium installed on the system.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::packages::MissingPackage;

/// Environment variable with the path of a browser to use instead of the one on the PATH.
pub const VARIABLE: &str = "PRODOUANE_CHROMIUM";

/// Program names, in order of preference: Debian's headless shell has the same engine and opens pages three
/// times faster.
const NAMES: [&str; 4] = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"];

/// Returns the package to install, or `None` if there is a browser.
pub fn missing() -> Option<MissingPackage> {
    let missing = MissingPackage { package: NAMES[0], purpose: "tests and benchmarks run in a real browser" };
    find().is_none().then_some(missing)
}

/// Returns the browser's path. To be called after the packages are installed.
pub fn program() -> Result<PathBuf> {
    find().with_context(|| format!("{} is not on the PATH", NAMES[0]))
}

fn find() -> Option<PathBuf> {
    if let Some(given) = std::env::var_os(VARIABLE) {
        return Some(PathBuf::from(given));
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    NAMES.iter().find_map(|name| {
        std::env::split_paths(&path).map(|folder| folder.join(name)).find(|program| program.is_file())
    })
}
