//! Python packages that tests compare with, in a virtual environment of the build folder.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::packages::MissingPackage;
use crate::process;
use crate::workspace::Workspace;

/// Independent list of public holidays, and readers of feeds and calendars.
pub const PACKAGES: [&str; 3] = ["holidays==0.109", "feedparser==6.0.11", "icalendar==7.3.2"];

/// Returns the Debian package to install, unless Python can make virtual environments.
pub fn missing() -> Option<MissingPackage> {
    let makes_environments = Command::new("python3").args(["-c", "import venv, ensurepip"]).output();
    let is_missing = !makes_environments.is_ok_and(|output| output.status.success());
    let purpose = "opening hours, feeds and calendars are compared with those of independent packages";
    is_missing.then_some(MissingPackage { package: "python3-venv", purpose })
}

/// Installs the packages, unless they are there in these versions.
pub fn install(workspace: &Workspace) -> Result<()> {
    let python = program(workspace);
    let is_there = |package: &&str| {
        let (name, version) = package.split_once("==").unwrap_or((package, ""));
        let check = format!("from importlib.metadata import version; exit(version('{name}') != '{version}')");
        Command::new(&python).args(["-c", &check]).output().is_ok_and(|output| output.status.success())
    };
    if PACKAGES.iter().all(is_there) {
        return Ok(());
    }
    process::run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(folder(workspace)))?;
    process::run(Command::new(&python).args(["-m", "pip", "install", "--quiet"]).args(PACKAGES))
}

/// Returns the Python of the environment.
pub fn program(workspace: &Workspace) -> PathBuf {
    folder(workspace).join("bin/python3")
}

fn folder(workspace: &Workspace) -> PathBuf {
    workspace.target("python")
}
