//! The measured portal and its simulator, on a fresh SQLite database.

use std::fs::{self, File};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use domain::path;
use http::StatusCode;
use serde::Deserialize;

use crate::client::Browser;
use crate::cores::Cores;
use crate::fixtures;
use crate::process::Program;

/// Time allowed for the portal to start.
const START_TIMEOUT: Duration = Duration::from_secs(60);

/// Default secrets of the simulator. They are public and protect nothing.
const CLIENT_SECRET: &str = "secret-de-demonstration";
pub const API_TOKEN: &str = "jeton-de-demonstration";

/// Cache lifetime that exceeds a whole run, so that the simulator's response times are not measured.
const FRESHNESS_SECONDS: u32 = 24 * 3600;

/// The programs to measure, and where they run.
pub struct Installation {
    /// Folder of the compiled programs.
    pub programs: PathBuf,
    /// Folder of the built site.
    pub site: PathBuf,
    /// The browser of the measures in a browser.
    pub browser: PathBuf,
    pub cores: Cores,
}

/// The running portal and simulator; stopped when dropped.
pub struct Environment {
    // Dropped in this order: while the portal stops, it may still send requests to the simulator.
    portal: Option<Program>,
    _simulator: Program,
    pub portal_address: SocketAddr,
    pub simulator_address: SocketAddr,
    smtp_address: String,
    /// Seconds after which the portal requests a user's rights again from the co-owners.
    rights_freshness: u32,
    pub installation: Installation,
    pub folder: RunFolder,
}

/// Folder of the run's data; removed when dropped.
pub struct RunFolder(PathBuf);

impl RunFolder {
    /// Creates the folder in `parent`.
    ///
    /// # Errors
    /// If the folder cannot be created.
    pub fn create(parent: &Path) -> Result<Self> {
        let folder = std::path::absolute(parent)?.join(format!("run-{}", std::process::id()));
        fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        Ok(Self(folder))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for RunFolder {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            eprintln!("failed to remove {}: {error}", self.0.display());
        }
    }
}

/// The line that the simulator prints once it listens.
#[derive(Deserialize)]
struct ReadyLine {
    http: url::Url,
    smtp: String,
}

impl Environment {
    /// Starts the simulator and the portal, with accounts for the users and one customs service.
    pub async fn start(installation: Installation, folder: RunFolder) -> Result<Self> {
        let portal_address = free_address()?;
        let (simulator, ready) = start_simulator(&installation, folder.path(), portal_address)?;
        let port = ready.http.port().context("the simulator's port")?;
        let mut environment = Environment {
            portal: None,
            _simulator: simulator,
            portal_address,
            simulator_address: SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
            smtp_address: ready.smtp,
            rights_freshness: FRESHNESS_SECONDS,
            installation,
            folder,
        };
        environment.seed()?;
        environment.start_portal().await?;
        Ok(environment)
    }

    /// Returns the portal's scheme, host and port.
    pub fn origin(&self) -> String {
        format!("http://{}", self.portal_address)
    }

    /// Returns the portal's process identifier.
    pub fn portal_process(&self) -> Result<u32> {
        Ok(self.portal.as_ref().context("the portal is not running")?.id())
    }

    pub fn stop_portal(&mut self) {
        self.portal = None;
    }

    /// Restarts the portal, so that its process has served no request; its data stay.
    pub async fn restart_portal(&mut self) -> Result<()> {
        self.stop_portal();
        self.start_portal().await
    }

    /// Restarts the portal so that it requests a user's rights from the co-owners at every request if
    /// `always` is set, else once per run.
    pub async fn restart_portal_refreshing_rights(&mut self, always: bool) -> Result<()> {
        self.rights_freshness = if always { 0 } else { FRESHNESS_SECONDS };
        self.restart_portal().await
    }

    async fn start_portal(&mut self) -> Result<()> {
        let log = File::options().create(true).append(true).open(self.folder.path().join("portal.log"))?;
        let mut command = self.configured(self.installation.cores.server_command(&self.program("server")));
        command.arg("serve").stdout(log.try_clone()?).stderr(log);
        let mut portal = Program::start("the portal", &mut command)?;
        let start = Instant::now();
        while !self.is_ready().await {
            portal.ensure_running().with_context(|| self.last_log_line())?;
            ensure!(
                start.elapsed() < START_TIMEOUT,
                "the portal is not ready after {} s",
                START_TIMEOUT.as_secs()
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        self.portal = Some(portal);
        Ok(())
    }

    async fn is_ready(&self) -> bool {
        let response = Browser::at(self.portal_address).get(path::HEALTH_READY).await;
        response.is_ok_and(|response| response.status == StatusCode::OK)
    }

    /// Returns the last line of the portal's log, for an error message: the log is removed at the end of the
    /// run.
    fn last_log_line(&self) -> String {
        let log = fs::read_to_string(self.folder.path().join("portal.log")).unwrap_or_default();
        log.lines().last().unwrap_or("no log").to_owned()
    }

    fn program(&self, name: &str) -> PathBuf {
        self.installation.programs.join(name)
    }

    fn seed(&self) -> Result<()> {
        self.run_server(&fixtures::new_service(fixtures::SERVICE, "PAE des mesures"))?;
        let names = ["--first-name", fixtures::FIRST_NAME, "--last-name", fixtures::LAST_NAME];
        for user in [fixtures::CLERK, fixtures::BROKER, fixtures::SMALL_BROKER] {
            let account = ["account", "create", "--login", user.login, "--email", user.email];
            self.run_server(&[&account[..], &names[..]].concat())?;
        }
        Ok(())
    }

    /// Runs `server …` and discards its output.
    pub fn run_server(&self, arguments: &[&str]) -> Result<()> {
        let status = self
            .configured(Command::new(self.program("server")))
            .args(arguments)
            .env("PRODOUANE_PASSWORD", fixtures::PASSWORD)
            .stdout(Stdio::null())
            .status()?;
        ensure!(status.success(), "server {} {} failed", arguments[0], arguments[1]);
        Ok(())
    }

    /// Sets the portal's whole configuration in a command's environment, in place of the shell's.
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
        let (folder, site) = (self.folder.path(), &self.installation.site);
        let mut settings = [
            ("LISTEN", self.portal_address.to_string()),
            ("BASE_URL", self.origin()),
            ("DATABASE__URL", format!("sqlite:{}", show(folder.join("prodouane.db")))),
            ("FILES__STORE", "local".to_owned()),
            ("FILES__FOLDER", show(folder.join("files"))),
            ("MAIL__SMTP_URL", format!("smtp://{}", self.smtp_address)),
            ("SITE__ROOT", show(site.clone())),
            ("SITE__HASH_FILE", show(site.join("hash.txt"))),
            // A whole run may take longer than the portal allows a session to be idle.
            ("SESSIONS__IDLE_MINUTES", "600".to_owned()),
            // One user signs in a thousand times, from one address.
            ("SIGN_IN__ATTEMPTS_PER_ACCOUNT", "100000".to_owned()),
            ("SIGN_IN__ATTEMPTS_PER_NETWORK", "100000".to_owned()),
            ("SIGN_IN__CODES_PER_ACCOUNT", "100000".to_owned()),
            // A busy machine must not look like an unavailable co-owner.
            ("CO_OWNERS__CONNECT_TIMEOUT_MS", "10000".to_owned()),
            ("CO_OWNERS__ANSWER_TIMEOUT_MS", "20000".to_owned()),
            ("CO_OWNERS__RIGHTS_FRESHNESS_SECONDS", self.rights_freshness.to_string()),
            ("CO_OWNERS__FIGURES_FRESHNESS_SECONDS", FRESHNESS_SECONDS.to_string()),
        ]
        .map(|(key, value)| (key.to_owned(), value))
        .to_vec();
        for co_owner in fixtures::CO_OWNERS {
            let section = format!("CO_OWNERS__{}", co_owner.to_uppercase());
            let address = format!("http://{}/{co_owner}", self.simulator_address);
            settings.push((format!("{section}__BASE_URL"), address));
            settings.push((format!("{section}__CLIENT_SECRET"), CLIENT_SECRET.to_owned()));
            settings.push((format!("{section}__API_TOKEN"), API_TOKEN.to_owned()));
        }
        settings
    }
}

fn start_simulator(
    installation: &Installation,
    folder: &Path,
    portal: SocketAddr,
) -> Result<(Program, ReadyLine)> {
    let data = folder.join("simulator.toml");
    fs::write(&data, fixtures::data())?;
    let mut command = Command::new(installation.programs.join("simulator"));
    command
        .args(["--port", "0", "--smtp-port", "0", "--portal", &format!("http://{portal}"), "--data"])
        .arg(&data)
        .args(["--companies", &fixtures::COMPANIES.to_string()])
        .args(["--habilitations", &fixtures::HABILITATIONS.to_string()])
        .stdout(Stdio::piped())
        .stderr(File::create(folder.join("simulator.log"))?);
    let mut simulator = Program::start("the simulator", &mut command)?;
    let ready = serde_json::from_str(&simulator.first_line()?)?;
    Ok((simulator, ready))
}

/// Returns an address with a free port, which the portal then uses.
fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?)
}
