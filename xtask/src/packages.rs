//! Required system packages: installs those that are missing, or lists them if xtask may not install.

use std::process::Command;

use anyhow::{Result, bail};
use nix::unistd::Uid;

use crate::process;

/// A Debian package that is not installed, and why it is needed.
pub struct MissingPackage {
    pub package: &'static str,
    pub purpose: &'static str,
}

/// Checks that xtask can install the missing packages, which needs apt and root.
///
/// # Errors
/// If it cannot; the error lists the packages.
pub fn ensure_installable(missing: &[MissingPackage]) -> Result<()> {
    if missing.is_empty() || (Uid::effective().is_root() && process::is_installed("apt-get")) {
        return Ok(());
    }
    let list: Vec<_> = missing.iter().map(|one| format!("\n  {} ({})", one.package, one.purpose)).collect();
    bail!("install these packages with the system's package manager, then try again:{}", list.concat())
}

pub fn install(missing: &[MissingPackage]) -> Result<()> {
    if missing.is_empty() {
        return Ok(());
    }
    for MissingPackage { package, purpose } in missing {
        println!("installing {package} ({purpose})");
    }
    let apt = |arguments: &mut Command| process::run(arguments.env("DEBIAN_FRONTEND", "noninteractive"));
    apt(Command::new("apt-get").args(["update", "-qq"]))?;
    apt(Command::new("apt-get")
        .args(["install", "-y", "-qq", "--no-install-recommends"])
        .args(missing.iter().map(|one| one.package)))
}
