//! `cargo xtask bench`: how fast the portal is, as ratios measured in one run (docs/benchmarks.md).
//!
//! Nothing leaves this machine; everything started is stopped by its own process identifier.

mod client;
mod cores;
mod demo;
mod house;
mod journey;
mod load;
mod measures;
mod peers;
mod process;
mod report;
mod statistics;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tokio::signal::unix::{SignalKind, signal};

#[derive(Parser)]
#[command(name = "bench", about = "Measures the portal against its peers and against the machine")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Starts everything, measures, prints the table, stops everything
    Run(measures::Options),
    /// A server that gives one file for every request: the fastest that the same bytes can be served
    Plain {
        /// The page's bytes
        file: PathBuf,
    },
    /// A server that draws the dashboard with axum and askama from the portal's own database
    Rendered {
        /// What stands around the content, cut from the portal's page
        frame: PathBuf,
    },
    /// Sends questions through the use case itself, without HTTP nor workers; prints the rates as JSON
    UseCase(measures::sends::UseCase),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match arguments.command {
        // Before the first thread starts: those that follow stand where this one stands.
        Command::Run(options) => {
            let cores = cores::Cores::share();
            execute(stoppable(measures::run(options, cores)))
        }
        Command::Plain { file } => execute(peers::plain::serve(file)),
        Command::Rendered { frame } => execute(peers::rendered::serve(frame)),
        Command::UseCase(options) => execute(measures::sends::use_case(options)),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// As many workers as the portal's own program takes, so that peers are compared like with like.
const WORKERS: usize = 4;

fn execute(work: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
    tokio::runtime::Builder::new_multi_thread().worker_threads(WORKERS).enable_all().build()?.block_on(work)
}

/// Ctrl-C ends the work where it waits; what it holds is then stopped in order.
async fn stoppable(work: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    tokio::select! {
        outcome = work => outcome,
        _ = interrupt.recv() => anyhow::bail!("interrupted"),
        _ = terminate.recv() => anyhow::bail!("interrupted"),
    }
}
