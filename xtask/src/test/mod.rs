//! Everything that CI runs, in the order in which a mistake is found soonest.

mod browser;
mod end2end;
mod lint;
mod postgres;
mod scratch;

use std::process::Command;
use std::thread;
use std::time::Instant;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::workspace::{Profile, Workspace};
use crate::{cargo, packages, process, site, step};

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

    // What is missing is said before anything is compiled.
    let tools = step::run("tools", || Tools::find(workspace, wanted(Part::End2end)))?;
    if wanted(Part::Lint) {
        lint::formatting(workspace)?;
    }
    if options.only == Some(Part::Lint) {
        lint::programs(workspace)?;
        return lint::browser_part(workspace);
    }
    let database = step::run("PostgreSQL", || postgres::Server::given_or_started(workspace))?;
    let sizes = compile(workspace, &tools)?;
    if wanted(Part::Rust) {
        step::run("unit and integration tests", || rust_tests(workspace, &database))?;
    }
    if let (Some(browser), Some(sizes)) = (&tools.browser, &sizes) {
        step::run("size budget", || site::check_budget(sizes))?;
        end2end::run(workspace, browser, &database, options)?;
    }
    println!("\nAll passed in {}.", step::duration(start.elapsed()));
    Ok(())
}

struct Tools {
    browser: Option<browser::Browser>,
}

impl Tools {
    fn find(workspace: &Workspace, end2end: bool) -> Result<Self> {
        cargo::ensure_wasm_target(workspace)?;
        postgres::ensure_installed()?;
        if !process::is_installed(OATHTOOL) {
            packages::install(OATHTOOL, "codes of applications are compared with an independent program's")?;
        }
        let browser = if end2end {
            end2end::install(workspace)?;
            Some(browser::Browser::find_or_install()?)
        } else {
            None
        };
        Ok(Self { browser })
    }
}

/// Programs and tests, and beside them what browsers are given: the last steps of each keep one core only.
fn compile(workspace: &Workspace, tools: &Tools) -> Result<Option<site::Sizes>> {
    thread::scope(|scope| {
        let site = tools.browser.is_some().then(|| {
            scope.spawn(|| {
                end2end::check_types(workspace)?;
                step::run("clippy and site", || site::build_linting(workspace, Profile::Debug))
            })
        });
        // Together: one set of features, so that nothing is compiled twice.
        step::run("clippy and compile", || {
            let mut build = for_one_run(workspace);
            build.args(["build", "--locked", "--workspace", "--all-targets"]);
            process::run(&mut build)
        })?;
        site.map(|site| site.join().expect("the site's thread does not panic")).transpose()
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

fn rust_tests(workspace: &Workspace, database: &postgres::Server) -> Result<()> {
    let mut tests = for_one_run(workspace);
    if process::is_installed("cargo-nextest") {
        tests.args(["nextest", "run", "--locked", "--workspace", "--no-tests", "pass"]);
    } else {
        tests.args(["test", "--locked", "--workspace", "--all-targets"]);
    }
    process::run(
        scratch::given_to(&mut tests)
            .env(postgres::VARIABLE, database.address())
            .env(OATHTOOL_VARIABLE, OATHTOOL),
    )
}
