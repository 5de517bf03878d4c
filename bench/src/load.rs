//! A steady load: some connections, each asking again as soon as it is answered.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use futures::future::try_join_all;
use http::{Request, StatusCode, header};

use crate::client::{Connection, empty};
use crate::process::cpu_seconds;

/// What is asked, and of whom.
#[derive(Clone)]
pub struct Target {
    pub address: SocketAddr,
    /// The server's process.
    pub process: u32,
    pub path: String,
    pub cookie: String,
    pub accept_encoding: Option<&'static str>,
}

/// What a server did during one load.
#[derive(Clone, Copy, Debug)]
pub struct Served {
    pub requests: u64,
    /// By the clock, in seconds.
    pub seconds: f64,
    /// Processor time of the server, in seconds.
    pub cpu_seconds: f64,
}

impl Served {
    /// Requests per second of one core entirely given to them.
    pub fn per_core(self) -> f64 {
        as_f64(self.requests) / self.cpu_seconds.max(f64::EPSILON)
    }

    pub fn per_second(self) -> f64 {
        as_f64(self.requests) / self.seconds.max(f64::EPSILON)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of one run are far below 2^52")]
pub fn as_f64(count: u64) -> f64 {
    count as f64
}

/// Asks for `length`, over `connections` connections.
///
/// # Errors
/// Any answer that is not 200: a refusal costs less than a page, and would be taken for speed.
pub async fn run(target: &Target, connections: usize, length: Duration) -> Result<Served> {
    let (start, cpu_before) = (Instant::now(), cpu_seconds(target.process)?);
    let askers = (0..connections).map(|_| tokio::spawn(ask(target.clone(), start + length)));
    let counts = try_join_all(askers).await?;
    let seconds = start.elapsed().as_secs_f64();
    let cpu_seconds = cpu_seconds(target.process)? - cpu_before;
    let requests = counts.into_iter().sum::<Result<u64>>()?;
    Ok(Served { requests, seconds, cpu_seconds })
}

async fn ask(target: Target, until: Instant) -> Result<u64> {
    let mut connection = Connection::to(target.address);
    let mut answered = 0;
    while Instant::now() < until {
        let mut request = Request::get(&target.path)
            .header(header::HOST, target.address.to_string())
            .header(header::COOKIE, &target.cookie);
        if let Some(encodings) = target.accept_encoding {
            request = request.header(header::ACCEPT_ENCODING, encodings);
        }
        let answer = connection.send(request.body(empty())?).await?;
        ensure!(answer.status == StatusCode::OK, "{}: {}", target.path, answer.status);
        answered += 1;
    }
    Ok(answered)
}
