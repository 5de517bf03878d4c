//! Baseline servers that the portal is compared with. Each listens on a free loopback port and prints its
//! address.

pub mod askama_page;
mod compression;
pub mod layout;
pub mod plain_site;
pub mod static_page;
mod view;

use std::net::Ipv4Addr;

use anyhow::Result;
use axum::Router;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

/// Serves until SIGTERM.
async fn serve(router: Router) -> Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let mut terminate = signal(SignalKind::terminate())?;
    println!("{}", listener.local_addr()?);
    let stop = async move {
        terminate.recv().await;
    };
    axum::serve(listener, router).with_graceful_shutdown(stop).await?;
    Ok(())
}
