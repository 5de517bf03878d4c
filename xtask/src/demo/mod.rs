//! `cargo xtask demo`: the whole portal with fictional data, on this machine, from nothing.

mod places;
mod seed;
mod welcome;

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use clap::Args;

use crate::process::{self, Service};
use crate::workspace::{Profile, Workspace};
use crate::{cargo, site, step};
use places::Places;

/// How long a cold machine may take to start the portal.
const PATIENCE: Duration = Duration::from_secs(60);

#[derive(Args)]
pub struct Options {
    /// Forgets the demo data of earlier runs
    #[arg(long)]
    fresh: bool,
    /// Port of the portal; a free one when it is taken
    #[arg(long, default_value_t = 3000)]
    port: u16,
    /// Port of the simulator; a free one when it is taken
    #[arg(long, default_value_t = 4000)]
    simulator_port: u16,
    /// Port of the demo mail server; a free one when it is taken
    #[arg(long, default_value_t = 4025)]
    smtp_port: u16,
}

pub fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    site::build_beside(workspace, Profile::Release, || cargo::build_programs(workspace, Profile::Release))?;

    let folder = prepare_folder(workspace, options.fresh)?;
    let places = Places::choose(options)?;
    let demo = Demo { workspace, folder, places };
    let mut simulator = step::run("simulator", || demo.start_simulator())?;
    step::run("demo data", || seed::run(&demo))?;
    let mut portal = step::run("portal", || demo.start_portal())?;

    welcome::print(&demo);
    while !process::stop_requested() {
        portal.ensure_running().with_context(|| demo.log("portal").display().to_string())?;
        simulator.ensure_running().with_context(|| demo.log("simulator").display().to_string())?;
        process::pause(Duration::from_millis(200));
    }
    println!("\nStopping.");
    // The portal first: it may still have something to tell the others.
    drop(portal);
    drop(simulator);
    Ok(())
}

struct Demo<'w> {
    workspace: &'w Workspace,
    folder: PathBuf,
    places: Places,
}

fn prepare_folder(workspace: &Workspace, fresh: bool) -> Result<PathBuf> {
    let folder = workspace.path("var/demo");
    // A start that did not come to its end left something incomplete.
    let complete = folder.join(seed::COMPLETE).exists();
    if folder.exists() && (fresh || !complete) {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

impl Demo<'_> {
    fn log(&self, program: &str) -> PathBuf {
        self.folder.join(format!("{program}.log"))
    }

    /// A program of the release, with the demo's configuration in its environment.
    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.workspace.programs(Profile::Release).join(program));
        command.current_dir(self.workspace.path(""));
        for (name, _) in std::env::vars_os() {
            // A demo looks the same whatever the shell says.
            if name.to_str().is_some_and(|name| name.starts_with("PRODOUANE__")) {
                command.env_remove(name);
            }
        }
        command.envs(self.places.configuration(&self.folder, &self.workspace.site(Profile::Release)));
        command
    }

    fn start_simulator(&self) -> Result<Service> {
        let log = File::create(self.log("simulator"))?;
        let mut command = self.command("simulator");
        command
            .args(["--port", &self.places.simulator.to_string()])
            .args(["--smtp-port", &self.places.smtp.to_string()])
            .args(["--portal", &self.places.portal_address()])
            .stdout(Stdio::piped())
            .stderr(log);
        let mut simulator = Service::start("the simulator", &mut command)?;
        // It says one line when it listens.
        let output = simulator.child.stdout.take().context("no output to read")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        ensure!(!line.is_empty(), "the simulator did not start: see {}", self.log("simulator").display());
        Ok(simulator)
    }

    fn start_portal(&self) -> Result<Service> {
        let log = File::create(self.log("portal"))?;
        let mut command = self.command("server");
        command.arg("serve").stdout(log.try_clone()?).stderr(log);
        let mut portal = Service::start("the portal", &mut command)?;
        let start = Instant::now();
        while !places::is_ready(self.places.portal) {
            portal.ensure_running().with_context(|| format!("see {}", self.log("portal").display()))?;
            if process::stop_requested() {
                bail!("interrupted");
            }
            ensure!(start.elapsed() < PATIENCE, "the portal is not ready after {} s", PATIENCE.as_secs());
            process::pause(Duration::from_millis(50));
        }
        Ok(portal)
    }
}
