//! The scenarios of `end2end/`, each with the database that its project names.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::{Options, browser, ground::Ground, postgres, scratch};
use crate::workspace::{Profile, Workspace};
use crate::{node, process, step};

pub fn install(workspace: &Workspace) -> Result<()> {
    node::install(&workspace.path("end2end"))
}

/// The types of the scenarios; needs nothing that is compiled.
pub fn check_types(workspace: &Workspace) -> Result<()> {
    let folder = workspace.path("end2end");
    step::run("end-to-end: types", || {
        process::run(node::program(&folder, "tsc").current_dir(&folder).arg("--noEmit"))
    })
}

pub fn run(
    workspace: &Workspace,
    database: &postgres::Server,
    ground: &Ground,
    options: &Options,
) -> Result<()> {
    let browser = browser::program()?;
    let shapes = fresh_folder(workspace.target("end2end-shapes"))?;
    step::run("end-to-end", || {
        let mut command = playwright(workspace, &browser);
        // What one of the workers has looked at needs no second look by another.
        command.env("PRODOUANE_E2E_SHAPES", &shapes).env(postgres::VARIABLE, database.address());
        ground.given_to(&mut command);
        if options.images {
            command.env("PRODOUANE_E2E_IMAGES", "1");
        }
        process::run(command.args(&options.scenario))
    })
}

fn fresh_folder(folder: PathBuf) -> Result<PathBuf> {
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

fn playwright(workspace: &Workspace, browser: &Path) -> Command {
    let folder = workspace.path("end2end");
    let programs = workspace.programs(Profile::Debug);
    let mut command = node::program(&folder, "playwright");
    command
        .current_dir(&folder)
        .arg("test")
        .env(browser::VARIABLE, browser)
        .env("PRODOUANE_E2E_SERVER", programs.join("server"))
        .env("PRODOUANE_E2E_SIMULATOR", programs.join("simulator"))
        .env("PRODOUANE_E2E_SITE", workspace.site(Profile::Debug));
    scratch::given_to(&mut command);
    command
}
