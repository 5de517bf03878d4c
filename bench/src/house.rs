//! The portal under measure with its simulator, on a fresh SQLite folder of its own.

use std::fs::{self, File};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use http::StatusCode;
use serde::Deserialize;

use crate::client::Browser;
use crate::cores::Cores;
use crate::demo;
use crate::process::Program;

/// How long the portal may take to start.
const PATIENCE: Duration = Duration::from_secs(60);

/// Secrets that the simulator expects by default: they protect nothing.
const CLIENT_SECRET: &str = "secret-de-demonstration";
pub const API_TOKEN: &str = "jeton-de-demonstration";

/// Long enough for a whole run: what is measured is the portal, not the simulator behind it.
const FRESHNESS_SECONDS: u32 = 24 * 3600;

/// Where things are.
pub struct Places {
    /// Folder of the compiled programs.
    pub programs: PathBuf,
    /// Folder of the built site.
    pub site: PathBuf,
    pub cores: Cores,
}

pub struct House {
    // Dropped in this order: the portal may still have something to tell the simulator.
    portal: Option<Program>,
    _simulator: Program,
    pub portal_address: SocketAddr,
    pub simulator_address: SocketAddr,
    smtp_address: String,
    /// After how many seconds the portal asks again what a person may do.
    rights_freshness: u32,
    pub places: Places,
    pub folder: Folder,
}

/// A folder that goes when the run ends, however it ends.
pub struct Folder(PathBuf);

impl Folder {
    /// # Errors
    /// When the folder cannot be made.
    pub fn create(inside: &Path) -> Result<Self> {
        let folder = std::path::absolute(inside)?.join(format!("run-{}", std::process::id()));
        fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        Ok(Self(folder))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(problem) = fs::remove_dir_all(&self.0) {
            eprintln!("{} could not be removed: {problem}", self.0.display());
        }
    }
}

/// The line that the simulator says when it listens.
#[derive(Deserialize)]
struct Ready {
    http: url::Url,
    smtp: String,
}

impl House {
    /// Starts the simulator and the portal, with the operators' accounts and one service.
    pub async fn open(places: Places, folder: Folder) -> Result<Self> {
        let portal_address = free_address()?;
        let (simulator, ready) = start_simulator(&places, folder.path(), portal_address)?;
        let port = ready.http.port().context("the simulator's port")?;
        let mut house = House {
            portal: None,
            _simulator: simulator,
            portal_address,
            simulator_address: SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
            smtp_address: ready.smtp,
            rights_freshness: FRESHNESS_SECONDS,
            places,
            folder,
        };
        house.seed()?;
        house.start_portal().await?;
        Ok(house)
    }

    /// The portal's process.
    pub fn portal_process(&self) -> Result<u32> {
        Ok(self.portal.as_ref().context("the portal does not run")?.id())
    }

    pub fn stop_portal(&mut self) {
        self.portal = None;
    }

    /// A process that has served nothing yet; its data stay.
    pub async fn restart_portal(&mut self) -> Result<()> {
        self.stop_portal();
        self.start_portal().await
    }

    /// One that asks what a person may do at every request, or hardly ever.
    pub async fn restart_portal_asking(&mut self, always: bool) -> Result<()> {
        self.rights_freshness = if always { 0 } else { FRESHNESS_SECONDS };
        self.restart_portal().await
    }

    async fn start_portal(&mut self) -> Result<()> {
        let log = File::options().create(true).append(true).open(self.folder.path().join("portal.log"))?;
        let mut command = self.configured(self.places.cores.measured(&self.program("server")));
        command.arg("serve").stdout(log.try_clone()?).stderr(log);
        let mut portal = Program::start("the portal", &mut command)?;
        let start = Instant::now();
        while !self.is_ready().await {
            portal.ensure_running().with_context(|| self.last_words())?;
            ensure!(start.elapsed() < PATIENCE, "the portal is not ready after {} s", PATIENCE.as_secs());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        self.portal = Some(portal);
        Ok(())
    }

    async fn is_ready(&self) -> bool {
        let answer = Browser::at(self.portal_address).get("/health/ready").await;
        answer.is_ok_and(|answer| answer.status == StatusCode::OK)
    }

    /// The folder goes with us: what the portal said last must be told now.
    fn last_words(&self) -> String {
        let log = fs::read_to_string(self.folder.path().join("portal.log")).unwrap_or_default();
        log.lines().last().unwrap_or("no log").to_owned()
    }

    fn program(&self, name: &str) -> PathBuf {
        self.places.programs.join(name)
    }

    fn seed(&self) -> Result<()> {
        let service =
            ["service", "add", "--code", demo::SERVICE, "--kind", "pae", "--name", "PAE des mesures"];
        self.administer(&service)?;
        let names = ["--first-name", demo::FIRST_NAME, "--last-name", demo::LAST_NAME];
        for person in [demo::CLERK, demo::BROKER, demo::FEW] {
            let account = ["account", "create", "--login", person.login, "--email", person.email];
            self.administer(&[&account[..], &names[..]].concat())?;
        }
        Ok(())
    }

    /// Runs `server …`; its answers interest nobody here.
    fn administer(&self, words: &[&str]) -> Result<()> {
        let status = self
            .configured(Command::new(self.program("server")))
            .args(words)
            .env("PRODOUANE_PASSWORD", demo::PASSWORD)
            .stdout(Stdio::null())
            .status()?;
        ensure!(status.success(), "server {} {} failed", words[0], words[1]);
        Ok(())
    }

    /// Gives a program the portal's whole configuration, whatever the shell says.
    pub fn configured(&self, mut command: Command) -> Command {
        for (name, _) in std::env::vars_os() {
            if name.to_str().is_some_and(|name| name.starts_with("PRODOUANE_")) {
                command.env_remove(name);
            }
        }
        for (key, value) in self.settings() {
            command.env(format!("PRODOUANE__{key}"), value);
        }
        command
    }

    fn settings(&self) -> Vec<(String, String)> {
        let show = |path: PathBuf| path.display().to_string();
        let (folder, site) = (self.folder.path(), &self.places.site);
        let mut settings = [
            ("LISTEN", self.portal_address.to_string()),
            ("BASE_URL", format!("http://{}", self.portal_address)),
            ("DATABASE__URL", format!("sqlite:{}", show(folder.join("prodouane.db")))),
            ("FILES__STORE", "local".to_owned()),
            ("FILES__FOLDER", show(folder.join("files"))),
            ("MAIL__SMTP_URL", format!("smtp://{}", self.smtp_address)),
            ("SITE__ROOT", show(site.clone())),
            ("SITE__HASH_FILE", show(site.join("hash.txt"))),
            ("PARTNERS__RIGHTS_FRESHNESS_SECONDS", self.rights_freshness.to_string()),
            ("PARTNERS__FIGURES_FRESHNESS_SECONDS", FRESHNESS_SECONDS.to_string()),
        ]
        .map(|(key, value)| (key.to_owned(), value))
        .to_vec();
        for co_owner in demo::CO_OWNERS {
            let section = format!("PARTNERS__{}", co_owner.to_uppercase());
            let address = format!("http://{}/{co_owner}", self.simulator_address);
            settings.push((format!("{section}__BASE_URL"), address));
            settings.push((format!("{section}__CLIENT_SECRET"), CLIENT_SECRET.to_owned()));
            settings.push((format!("{section}__API_TOKEN"), API_TOKEN.to_owned()));
        }
        settings
    }
}

fn start_simulator(places: &Places, folder: &Path, portal: SocketAddr) -> Result<(Program, Ready)> {
    let data = folder.join("simulator.toml");
    fs::write(&data, demo::data())?;
    let mut command = Command::new(places.programs.join("simulator"));
    command
        .args(["--port", "0", "--smtp-port", "0", "--portal", &format!("http://{portal}"), "--data"])
        .arg(&data)
        .args(["--companies", &demo::COMPANIES.to_string()])
        .args(["--habilitations", &demo::HABILITATIONS.to_string()])
        .stdout(Stdio::piped())
        .stderr(File::create(folder.join("simulator.log"))?);
    let mut simulator = Program::start("the simulator", &mut command)?;
    let ready = serde_json::from_str(&simulator.first_line()?)?;
    Ok((simulator, ready))
}

/// Free now; the portal takes it at once.
fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?)
}
