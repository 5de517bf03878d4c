//! A PostgreSQL server of our own for the time of the tests, unless one is given.

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
use crate::packages::Missing;
use crate::process::{self, Service};
use crate::workspace::Workspace;

/// Names the server on which tests may create databases: `postgres://user:password@host:port/postgres`.
pub const VARIABLE: &str = "PRODOUANE_TEST_POSTGRES";

/// How long a cold machine may take to start it.
const PATIENCE: Duration = Duration::from_secs(30);

/// A given server, or one that ends with this value.
pub struct Server {
    address: String,
    /// Ours; stops before its folder goes: the order matters.
    service: Option<Service>,
    _folder: Option<scratch::Folder>,
}

impl Server {
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The database of which every new one is a copy; `None` on a server that is somebody else's.
    pub fn model(&self) -> Option<String> {
        self.service.as_ref()?;
        let (server, _) = self.address.rsplit_once('/')?;
        Some(format!("{server}/template1"))
    }

    pub fn given_or_started(workspace: &Workspace) -> Result<Self> {
        if let Ok(address) = std::env::var(VARIABLE) {
            return Ok(Self { address, service: None, _folder: None });
        }
        start(workspace)
    }
}

/// Nothing when a server is given.
pub fn missing() -> Option<Missing> {
    let missing =
        Missing { package: "postgresql", purpose: "integration tests run on SQLite and PostgreSQL" };
    (std::env::var_os(VARIABLE).is_none() && programs().is_none()).then_some(missing)
}

/// Folder of `initdb` and `postgres`: Debian keeps them off the PATH, by version.
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
    let programs = programs().context("initdb and postgres are missing")?;
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
    process::run(account.take(&mut initdb).current_dir(folder.path()).stdout(Stdio::null()))?;

    let port = free_port()?;
    fs::create_dir_all(workspace.target(""))?;
    let log = fs::File::create(workspace.target("xtask-postgres.log"))?;
    let mut postgres = Command::new(programs.join("postgres"));
    postgres.arg("-D").arg(&data).args(["-p", &port.to_string()]);
    // Nothing here outlives the tests: speed over durability.
    for setting in [
        "listen_addresses=127.0.0.1",
        "unix_socket_directories=",
        "max_connections=300",
        "fsync=off",
        "full_page_writes=off",
    ] {
        postgres.args(["-c", setting]);
    }
    account.take(&mut postgres).current_dir(folder.path()).stdout(log.try_clone()?).stderr(log);
    // SIGINT is its « fast » shutdown: it does not wait for clients to leave.
    let mut service = Service::start("PostgreSQL", &mut postgres)?.stopped_with(Signal::SIGINT);
    wait_until_ready(&mut service, &data)?;
    let address = format!("postgres://prodouane@127.0.0.1:{port}/postgres");
    println!("{address}");
    Ok(Server { address, service: Some(service), _folder: Some(folder) })
}

/// PostgreSQL refuses to run as root.
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
        bail!("PostgreSQL does not run as root, and there is neither a postgres nor a nobody account");
    }

    fn take<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        match &self.0 {
            Some(user) => command.uid(user.uid.as_raw()).gid(user.gid.as_raw()),
            None => command,
        }
    }
}

/// Outside of the workspace: an unprivileged account may not reach the workspace.
fn data_folder(account: &Account) -> Result<scratch::Folder> {
    let folder = scratch::Folder::make("postgres")?;
    if let Some(user) = &account.0 {
        chown(folder.path(), Some(user.uid.as_raw()), Some(user.gid.as_raw()))?;
    }
    Ok(folder)
}

pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// The server tells its state in the eighth line of `postmaster.pid`.
fn wait_until_ready(service: &mut Service, data: &Path) -> Result<()> {
    let start = Instant::now();
    loop {
        service.ensure_running().context("see xtask-postgres.log in the target folder")?;
        let state = fs::read_to_string(data.join("postmaster.pid")).unwrap_or_default();
        if state.lines().nth(7).is_some_and(|line| line.trim() == "ready") {
            return Ok(());
        }
        ensure!(start.elapsed() < PATIENCE, "PostgreSQL is not ready after {} s", PATIENCE.as_secs());
        process::pause(Duration::from_millis(50));
    }
}
