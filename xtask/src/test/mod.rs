//! Everything that CI runs, in the order in which a mistake is found soonest.

mod browser;
mod end2end;
mod ground;
mod lint;
mod postgres;
mod scratch;

use std::process::Command;
use std::time::Instant;

use anyhow::Result;
use clap::{Args, ValueEnum};

use self::ground::Ground;
use crate::packages::Missing;
use crate::workspace::{Profile, Workspace};
use crate::{cargo, node, packages, process, site, step};

/// OATH Toolkit, and the variable that has the tests insist on it.
const OATHTOOL: &str = "oathtool";
const OATHTOOL_VARIABLE: &str = "PRODOUANE_OATHTOOL";

#[derive(Args)]
pub struct Options {
    /// Only this part, while working on it; CI runs all
    #[arg(long)]
    only: Option<Part>,
    /// End-to-end scenarios whose file or title match this pattern
    #[arg(long)]
    scenario: Option<String>,
    /// Draws the pictures of the README anew (docs/images)
    #[arg(long)]
    images: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Formatting and clippy
    Lint,
    /// Unit and integration tests on both databases
    Rust,
    /// Site, size budget and scenarios in a browser
    End2end,
}

pub fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let start = Instant::now();
    let wanted = |part| options.only.is_none_or(|only| only == part);

    cargo::ensure_wasm_target(workspace)?;
    if wanted(Part::Lint) {
        lint::formatting(workspace)?;
    }
    if options.only == Some(Part::Lint) {
        lint::programs(workspace)?;
        return lint::browser_part(workspace);
    }
    // What cannot be had is said before anything is compiled.
    let missing = missing_tools(wanted(Part::End2end))?;
    let sizes = prepare(workspace, &missing, wanted(Part::End2end))?;
    let database = step::run("PostgreSQL", || postgres::Server::given_or_started(workspace))?;
    let ground = step::run("ground", || Ground::make(workspace, &database))?;
    if wanted(Part::Rust) {
        step::run("unit and integration tests", || rust_tests(workspace, &database, &ground))?;
    }
    if let Some(sizes) = &sizes {
        step::run("size budget", || site::check_budget(sizes))?;
        end2end::run(workspace, &database, &ground, options)?;
    }
    println!("\nAll passed in {}.", step::duration(start.elapsed()));
    Ok(())
}

fn missing_tools(end2end: bool) -> Result<Vec<Missing>> {
    let mut missing = Vec::from_iter(postgres::missing());
    if !process::is_installed(OATHTOOL) {
        let purpose = "codes of applications are compared with an independent program's";
        missing.push(Missing { package: OATHTOOL, purpose });
    }
    if end2end {
        node::ensure_installed()?;
        missing.extend(browser::missing());
    }
    packages::ensure_installable(&missing)?;
    Ok(missing)
}

/// Programs and tests, and beside them the tools, and what browsers are given.
fn prepare(workspace: &Workspace, missing: &[Missing], end2end: bool) -> Result<Option<site::Sizes>> {
    let rest = || {
        step::run("tools of the system", || packages::install(missing))?;
        if !end2end {
            return Ok(None);
        }
        step::run("tools of the scenarios", || end2end::install(workspace))?;
        end2end::check_types(workspace)?;
        step::run("clippy and site", || site::build_linting(workspace, Profile::Debug)).map(Some)
    };
    step::beside(rest, || {
        // Together: one set of features, so that nothing is compiled twice.
        step::run("clippy and compile", || {
            let mut build = for_one_run(workspace);
            build.args(["build", "--locked", "--workspace", "--all-targets"]);
            process::run(&mut build)
        })
    })
}

/// A cargo call that builds for this run alone: nothing is kept to compile the next edit faster, nobody debugs it. The same
/// for programs and tests, or everything would be compiled twice.
fn for_one_run(workspace: &Workspace) -> Command {
    let mut command = cargo::command(workspace);
    command.env("CARGO_INCREMENTAL", "0").env("CARGO_PROFILE_DEV_DEBUG", "0");
    cargo::linting(&mut command);
    command
}

fn rust_tests(workspace: &Workspace, database: &postgres::Server, ground: &Ground) -> Result<()> {
    let mut tests = for_one_run(workspace);
    if process::is_installed("cargo-nextest") {
        tests.args(["nextest", "run", "--locked", "--workspace", "--no-tests", "pass"]);
    } else {
        tests.args(["test", "--locked", "--workspace", "--all-targets"]);
    }
    tests.env(postgres::VARIABLE, database.address()).env(OATHTOOL_VARIABLE, OATHTOOL);
    process::run(ground.given_to(scratch::given_to(&mut tests)))
}
