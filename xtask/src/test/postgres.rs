//! The PostgreSQL server of the tests: an existing one, or one started for the duration of the tests.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use nix::sys::signal::Signal;
use nix::unistd::{Uid, User};

use super::scratch;
use crate::packages::MissingPackage;
use crate::process::{self, BackgroundProgram};
use crate::workspace::Workspace;

/// Environment variable with the server on which tests may create databases:
/// `postgres://user:password@host:port/postgres`.
pub const VARIABLE: &str = "PRODOUANE_TEST_POSTGRES";

/// Time allowed for the server to start on a cold machine.
const START_TIMEOUT: Duration = Duration::from_secs(120);

/// An existing server, or one that stops when this value is dropped.
pub struct Server {
    address: String,
    /// `None` for an existing server. Declared before the folder: the server must stop before the folder is
    /// removed.
    service: Option<BackgroundProgram>,
    _folder: Option<scratch::Folder>,
}

impl Server {
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Address of the template database, of which every new database is a copy; `None` for an existing
    /// server.
    pub fn template(&self) -> Option<String> {
        self.service.as_ref()?;
        let (server, _) = self.address.rsplit_once('/')?;
        Some(format!("{server}/template1"))
    }

    /// Uses the server given by [`VARIABLE`], or starts one.
    pub fn existing_or_started(workspace: &Workspace) -> Result<Self> {
        if let Ok(address) = std::env::var(VARIABLE) {
            return Ok(Self { address, service: None, _folder: None });
        }
        start(workspace)
    }
}

/// Returns the package to install, or `None` if there is one or a server is given.
pub fn missing() -> Option<MissingPackage> {
    let missing =
        MissingPackage { package: "postgresql", purpose: "integration tests run on SQLite and PostgreSQL" };
    (std::env::var_os(VARIABLE).is_none() && programs().is_none()).then_some(missing)
}

/// Returns the folder of `initdb` and `postgres`. Debian does not put it on the PATH: one folder per version.
fn programs() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let mut versions: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    versions.sort();
    folders.extend(versions.into_iter().rev().map(|version| version.join("bin")));
    folders.into_iter().find(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file())
}

fn start(workspace: &Workspace) -> Result<Server> {
    let programs = programs().context("initdb and postgres are not installed")?;
    let account = Account::choose()?;
    let folder = data_folder(&account)?;
    let data = folder.path().join("data");

    let mut initdb = Command::new(programs.join("initdb"));
    initdb.arg("-D").arg(&data).args([
        "-U",
        "prodouane",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--no-locale",
        "--no-sync",
    ]);
    process::run(account.apply_to(&mut initdb).current_dir(folder.path()).stdout(Stdio::null()))?;

    let port = free_port()?;
    fs::create_dir_all(workspace.target(""))?;
    let log = fs::File::create(workspace.target("xtask-postgres.log"))?;
    let mut postgres = Command::new(programs.join("postgres"));
    postgres.arg("-D").arg(&data).args(["-p", &port.to_string()]);
    // The data are discarded after the tests, so speed matters more than durability.
    for setting in [
        "listen_addresses=127.0.0.1",
        "unix_socket_directories=",
        "max_connections=300",
        "fsync=off",
        "full_page_writes=off",
    ] {
        postgres.args(["-c", setting]);
    }
    account.apply_to(&mut postgres).current_dir(folder.path()).stdout(log.try_clone()?).stderr(log);
    // SIGINT requests PostgreSQL's "fast" shutdown, which does not wait for clients to disconnect.
    let mut service = BackgroundProgram::start("PostgreSQL", &mut postgres)?.with_stop_signal(Signal::SIGINT);
    wait_until_ready(&mut service, &data)?;
    let address = format!("postgres://prodouane@127.0.0.1:{port}/postgres");
    println!("{address}");
    Ok(Server { address, service: Some(service), _folder: Some(folder) })
}

/// The account that runs PostgreSQL, which refuses to run as root; `None` means the current account.
struct Account(Option<User>);

impl Account {
    fn choose() -> Result<Self> {
        if !Uid::effective().is_root() {
            return Ok(Self(None));
        }
        for name in ["postgres", "nobody"] {
            if let Some(user) = User::from_name(name)? {
                return Ok(Self(Some(user)));
            }
        }
        bail!("PostgreSQL refuses to run as root, and there is no account named postgres or nobody");
    }

    fn apply_to<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        match &self.0 {
            Some(user) => command.uid(user.uid.as_raw()).gid(user.gid.as_raw()),
            None => command,
        }
    }
}

/// Creates the data folder outside the workspace, which an unprivileged account may not be able to read.
fn data_folder(account: &Account) -> Result<scratch::Folder> {
    let folder = scratch::Folder::create("postgres")?;
    if let Some(user) = &account.0 {
        chown(folder.path(), Some(user.uid.as_raw()), Some(user.gid.as_raw()))?;
    }
    Ok(folder)
}

pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// Waits until the eighth line of `postmaster.pid`, which has the server's state, is `ready`.
fn wait_until_ready(service: &mut BackgroundProgram, data: &Path) -> Result<()> {
    let start = Instant::now();
    loop {
        service.ensure_running().context("see xtask-postgres.log in the target folder")?;
        let state = fs::read_to_string(data.join("postmaster.pid")).unwrap_or_default();
        if state.lines().nth(7).is_some_and(|line| line.trim() == "ready") {
            return Ok(());
        }
        ensure!(
            start.elapsed() < START_TIMEOUT,
            "PostgreSQL is not ready after {} s",
            START_TIMEOUT.as_secs()
        );
        process::pause(Duration::from_millis(50));
    }
}
