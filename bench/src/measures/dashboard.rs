//! The signed-in dashboard against the same bytes and against the same page drawn by axum and askama.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use super::figure;
use crate::client::Browser;
use crate::demo;
use crate::house::House;
use crate::load::{self, Served, Target, as_f64};
use crate::peers::frame;
use crate::process::Program;
use crate::report::{Figure, Goal, rate};
use crate::statistics::median;

const PATH: &str = "/tableau-de-bord";
/// Enough to keep one core busy while answers are on their way.
const CONNECTIONS: usize = 8;
const WARM_UP: Duration = Duration::from_secs(1);
const ROUND: Duration = Duration::from_secs(2);

/// How far the sizes of the two drawn pages may differ before they are no longer the same page.
const TOLERANCE: f64 = 0.1;

pub async fn measure(house: &House, browser: &mut Browser, rounds: u32) -> Result<Vec<Figure>> {
    let page = browser.page(PATH).await?;
    let (plain, rendered) = (Peer::plain(house, &page)?, Peer::rendered(house, &page)?);
    check_same_page(&page, &drawn_by(&rendered, browser).await?)?;

    let portal = target(house.portal_address, house.portal_process()?, browser);
    let compressed = Target { accept_encoding: Some("br"), ..portal.clone() };
    let contestants = [
        portal,
        compressed,
        target(plain.address, plain.program.id(), browser),
        target(rendered.address, rendered.program.id(), browser),
    ];
    let mut served: [Vec<Served>; 4] = Default::default();
    for contestant in &contestants {
        load::run(contestant, CONNECTIONS, WARM_UP).await?;
    }
    for _ in 0..rounds {
        for (contestant, served) in contestants.iter().zip(&mut served) {
            served.push(load::run(contestant, CONNECTIONS, ROUND).await?);
        }
    }
    Ok(figures(&page, &served))
}

fn figures(page: &str, [portal, compressed, plain, rendered]: &[Vec<Served>; 4]) -> Vec<Figure> {
    let per_core = |served: &[Served]| rate(median(served.iter().map(|one| one.per_core())));
    let ratio = |one: &[Served], other: &[Served]| {
        median(one.iter().zip(other).map(|(one, other)| one.per_core() / other.per_core()))
    };
    let name = format!("dashboard, {} rows, {} KB, per core", demo::rows(), page.len() / 1000);
    let against = |what: &str, served: &[Served]| format!("{what}: {}", per_core(served));
    let by_the_clock = rate(median(portal.iter().map(|one| one.per_second())));
    vec![
        figure(
            &name,
            per_core(portal),
            against("same bytes, plain axum route", plain),
            ratio(portal, plain),
            None,
        ),
        figure(
            &name,
            per_core(portal),
            against("same page, axum + askama", rendered),
            ratio(portal, rendered),
            Some(Goal::AtLeast(0.9)),
        ),
        figure(
            "the same, brotli asked for",
            per_core(compressed),
            against("uncompressed", portal),
            ratio(compressed, portal),
            None,
        ),
        figure(
            "the same, by the clock",
            by_the_clock,
            against("per core", portal),
            median(portal.iter().map(|one| one.per_second() / one.per_core())),
            None,
        ),
    ]
}

fn target(address: std::net::SocketAddr, process: u32, browser: &Browser) -> Target {
    Target { address, process, path: PATH.to_owned(), cookie: browser.cookie_header(), accept_encoding: None }
}

/// A server that the portal is compared with.
struct Peer {
    program: Program,
    address: std::net::SocketAddr,
}

impl Peer {
    fn plain(house: &House, page: &str) -> Result<Self> {
        let file = house.folder.path().join("page.html");
        fs::write(&file, page)?;
        Self::start(house, "plain", &file)
    }

    fn rendered(house: &House, page: &str) -> Result<Self> {
        let file = house.folder.path().join("frame.json");
        fs::write(&file, serde_json::to_string(&frame::cut(page)?)?)?;
        Self::start(house, "rendered", &file)
    }

    /// This very program, on the core of the measured.
    fn start(house: &House, peer: &'static str, file: &Path) -> Result<Self> {
        let own = std::env::current_exe()?;
        let mut command = house.configured(house.places.cores.measured(&own));
        command.arg(peer).arg(file).stdout(Stdio::piped());
        let mut program = Program::start(peer, &mut command)?;
        let line = program.first_line()?;
        let address = line.parse().with_context(|| format!("{peer} says: {line}"))?;
        Ok(Self { program, address })
    }
}

async fn drawn_by(peer: &Peer, browser: &Browser) -> Result<String> {
    browser.elsewhere(peer.address).page(PATH).await
}

/// A comparison with another page would prove nothing.
fn check_same_page(portal: &str, peer: &str) -> Result<()> {
    let rows = |page: &str| page.matches("<tr>").count();
    ensure!(rows(portal) > demo::rows(), "the portal's dashboard has {} rows", rows(portal));
    ensure!(rows(portal) == rows(peer), "{} rows at the portal, {} at its peer", rows(portal), rows(peer));
    // Leptos marks texts with comments; they are bytes that people do not see.
    let plain = |page: &str| page.replace("<!>", "").len() as u64;
    let ratio = as_f64(plain(portal)) / as_f64(plain(peer));
    println!("  the peer's page has the same rows; the portal's is {ratio:.3} times as long");
    ensure!(
        (ratio - 1.0).abs() <= TOLERANCE,
        "{} and {} bytes: not the same page",
        plain(portal),
        plain(peer)
    );
    Ok(())
}
