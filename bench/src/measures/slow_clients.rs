//! Pages of others while thousands of slow clients hold connections, and the time after which the portal closes these.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use bytes::Bytes;
use domain::path;
use nix::sys::resource::{Resource, getrlimit, setrlimit};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

use super::{figure, milliseconds};
use crate::client::Browser;
use crate::environment::Environment;
use crate::report::{Figure, Goal};
use crate::scenario;
use crate::statistics::{median, percentile};

/// Slow uploads at once: the maximum number of connections of the portal.
const CLIENTS: usize = 4096;
/// Clients opened together, every [`OPENING_INTERVAL`]: 500 a second, as slowhttptest opens them.
const OPENED_TOGETHER: usize = 50;
const OPENING_INTERVAL: Duration = Duration::from_millis(100);
/// Each client sends [`CHUNK`] at this interval: 150 bytes per second.
const SENDING_INTERVAL: Duration = Duration::from_secs(2);
static CHUNK: [u8; 300] = [b'y'; 300];
/// Others' pages that are timed when it is calm, and once all clients are connected.
const PAGES: usize = 200;
/// Longest time that a slow client may hold a connection (quality.md).
const LONGEST: Duration = Duration::from_secs(30);
/// Upper limit of rounds: each takes as long as the portal needs to close the clients.
const MAX_ROUNDS: u32 = 3;

/// All clients behind one address, then from 64 networks, which together may hold every connection.
pub async fn measure(environment: &Environment, browser: &mut Browser, rounds: u32) -> Result<Vec<Figure>> {
    raise_file_limit()?;
    let drafts = scenario::drafts(browser, 1).await?;
    let upload = Upload { draft: &drafts[0], cookie: browser.cookie_header() };
    let mut figures = Vec::new();
    for (networks, name) in [(1, "1 network"), (64, "64 networks")] {
        let mut results = Vec::new();
        for _ in 0..rounds.min(MAX_ROUNDS) {
            results.push(storm(environment.portal_address, &upload, networks).await?);
        }
        figures.extend(summary(name, &results));
    }
    Ok(figures)
}

/// The sockets of the clients are open files of this program.
fn raise_file_limit() -> Result<()> {
    let (_, maximum) = getrlimit(Resource::RLIMIT_NOFILE)?;
    let needed = CLIENTS as u64 + 500;
    ensure!(maximum >= needed, "ulimit -Hn is {maximum}, this measure needs {needed}");
    Ok(setrlimit(Resource::RLIMIT_NOFILE, maximum, maximum)?)
}

/// Times in milliseconds; those of others are 95th percentiles.
struct Round {
    calm: f64,
    opening: f64,
    connected: f64,
    longest: Duration,
}

fn summary(name: &str, rounds: &[Round]) -> [Figure; 3] {
    let of = |value: fn(&Round) -> f64| median(rounds.iter().map(value));
    let calm = format!("calm: {}", milliseconds(of(|round| round.calm)));
    let longest = of(|round| round.longest.as_secs_f64());
    let limit = LONGEST.as_secs_f64();
    let others = |state: &str, p95: fn(&Round) -> f64| {
        figure(
            format!("help page, p95, while {CLIENTS} slow uploads of {name} {state}"),
            milliseconds(of(p95)),
            &calm,
            median(rounds.iter().map(|round| p95(round) / round.calm)),
            Some(Goal::AtMost(2.0)),
        )
    };
    [
        others("connect", |round| round.opening),
        others("are connected", |round| round.connected),
        figure(
            format!("longest of {CLIENTS} slow uploads of {name}"),
            format!("{longest:.1} s"),
            format!("{limit:.0} s"),
            longest / limit,
            Some(Goal::AtMost(1.0)),
        ),
    ]
}

async fn storm(portal: SocketAddr, upload: &Upload<'_>, networks: usize) -> Result<Round> {
    let stop = AtomicBool::new(true);
    let calm = p95(portal, &stop).await?;
    let clients = Arc::new(Clients::default());
    stop.store(false, Ordering::Relaxed);
    let opening = async {
        let outcome = open_all(&clients, portal, upload, networks).await;
        stop.store(true, Ordering::Relaxed);
        outcome
    };
    let (opening, opened) = tokio::join!(p95(portal, &stop), opening);
    opened?;
    let opening = opening?;
    let connected = p95(portal, &stop).await?;
    Ok(Round { calm, opening, connected, longest: clients.longest_once_closed().await? })
}

/// Requests a page, each time on a new connection, at least [`PAGES`] times and until `stop` is set. Returns the 95th
/// percentile of the times, in milliseconds.
async fn p95(portal: SocketAddr, stop: &AtomicBool) -> Result<f64> {
    let mut times = Vec::new();
    while times.len() < PAGES || !stop.load(Ordering::Relaxed) {
        let start = Instant::now();
        // Sent again, as a person would, if the portal replaced the connection before it read the request.
        while let Err(error) = Browser::at(portal).page(path::HELP).await {
            ensure!(start.elapsed() < LONGEST, "no answer to others: {error:#}");
        }
        times.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(percentile(times, 95))
}

async fn open_all(
    clients: &Arc<Clients>,
    portal: SocketAddr,
    upload: &Upload<'_>,
    networks: usize,
) -> Result<()> {
    let all: Vec<usize> = (0..CLIENTS).collect();
    let mut ticks = tokio::time::interval(OPENING_INTERVAL);
    for indexes in all.chunks(OPENED_TOGETHER) {
        ticks.tick().await;
        for &index in indexes {
            let source = source(index % networks, networks)?;
            tokio::spawn(Arc::clone(clients).trickle(portal, source, upload.head(index)));
        }
    }
    Ok(())
}

/// Returns the address of a client: that of everyone on this machine, or one of its own network.
fn source(network: usize, networks: usize) -> Result<Ipv4Addr> {
    let network = u8::try_from(network).context("too many networks")?;
    Ok(if networks == 1 { Ipv4Addr::LOCALHOST } else { Ipv4Addr::new(127, 1, network, 1) })
}

struct Upload<'a> {
    draft: &'a str,
    cookie: String,
}

impl Upload<'_> {
    /// Returns the start of a request. Every second one is a visitor's, which the portal refuses.
    fn head(&self, index: usize) -> Bytes {
        let cookie = if index.is_multiple_of(2) { &self.cookie } else { "" };
        let head = format!(
            "POST /televersement/brouillon/{} HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\n\
             Sec-Fetch-Site: same-origin\r\nContent-Type: multipart/form-data; boundary=x\r\n\
             Content-Length: 5000000\r\n\r\n\
             --x\r\nContent-Disposition: form-data; name=\"fichier\"; filename=\"a.txt\"\r\n\r\n",
            self.draft
        );
        head.into()
    }
}

/// Slow clients that are connected, and the longest time that one was.
#[derive(Default)]
struct Clients {
    open: AtomicUsize,
    longest: Mutex<Duration>,
}

impl Clients {
    async fn trickle(self: Arc<Self>, portal: SocketAddr, source: Ipv4Addr, head: Bytes) {
        // Counted before it connects: `longest_once_closed` waits for it.
        self.open.fetch_add(1, Ordering::Relaxed);
        if let Ok(stream) = connect(portal, source).await {
            let start = Instant::now();
            send_slowly(stream, &head).await;
            let mut longest = self.longest.lock().unwrap_or_else(PoisonError::into_inner);
            *longest = longest.max(start.elapsed());
        }
        self.open.fetch_sub(1, Ordering::Relaxed);
    }

    /// Waits until the portal has closed all connections.
    async fn longest_once_closed(&self) -> Result<Duration> {
        let start = Instant::now();
        let mut ticks = tokio::time::interval(Duration::from_millis(100));
        while self.open.load(Ordering::Relaxed) > 0 {
            let open = self.open.load(Ordering::Relaxed);
            ensure!(start.elapsed() < LONGEST * 2, "{open} slow clients are still connected");
            ticks.tick().await;
        }
        Ok(*self.longest.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

async fn connect(portal: SocketAddr, source: Ipv4Addr) -> std::io::Result<TcpStream> {
    let socket = TcpSocket::new_v4()?;
    socket.bind(SocketAddr::from((source, 0)))?;
    socket.connect(portal).await
}

/// Sends little at a time, and reads all that arrives, until the portal has closed the connection.
async fn send_slowly(mut stream: TcpStream, head: &[u8]) {
    let mut ticks = tokio::time::interval(SENDING_INTERVAL);
    let mut buffer = [0; 4096];
    if stream.write_all(head).await.is_err() {
        return;
    }
    loop {
        tokio::select! {
            read = stream.read(&mut buffer) => if !matches!(read, Ok(1..)) { return },
            _ = ticks.tick() => if stream.write_all(&CHUNK).await.is_err() { return },
        }
    }
}
