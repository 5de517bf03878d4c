//! Accepts SMTP connections.

use std::sync::Arc;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::state::Simulator;

use super::Mode;
use super::session::Session;

/// Maximum number of concurrent connections.
const MAX_CONNECTIONS: usize = 200;

/// Receives mails until `stop` is cancelled. Written by hand: the only maintained crate uses a thread per
/// connection, cannot be stopped, and cannot simulate a hanging server.
pub async fn serve(listener: TcpListener, simulator: Arc<Simulator>, stop: CancellationToken) {
    let permits = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    loop {
        let stream = tokio::select! {
            () = stop.cancelled() => return,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(error) => {
                    tracing::warn!(%error, "failed to accept a mail connection");
                    continue;
                }
            },
        };
        let Ok(permit) = permits.clone().acquire_owned().await else { return };
        let (simulator, stop) = (simulator.clone(), stop.clone());
        tokio::spawn(async move {
            tokio::select! {
                () = stop.cancelled() => {}
                () = receive(stream, &simulator) => {}
            }
            drop(permit);
        });
    }
}

async fn receive(stream: TcpStream, simulator: &Simulator) {
    if simulator.mailbox.mode() == Mode::Refuse {
        return;
    }
    if let Err(error) = Session::new(stream, simulator).run().await {
        tracing::debug!(%error, "mail connection failed");
    }
}
