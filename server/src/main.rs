//! The portal's program: web server, workers and administration commands.

#![recursion_limit = "512"]

mod api;
mod appointments;
mod assets;
mod cached_file;
mod calendar_feed;
mod commands;
mod content_disposition;
mod downloads;
mod error_page;
mod exports;
mod handover;
mod health;
mod identity_callback;
mod layers;
mod link_callback;
mod listener;
mod logging;
mod metrics;
mod office_contact;
mod oidc_provider;
mod pages;
mod payment_receipts;
mod phone_calls;
mod receipts;
mod route_registry;
mod routes;
mod shared_view_player;
mod unsubscription;
mod uploads;
mod verification;

use std::process::ExitCode;

use clap::Parser;
use tikv_jemallocator::Jemalloc;

/// Pages allocate many small pieces, and each password hash 19 MiB, which must go back to the system (docs/adr/0027).
#[global_allocator]
static ALLOCATOR: Jemalloc = Jemalloc;

/// Minimum number of runtime threads. Rendering, password hashing and the database share them: with fewer, one slow
/// page delays the others.
const MIN_WORKER_THREADS: usize = 4;

fn main() -> ExitCode {
    let command_line = commands::CommandLine::parse();
    // Two dependencies bring a TLS back end each; this selects one. The call fails only if it is repeated.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(cores.max(MIN_WORKER_THREADS))
        .enable_all()
        .build()
        .expect("the system provides threads");
    match runtime.block_on(commands::run(command_line)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("server: {error:#}");
            ExitCode::FAILURE
        }
    }
}
