//! The benchmarks, in an order in which none affects the next.

mod baseline;
mod browser;
mod companies;
mod dashboard;
pub mod disk;
mod growth;
mod memory;
mod navigation;
mod paint;
mod plain_page;
pub mod sends;
mod sign_ins;
mod slow_clients;
mod uploads;
mod wire;

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};

use crate::client::Browser;
use crate::cores::Cores;
use crate::environment::{Environment, Installation, RunFolder};
use crate::report::{Figure, Report};
use crate::{document, fixtures, origin, report, scenario};

/// The document with the table of results, from the root of the workspace.
const DOCUMENT: &str = "docs/benchmarks.md";

#[derive(Args)]
pub struct Options {
    /// Folder of the compiled programs: server, simulator
    #[arg(long)]
    programs: PathBuf,
    /// Folder of the built site
    #[arg(long)]
    site: PathBuf,
    /// Folder of the run's temporary data, on the disk to measure
    #[arg(long)]
    folder: PathBuf,
    /// The browser of the measures in a browser
    #[arg(long)]
    browser: PathBuf,
    /// Runs only these parts; can be repeated
    #[arg(long)]
    only: Vec<Part>,
    /// Rounds of each benchmark that alternates between targets
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..=50))]
    rounds: u32,
    /// Writes the results into docs/benchmarks.md
    #[arg(long)]
    write: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Transfer sizes of a first visit
    Wire,
    /// Requests per second per core
    Dashboard,
    /// A page without rows compared to a plain route
    PlainPage,
    /// Many companies compared to few
    Companies,
    /// Many questions compared to few
    Growth,
    /// Memory at rest and after many sign-ins
    Memory,
    /// Memory per upload
    Uploads,
    /// A signed-in person's pages while many others sign in
    SignIns,
    /// Others' pages while thousands of slow clients are connected
    SlowClients,
    /// First paint and submission of a form on a slow phone
    Paint,
    /// Soft navigation compared to full loads
    Navigation,
    /// Durable sends per second
    Sends,
}

impl Part {
    /// Name in the command line and in the table.
    fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    async fn measure(
        self,
        environment: &mut Environment,
        browser: &mut Browser,
        rounds: u32,
    ) -> Result<Vec<Figure>> {
        match self {
            Part::Wire => wire::measure(environment, browser).await,
            Part::Dashboard => dashboard::measure(environment, browser, rounds).await,
            Part::PlainPage => plain_page::measure(environment, browser, rounds).await,
            Part::Companies => companies::measure(environment, rounds).await,
            Part::Growth => growth::measure(environment, browser, rounds).await,
            Part::Memory => memory::measure(environment).await,
            Part::Uploads => uploads::measure(environment, browser).await,
            Part::SignIns => sign_ins::measure(environment, browser, rounds).await,
            Part::SlowClients => slow_clients::measure(environment, browser, rounds).await,
            Part::Paint => paint::measure(environment, browser, rounds).await,
            Part::Navigation => navigation::measure(environment, browser, rounds).await,
            Part::Sends => sends::measure(environment, browser, rounds).await,
        }
    }
}

/// Measures the wanted parts and prints the table. A part that fails does not stop the others.
pub async fn run(options: Options, cores: Cores) -> Result<()> {
    if !cores.separate {
        println!(
            "Single core, or taskset is missing: client and server share a core; ratios are less reliable."
        );
    }
    let folder = RunFolder::create(&options.folder)?;
    let Options { programs, site, browser, .. } = options;
    let installation = Installation { programs, site, browser, cores };
    let mut environment = Environment::start(installation, folder)
        .await
        .context("failed to start the portal and its simulator")?;
    let mut browser = scenario::sign_in(&environment, &fixtures::CLERK, fixtures::SIREN)
        .await
        .context("failed to sign in")?;

    let mut report = Report::new(origin::of_this_run());
    let mut failed = Vec::new();
    let wanted = |part: &Part| options.only.is_empty() || options.only.contains(part);
    for &part in Part::value_variants().iter().filter(|part| wanted(part)) {
        println!("measuring: {}", part.name());
        match part.measure(&mut environment, &mut browser, options.rounds).await {
            Ok(figures) => report.add(&part.name(), &figures),
            Err(error) => {
                eprintln!("{}: {error:#}", part.name());
                failed.push(part.name());
            }
        }
    }
    println!("\n{}", report.table());
    println!("{DOCUMENT} explains each line. Only the ratios are comparable between machines.");
    if options.write {
        let parts: Vec<String> = Part::value_variants().iter().map(|part| part.name()).collect();
        document::update(DOCUMENT.as_ref(), &report.rows, &parts)?;
    }
    if !failed.is_empty() {
        bail!("not measured: {}", failed.join(", "));
    }
    Ok(())
}

/// Formats bytes as `12.3 KB`, with 1 KB = 1000 bytes as in quality.md.
fn kilobytes(bytes: u64) -> String {
    format!("{:.1} KB", crate::load::as_f64(bytes) / 1000.0)
}

/// Formats a number of milliseconds.
fn milliseconds(duration: f64) -> String {
    if duration < 100.0 { format!("{duration:.1} ms") } else { format!("{duration:.0} ms") }
}

fn figure(
    measure: impl Into<String>,
    measured: impl Into<String>,
    against: impl Into<String>,
    ratio: f64,
    goal: Option<report::Goal>,
) -> Figure {
    Figure { measure: measure.into(), measured: measured.into(), against: against.into(), ratio, goal }
}
