//! Programs of the system: found, else installed where we may, else asked for.

use std::process::Command;

use anyhow::{Result, bail};
use nix::unistd::Uid;

use crate::process;

/// A Debian package that is not there, and what for.
pub struct Missing {
    pub package: &'static str,
    pub purpose: &'static str,
}

/// Says what is missing when we may not install it: that takes apt, and root.
pub fn ensure_installable(missing: &[Missing]) -> Result<()> {
    if missing.is_empty() || (Uid::effective().is_root() && process::is_installed("apt-get")) {
        return Ok(());
    }
    let list: Vec<_> = missing.iter().map(|one| format!("\n  {} ({})", one.package, one.purpose)).collect();
    bail!("missing; install with the system's package manager, then run this again:{}", list.concat())
}

pub fn install(missing: &[Missing]) -> Result<()> {
    if missing.is_empty() {
        return Ok(());
    }
    for Missing { package, purpose } in missing {
        println!("installing {package} ({purpose})");
    }
    let apt = |arguments: &mut Command| process::run(arguments.env("DEBIAN_FRONTEND", "noninteractive"));
    apt(Command::new("apt-get").args(["update", "-qq"]))?;
    apt(Command::new("apt-get")
        .args(["install", "-y", "-qq", "--no-install-recommends"])
        .args(missing.iter().map(|one| one.package)))
}
