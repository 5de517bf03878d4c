//! Python packages that tests compare with, in a virtual environment of the build folder.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::packages::MissingPackage;
use crate::process;
use crate::workspace::Workspace;

/// Independent list of public holidays.
const HOLIDAYS: &str = "holidays==0.109";

/// Returns the Debian package to install, unless Python can make virtual environments.
pub fn missing() -> Option<MissingPackage> {
    let makes_environments = Command::new("python3").args(["-c", "import venv, ensurepip"]).output();
    let is_missing = !makes_environments.is_ok_and(|output| output.status.success());
    let purpose = "opening hours are compared with an independent list of public holidays";
    is_missing.then_some(MissingPackage { package: "python3-venv", purpose })
}

/// Installs the packages, unless they are there in these versions.
pub fn install(workspace: &Workspace) -> Result<()> {
    let python = program(workspace);
    let (name, version) = HOLIDAYS.split_once("==").unwrap_or((HOLIDAYS, ""));
    let check = format!("import {name}, sys; sys.exit({name}.__version__ != '{version}')");
    if Command::new(&python).args(["-c", &check]).output().is_ok_and(|output| output.status.success()) {
        return Ok(());
    }
    process::run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(folder(workspace)))?;
    process::run(Command::new(python).args(["-m", "pip", "install", "--quiet", HOLIDAYS]))
}

/// Returns the Python of the environment.
pub fn program(workspace: &Workspace) -> PathBuf {
    folder(workspace).join("bin/python3")
}

fn folder(workspace: &Workspace) -> PathBuf {
    workspace.target("python")
}
