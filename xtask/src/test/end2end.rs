//! Runs the scenarios of `end2end/`, on the database of each Playwright project.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::{Options, fixtures::Fixtures, postgres, scratch};
use crate::workspace::{Profile, Workspace};
use crate::{browser, node, process, step};

pub fn install(workspace: &Workspace) -> Result<()> {
    node::install(&workspace.path("end2end"))
}

/// Type-checks the scenarios; needs no compiled program.
pub fn check_types(workspace: &Workspace) -> Result<()> {
    let folder = workspace.path("end2end");
    step::run("end-to-end: types", || {
        process::run(node::program(&folder, "tsc").current_dir(&folder).arg("--noEmit"))
    })
}

pub fn run(
    workspace: &Workspace,
    database: &postgres::Server,
    fixtures: &Fixtures,
    options: &Options,
) -> Result<()> {
    let browser = browser::program()?;
    let checked_pages = fresh_folder(workspace.target("end2end-shapes"))?;
    step::run("end-to-end", || {
        let mut command = playwright(workspace, &browser);
        // Lets workers skip pages that another worker has already checked.
        command.env("PRODOUANE_E2E_SHAPES", &checked_pages).env(postgres::VARIABLE, database.address());
        fixtures.add_to(&mut command);
        if options.images {
            command.env("PRODOUANE_E2E_IMAGES", "1");
        }
        if let Some(words) = &options.scenario {
            command.arg("--grep").arg(title_pattern(words));
        }
        process::run(&mut command)
    })
}

/// Returns a regular expression that finds all the words, in any order. Keyboards have only the straight apostrophe.
fn title_pattern(words: &str) -> String {
    words.split_whitespace().map(|word| format!("(?=.*{})", escape(word))).collect()
}

fn escape(word: &str) -> String {
    let mut escaped = String::with_capacity(word.len());
    for character in word.chars() {
        match character {
            '\'' | '’' => escaped.push_str("['’]"),
            _ if r"\^$.*+?()[]{}|".contains(character) => escaped.extend(['\\', character]),
            _ => escaped.push(character),
        }
    }
    escaped
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
    scratch::set_temporary_folder(&mut command);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scenarios_are_found_by_words_of_their_titles() {
        assert_eq!(title_pattern("clé accès"), "(?=.*clé)(?=.*accès)");
        assert_eq!(title_pattern("  l'inscription "), "(?=.*l['’]inscription)");
        assert_eq!(title_pattern("cle.spec"), r"(?=.*cle\.spec)");
        assert_eq!(title_pattern("(a|b) c ?"), r"(?=.*\(a\|b\))(?=.*c)(?=.*\?)");
    }
}
