//! Load generator: several connections, each of which sends its next request as soon as it has a response.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use futures::future::try_join_all;
use http::{Request, StatusCode, header};

use crate::client::{Connection, empty};
use crate::process::cpu_seconds;

/// The request to repeat, and the server that receives it.
#[derive(Clone)]
pub struct Target {
    pub address: SocketAddr,
    /// Process identifier of the server.
    pub process: u32,
    pub path: String,
    pub cookie: String,
    pub accept_encoding: Option<&'static str>,
}

/// Result of one load run.
#[derive(Clone, Copy, Debug)]
pub struct LoadResult {
    pub requests: u64,
    /// Wall-clock time, in seconds.
    pub seconds: f64,
    /// CPU time of the server, in seconds.
    pub cpu_seconds: f64,
}

impl LoadResult {
    /// Requests per second of CPU time.
    pub fn per_core(self) -> f64 {
        as_f64(self.requests) / self.cpu_seconds.max(f64::EPSILON)
    }

    /// Requests per second of wall-clock time.
    pub fn per_second(self) -> f64 {
        as_f64(self.requests) / self.seconds.max(f64::EPSILON)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of one run are far below 2^52")]
pub fn as_f64(count: u64) -> f64 {
    count as f64
}

/// Warms up each target, then loads them in turn, once per round. Returns the results of each target.
///
/// # Errors
/// As [`run`].
pub async fn run_in_turn<const N: usize>(
    targets: &[Target; N],
    connections: usize,
    warm_up: Duration,
    round: Duration,
    rounds: u32,
) -> Result<[Vec<LoadResult>; N]> {
    for target in targets {
        run(target, connections, warm_up).await?;
    }
    let mut results = std::array::from_fn(|_| Vec::new());
    for _ in 0..rounds {
        for (target, results) in targets.iter().zip(&mut results) {
            results.push(run(target, connections, round).await?);
        }
    }
    Ok(results)
}

/// Sends requests for `duration` over `connections` connections.
///
/// # Errors
/// If a response is not 200: an error is cheaper than a page and would make the server look faster.
pub async fn run(target: &Target, connections: usize, duration: Duration) -> Result<LoadResult> {
    let (start, cpu_before) = (Instant::now(), cpu_seconds(target.process)?);
    let clients = (0..connections).map(|_| tokio::spawn(send_until(target.clone(), start + duration)));
    let counts = try_join_all(clients).await?;
    let seconds = start.elapsed().as_secs_f64();
    let cpu_seconds = cpu_seconds(target.process)? - cpu_before;
    let requests = counts.into_iter().sum::<Result<u64>>()?;
    Ok(LoadResult { requests, seconds, cpu_seconds })
}

/// Sends requests until `end`. Returns the number of responses.
async fn send_until(target: Target, end: Instant) -> Result<u64> {
    let mut connection = Connection::to(target.address);
    let mut responses = 0;
    while Instant::now() < end {
        let mut request = Request::get(&target.path)
            .header(header::HOST, target.address.to_string())
            .header(header::COOKIE, &target.cookie);
        if let Some(encodings) = target.accept_encoding {
            request = request.header(header::ACCEPT_ENCODING, encodings);
        }
        let response = connection.send(request.body(empty())?).await?;
        ensure!(response.status == StatusCode::OK, "{}: {}", target.path, response.status);
        responses += 1;
    }
    Ok(responses)
}
