//! The repository's own commands: `cargo xtask build | demo | test | bench`.
//!
//! Everything that is not plain `cargo` is here, so that a fresh machine needs rustup and Node only.

mod bench;
mod cargo;
mod demo;
mod node;
mod packages;
mod process;
mod site;
mod step;
mod test;
mod workspace;

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
        /// Only the site, when the programs have not changed
        #[arg(long)]
        site: bool,
    },
    /// Builds the release, starts the simulator and the portal with demo data; Ctrl-C stops all
    Demo(demo::Options),
    /// Runs everything that CI runs
    Test(test::Options),
    /// Builds the release and prints how fast it is, as ratios
    Bench(bench::Options),
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let workspace = Workspace::locate()?;
    process::listen_for_stop()?;
    match arguments.command {
        Command::Build { release, site: only_site } => {
            let profile = if release { Profile::Release } else { Profile::Debug };
            if only_site {
                step::run("site", || site::build(&workspace, profile))?;
            } else {
                site::build_beside(&workspace, profile, || cargo::build_programs(&workspace, profile))?;
            }
            Ok(())
        }
        Command::Demo(options) => demo::run(&workspace, &options),
        Command::Test(options) => test::run(&workspace, &options),
        Command::Bench(options) => bench::run(&workspace, &options),
    }
}
