//! `cargo xtask demo`: builds and runs the whole portal on this machine, with fictional data.

mod instructions;
mod ports;
mod seed;

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use clap::Args;

use crate::process::{self, BackgroundProgram};
use crate::workspace::{Profile, Workspace};
use crate::{cargo, site, step};
use ports::Ports;

/// Time allowed for the portal to start on a cold machine.
const START_TIMEOUT: Duration = Duration::from_secs(60);

#[derive(Args)]
pub struct Options {
    /// Deletes the demo data of earlier runs first
    #[arg(long)]
    fresh: bool,
    /// Port of the portal; a free one is chosen if it is in use
    #[arg(long, default_value_t = 3000)]
    port: u16,
    /// Port of the simulator; a free one is chosen if it is in use
    #[arg(long, default_value_t = 4000)]
    simulator_port: u16,
    /// Port of the demo mail server; a free one is chosen if it is in use
    #[arg(long, default_value_t = 4025)]
    smtp_port: u16,
}

pub fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    site::build_with_programs(workspace, Profile::Release, || {
        cargo::build_programs(workspace, Profile::Release)
    })?;

    let folder = prepare_folder(workspace, options.fresh)?;
    let ports = Ports::choose(options)?;
    let demo = Demo { workspace, folder, ports };
    let mut simulator = step::run("simulator", || demo.start_simulator())?;
    step::run("demo data", || seed::run(&demo))?;
    let mut portal = step::run("portal", || demo.start_portal())?;

    instructions::print(&demo);
    while !process::stop_requested() {
        portal.ensure_running().with_context(|| format!("see {}", demo.log("portal").display()))?;
        simulator.ensure_running().with_context(|| format!("see {}", demo.log("simulator").display()))?;
        process::pause(Duration::from_millis(200));
    }
    println!("\nStopping.");
    // The portal first: while it stops, it may still send requests to the simulator.
    drop(portal);
    drop(simulator);
    Ok(())
}

struct Demo<'w> {
    workspace: &'w Workspace,
    folder: PathBuf,
    ports: Ports,
}

fn prepare_folder(workspace: &Workspace, fresh: bool) -> Result<PathBuf> {
    let folder = workspace.path("var/demo");
    // An interrupted start leaves incomplete data.
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

    /// Returns a command for a program of the release build, with the demo's configuration in its
    /// environment.
    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.workspace.programs(Profile::Release).join(program));
        command.current_dir(self.workspace.path(""));
        for (name, _) in std::env::vars_os() {
            // The shell's own configuration must not change the demo.
            if name.to_str().is_some_and(|name| name.starts_with("PRODOUANE__")) {
                command.env_remove(name);
            }
        }
        command.envs(self.ports.configuration(&self.folder, &self.workspace.site(Profile::Release)));
        command
    }

    fn start_simulator(&self) -> Result<BackgroundProgram> {
        let log = File::create(self.log("simulator"))?;
        let mut command = self.command("simulator");
        command
            .args(["--port", &self.ports.simulator.to_string()])
            .args(["--smtp-port", &self.ports.smtp.to_string()])
            .args(["--portal", &self.ports.portal_address()])
            .arg("--keys")
            .arg(Ports::keys(&self.folder))
            .stdout(Stdio::piped())
            .stderr(log);
        let mut simulator = BackgroundProgram::start("the simulator", &mut command)?;
        // It prints one line once it listens.
        let output = simulator.child.stdout.take().context("standard output is not piped")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        ensure!(!line.is_empty(), "the simulator did not start: see {}", self.log("simulator").display());
        Ok(simulator)
    }

    fn start_portal(&self) -> Result<BackgroundProgram> {
        let log = File::create(self.log("portal"))?;
        let mut command = self.command("server");
        command.arg("serve").stdout(log.try_clone()?).stderr(log);
        let mut portal = BackgroundProgram::start("the portal", &mut command)?;
        let start = Instant::now();
        while !ports::is_ready(self.ports.portal) {
            portal.ensure_running().with_context(|| format!("see {}", self.log("portal").display()))?;
            if process::stop_requested() {
                bail!("interrupted");
            }
            ensure!(
                start.elapsed() < START_TIMEOUT,
                "the portal is not ready after {} s",
                START_TIMEOUT.as_secs()
            );
            process::pause(Duration::from_millis(50));
        }
        Ok(portal)
    }
}
