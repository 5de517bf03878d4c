//! The portal's program: web server, workers and administration commands.

#![recursion_limit = "512"]

mod addresses;
mod api;
mod assets;
mod commands;
mod downloads;
mod error_page;
mod handover;
mod health;
mod identity_back;
mod layers;
mod link_back;
mod listener;
mod logging;
mod metrics;
mod openid;
mod pages;
mod routes;
mod uploads;

use std::process::ExitCode;

use clap::Parser;

/// Rendering, hashing and the database share these: fewer make one slow page stop the others.
const MIN_WORKERS: usize = 4;

fn main() -> ExitCode {
    let command_line = commands::CommandLine::parse();
    // Two libraries bring a TLS back end each: say once which one is meant. It fails only when called twice.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(cores.max(MIN_WORKERS))
        .enable_all()
        .build()
        .expect("the system gives threads to the program");
    match runtime.block_on(commands::run(command_line)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("server: {error:#}");
            ExitCode::FAILURE
        }
    }
}
