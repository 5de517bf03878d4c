//! The benchmarks, in an order in which none affects the next.

mod companies;
mod dashboard;
pub mod disk;
pub mod sends;
mod uploads;
mod wire;

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};

use crate::cores::Cores;
use crate::environment::{Environment, Installation, RunFolder};
use crate::report::{Figure, table};
use crate::{fixtures, report, scenario};

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
    /// Runs only this benchmark
    #[arg(long)]
    only: Option<Measure>,
    /// Rounds of each benchmark that alternates between targets
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..=50))]
    rounds: u32,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Measure {
    /// Transfer sizes of a first visit
    Wire,
    /// Requests per second per core
    Dashboard,
    /// Many companies compared to few
    Companies,
    /// Durable sends per second
    Sends,
    /// Memory per upload
    Uploads,
}

pub async fn run(options: Options, cores: Cores) -> Result<()> {
    let wanted = |measure| options.only.is_none_or(|only| only == measure);
    if !cores.separate {
        println!(
            "Single core, or taskset is missing: client and server share a core; ratios are less reliable."
        );
    }
    let folder = RunFolder::create(&options.folder)?;
    let installation = Installation { programs: options.programs, site: options.site, cores };
    let mut environment = Environment::start(installation, folder)
        .await
        .context("failed to start the portal and its simulator")?;
    let mut browser = scenario::sign_in(&environment, &fixtures::CLERK, fixtures::SIREN)
        .await
        .context("failed to sign in")?;

    let mut figures: Vec<Figure> = Vec::new();
    if wanted(Measure::Wire) {
        print_start("transfer sizes");
        figures.extend(wire::measure(&environment, &mut browser).await.context("transfer sizes")?);
    }
    if wanted(Measure::Dashboard) {
        print_start("dashboard");
        figures.extend(
            dashboard::measure(&environment, &mut browser, options.rounds).await.context("dashboard")?,
        );
    }
    if wanted(Measure::Companies) {
        print_start("companies");
        figures.extend(companies::measure(&mut environment, options.rounds).await.context("companies")?);
    }
    if wanted(Measure::Uploads) {
        print_start("uploads");
        figures.extend(uploads::measure(&mut environment, &mut browser).await.context("uploads")?);
    }
    if wanted(Measure::Sends) {
        print_start("sends");
        figures
            .extend(sends::measure(&mut environment, &mut browser, options.rounds).await.context("sends")?);
    }
    println!("\n{}", table(&figures));
    println!(
        "See docs/benchmarks.md for the meaning of each line. Only the ratios are comparable between machines."
    );
    Ok(())
}

fn print_start(name: &str) {
    println!("measuring: {name}");
}

/// Formats bytes as `12.3 KB`, with 1 KB = 1000 bytes as in quality.md.
fn kilobytes(bytes: u64) -> String {
    format!("{:.1} KB", crate::load::as_f64(bytes) / 1000.0)
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
