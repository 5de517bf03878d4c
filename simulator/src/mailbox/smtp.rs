use std::sync::Arc;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::state::Simulator;

use super::Mode;
use super::session::Session;

const CONNECTIONS: usize = 200;

/// Receives mails on a port until told to stop. No crate fits: the one that is maintained holds a thread per
/// connection, cannot be stopped, and cannot hang on purpose.
pub async fn serve(listener: TcpListener, simulator: Arc<Simulator>, stop: CancellationToken) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let stream = tokio::select! {
            () = stop.cancelled() => return,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(error) => {
                    tracing::warn!(%error, "a mail connection could not be accepted");
                    continue;
                }
            },
        };
        let Ok(place) = places.clone().acquire_owned().await else { return };
        let (simulator, stop) = (simulator.clone(), stop.clone());
        tokio::spawn(async move {
            tokio::select! {
                () = stop.cancelled() => {}
                () = receive(stream, &simulator) => {}
            }
            drop(place);
        });
    }
}

async fn receive(stream: TcpStream, simulator: &Simulator) {
    if simulator.mailbox.mode() == Mode::Refuse {
        return;
    }
    if let Err(error) = Session::new(stream, simulator).run().await {
        tracing::debug!(%error, "a mail connection broke");
    }
}
