//! Benchmarks of the portal, run by `cargo xtask bench`. Results are ratios within one run
//! (docs/benchmarks.md).
//!
//! All requests stay on this machine. Started programs are stopped by their process identifiers.

mod baselines;
mod client;
mod cores;
mod document;
mod environment;
mod fixtures;
mod load;
mod measures;
mod origin;
mod process;
mod report;
mod scenario;
mod seed;
mod statistics;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tikv_jemallocator::Jemalloc;
use tokio::signal::unix::{SignalKind, signal};

/// The baselines have the portal's allocator.
#[global_allocator]
static ALLOCATOR: Jemalloc = Jemalloc;

#[derive(Parser)]
#[command(name = "bench", about = "Measures the portal against baseline servers and against the disk")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Starts the portal and its simulator, measures, prints the results and stops them
    Run(measures::Options),
    /// Baseline server that returns one file for every request: the upper limit for pages of that size
    StaticPage {
        /// File with the page
        file: PathBuf,
    },
    /// Baseline server that renders the dashboard with axum and askama from the portal's database
    AskamaPage {
        /// JSON file with the portal's page before and after its content
        layout: PathBuf,
    },
    /// Baseline server of a few pages without scripts, for a browser
    PlainSite {
        /// JSON file with what it takes from the portal
        parts: PathBuf,
    },
    /// Sends questions by calling the use case, without HTTP and background workers; prints the rates as JSON
    UseCase(measures::sends::UseCase),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match arguments.command {
        // Before the first thread starts: threads and child processes inherit the core.
        Command::Run(options) => {
            let cores = cores::Cores::pin_client();
            execute(stoppable(measures::run(options, cores)))
        }
        Command::StaticPage { file } => execute(baselines::static_page::serve(file)),
        Command::AskamaPage { layout } => execute(baselines::askama_page::serve(layout)),
        Command::PlainSite { parts } => execute(baselines::plain_site::serve(parts)),
        Command::UseCase(options) => execute(measures::sends::use_case(options)),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Number of worker threads: that of the portal's server, so that the baselines are comparable.
const WORKERS: usize = 4;

fn execute(work: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
    tokio::runtime::Builder::new_multi_thread().worker_threads(WORKERS).enable_all().build()?.block_on(work)
}

/// Cancels the work on Ctrl-C or SIGTERM; dropping it stops the programs that it has started.
async fn stoppable(work: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    tokio::select! {
        outcome = work => outcome,
        _ = interrupt.recv() => anyhow::bail!("interrupted"),
        _ = terminate.recv() => anyhow::bail!("interrupted"),
    }
}
