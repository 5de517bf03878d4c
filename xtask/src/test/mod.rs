//! `cargo xtask test`: all checks of the continuous integration, those that fail soonest first.

mod end2end;
mod fixtures;
mod lint;
mod other_browsers;
mod postgres;
mod python;
mod scratch;

use std::process::Command;
use std::time::Instant;

use anyhow::Result;
use clap::{Args, ValueEnum};

use self::fixtures::Fixtures;
use crate::packages::MissingPackage;
use crate::workspace::{Profile, Workspace};
use crate::{browser, cargo, node, packages, process, site, step};

/// Program of the OATH Toolkit, and the environment variable that makes the tests require it.
const OATHTOOL: &str = "oathtool";
const OATHTOOL_VARIABLE: &str = "PRODOUANE_OATHTOOL";

/// A program of poppler, its package, and the environment variable that makes the tests require it.
const PDFINFO: &str = "pdfinfo";
const POPPLER: &str = "poppler-utils";
const POPPLER_VARIABLE: &str = "PRODOUANE_POPPLER";

/// Environment variable with a Python that has `python::PACKAGES`; makes the tests require it.
const PYTHON_VARIABLE: &str = "PRODOUANE_PYTHON";

/// The program of OpenSSL, and the environment variable that makes the tests require it.
const OPENSSL: &str = "openssl";
const OPENSSL_VARIABLE: &str = "PRODOUANE_OPENSSL";

#[derive(Args)]
pub struct Options {
    /// Runs only this part
    #[arg(long)]
    only: Option<Part>,
    /// Runs only the end-to-end scenarios whose project, file or title contains all these words
    #[arg(long)]
    scenario: Option<String>,
    /// Regenerates the screenshots of the README (docs/images) and the pictures of the tutorial (public)
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
        return lint::browser_code(workspace);
    }
    // Report missing tools before compiling anything.
    let missing = missing_tools(wanted(Part::End2end))?;
    let sizes = prepare(workspace, &missing, wanted(Part::End2end))?;
    let database = step::run("PostgreSQL", || postgres::Server::existing_or_started(workspace))?;
    let fixtures = step::run("test fixtures", || Fixtures::prepare(workspace, &database))?;
    if wanted(Part::Rust) {
        step::run("unit and integration tests", || rust_tests(workspace, &database, &fixtures))?;
    }
    if let Some(sizes) = &sizes {
        step::run("size budget", || site::check_budget(sizes))?;
        end2end::run(workspace, &database, &fixtures, options)?;
    }
    println!("\nAll passed in {}.", step::duration(start.elapsed()));
    Ok(())
}

fn missing_tools(end2end: bool) -> Result<Vec<MissingPackage>> {
    let mut missing = Vec::from_iter(postgres::missing());
    if !process::is_installed(OATHTOOL) {
        let purpose = "TOTP codes are compared with those of an independent program";
        missing.push(MissingPackage { package: OATHTOOL, purpose });
    }
    if !process::is_installed(PDFINFO) {
        let purpose = "the PDF of receipts is read by an independent program";
        missing.push(MissingPackage { package: POPPLER, purpose });
    }
    missing.extend(python::missing());
    if !process::is_installed(OPENSSL) {
        let purpose = "timestamps are verified by an independent program";
        missing.push(MissingPackage { package: OPENSSL, purpose });
    }
    if end2end {
        node::ensure_installed()?;
        missing.extend(browser::missing());
        missing.extend(other_browsers::missing());
    }
    packages::ensure_installable(&missing)?;
    Ok(missing)
}

/// Compiles programs and tests while, in parallel, it installs tools and builds the site.
fn prepare(workspace: &Workspace, missing: &[MissingPackage], end2end: bool) -> Result<Option<site::Sizes>> {
    let tools_and_site = || {
        step::run("system packages", || packages::install(missing))?;
        step::run("Python packages", || python::install(workspace))?;
        if !end2end {
            return Ok(None);
        }
        step::run("end-to-end: packages", || end2end::install(workspace))?;
        end2end::check_types(workspace)?;
        step::run("clippy and site", || site::build_with_clippy(workspace, Profile::Debug)).map(Some)
    };
    step::in_parallel(tools_and_site, || {
        // One cargo call has one set of features, so that nothing is compiled twice.
        step::run("clippy and compile", || {
            let mut build = one_off_cargo(workspace);
            build.args(["build", "--locked", "--workspace", "--all-targets"]);
            process::run(&mut build)
        })
    })
}

/// Returns a cargo command without incremental compilation and debug information, which this run does not
/// need. Programs and tests must both use it, or everything would be compiled twice.
fn one_off_cargo(workspace: &Workspace) -> Command {
    let mut command = cargo::command(workspace);
    command.env("CARGO_INCREMENTAL", "0").env("CARGO_PROFILE_DEV_DEBUG", "0");
    cargo::with_clippy(&mut command);
    command
}

fn rust_tests(workspace: &Workspace, database: &postgres::Server, fixtures: &Fixtures) -> Result<()> {
    let mut tests = one_off_cargo(workspace);
    if process::is_installed("cargo-nextest") {
        tests.args(["nextest", "run", "--locked", "--workspace", "--no-tests", "pass"]);
    } else {
        tests.args(["test", "--locked", "--workspace", "--all-targets"]);
    }
    tests
        .env(postgres::VARIABLE, database.address())
        .env(OATHTOOL_VARIABLE, OATHTOOL)
        .env(POPPLER_VARIABLE, POPPLER)
        .env(PYTHON_VARIABLE, python::program(workspace))
        .env(OPENSSL_VARIABLE, OPENSSL);
    process::run(fixtures.add_to(scratch::set_temporary_folder(&mut tests)))
}
