//! The browser of the end-to-end tests: the system's Chromium.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::packages::Missing;

/// Names a browser to use instead of the one on the PATH.
pub const VARIABLE: &str = "PRODOUANE_CHROMIUM";

/// Debian's build without windows is the same engine and opens a page in a third of the time.
const NAMES: [&str; 4] = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"];

pub fn missing() -> Option<Missing> {
    let missing = Missing { package: NAMES[0], purpose: "end-to-end tests run in a real browser" };
    find().is_none().then_some(missing)
}

/// The program; packages are installed by now.
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
