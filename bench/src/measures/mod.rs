//! What is measured, in the order in which one measure does not disturb the next.

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
use crate::house::{Folder, House, Places};
use crate::report::{Figure, table};
use crate::{demo, journey, report};

#[derive(Args)]
pub struct Options {
    /// Folder of the compiled programs: server, simulator
    #[arg(long)]
    programs: PathBuf,
    /// Folder of the built site
    #[arg(long)]
    site: PathBuf,
    /// Where the run keeps its data until it ends; the disk whose speed counts
    #[arg(long)]
    folder: PathBuf,
    /// Only this measure
    #[arg(long)]
    only: Option<Measure>,
    /// Rounds of each interleaved measure
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..=50))]
    rounds: u32,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Measure {
    /// Bytes over the wire
    Wire,
    /// Requests per second per core
    Dashboard,
    /// Many companies against few
    Companies,
    /// Durable sends per second
    Sends,
    /// Memory per upload
    Uploads,
}

pub async fn run(options: Options, cores: Cores) -> Result<()> {
    let wanted = |measure| options.only.is_none_or(|only| only == measure);
    if !cores.apart {
        println!("One core, or no taskset: loader and server share the processor; ratios say less.");
    }
    let folder = Folder::create(&options.folder)?;
    let places = Places { programs: options.programs, site: options.site, cores };
    let mut house = House::open(places, folder).await.context("the portal and its simulator")?;
    let mut browser = journey::sign_in(&house, &demo::CLERK, demo::SIREN).await.context("signing in")?;

    let mut figures: Vec<Figure> = Vec::new();
    if wanted(Measure::Wire) {
        say("bytes over the wire");
        figures.extend(wire::measure(&house, &mut browser).await.context("bytes over the wire")?);
    }
    if wanted(Measure::Dashboard) {
        say("dashboard");
        figures.extend(dashboard::measure(&house, &mut browser, options.rounds).await.context("dashboard")?);
    }
    if wanted(Measure::Companies) {
        say("companies");
        figures.extend(companies::measure(&mut house, options.rounds).await.context("companies")?);
    }
    if wanted(Measure::Uploads) {
        say("uploads");
        figures.extend(uploads::measure(&mut house, &mut browser).await.context("uploads")?);
    }
    if wanted(Measure::Sends) {
        say("sends");
        figures.extend(sends::measure(&mut house, &mut browser, options.rounds).await.context("sends")?);
    }
    println!("\n{}", table(&figures));
    println!("What each line means: docs/benchmarks.md. Only the ratios may be compared between machines.");
    Ok(())
}

fn say(what: &str) {
    println!("measuring: {what}");
}

/// Bytes as `12.3 KB`, of a thousand each as in quality.md.
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
