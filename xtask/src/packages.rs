//! Programs of the system: found, else installed where we may, else asked for.

use std::process::Command;

use anyhow::{Result, bail};
use nix::unistd::Uid;

use crate::process;

/// Installs a Debian package when the machine has apt and we are root; says what is missing otherwise.
pub fn install(package: &str, purpose: &str) -> Result<()> {
    if !Uid::effective().is_root() || !process::is_installed("apt-get") {
        bail!(
            "{package} is missing ({purpose}): install it with the system's package manager, then run this again"
        );
    }
    println!("installing {package} ({purpose})");
    let apt = |arguments: &[&str]| {
        process::run(Command::new("apt-get").args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))
    };
    apt(&["update", "-qq"])?;
    apt(&["install", "-y", "-qq", "--no-install-recommends", package])
}
