//! The repository's commands: `cargo xtask build | demo | test | bench`.
//!
//! They cover every task that plain `cargo` cannot do; a fresh machine needs only rustup and Node.

mod bench;
mod browser;
mod cargo;
mod demo;
mod node;
mod packages;
mod process;
mod site;
mod step;
mod test;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::workspace::{Profile, Workspace};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Builds, demonstrates and tests Prodouane")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Builds the server, the simulator and the site (WebAssembly, style, public files)
    Build {
        /// Optimised programs, site in target/site instead of target/site-debug
        #[arg(long)]
        release: bool,
        /// Builds only the site
        #[arg(long)]
        site: bool,
    },
    /// Builds the release, then runs the simulator and the portal with demo data until Ctrl-C
    Demo(demo::Options),
    /// Runs all checks and tests of the continuous integration
    Test(test::Options),
    /// Builds the release and prints its benchmarks, as ratios
    Bench(bench::Options),
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        // Without the backtrace that `RUST_BACKTRACE` would add to the error of a `Result` returned here.
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<()> {
    let workspace = Workspace::locate()?;
    process::handle_stop_signals()?;
    match command {
        Command::Build { release, site: only_site } => {
            let profile = if release { Profile::Release } else { Profile::Debug };
            if only_site {
                step::run("site", || site::build(&workspace, profile))?;
            } else {
                site::build_with_programs(&workspace, profile, || {
                    cargo::build_programs(&workspace, profile)
                })?;
            }
            Ok(())
        }
        Command::Demo(options) => demo::run(&workspace, &options),
        Command::Test(options) => test::run(&workspace, &options),
        Command::Bench(options) => bench::run(&workspace, &options),
    }
}
