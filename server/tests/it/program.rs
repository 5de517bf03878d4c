//! Starts and stops the server program.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use backend::{
    Portal,
    config::{Config, EncryptionKey, LogKey},
};
use platform::{clock::Clock, config::FilesConfig, secret::Secret};
use tempfile::TempDir;

use crate::database::Database;

const PROGRAM: &str = env!("CARGO_BIN_EXE_server");
/// Keys that a portal for others than this machine needs.
pub const KEYS: &str = r#"[{id="2026",key="AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}]"#;
/// Timeout of a start, much longer than it takes on a loaded machine.
const TIMEOUT: Duration = Duration::from_secs(60);

/// A folder, a database and settings. Outlives the program, which may be killed and started again.
pub struct Installation {
    folder: TempDir,
    database: Database,
    settings: BTreeMap<String, String>,
}

impl Installation {
    /// Creates an installation on SQLite.
    pub fn new() -> Self {
        Self::on(Database::sqlite())
    }

    pub fn on(database: Database) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let site = folder.path().join("site");
        std::fs::create_dir_all(site.join("pkg")).expect("the site's folder");
        write(
            &site.join("hash.txt"),
            "js: aaa\nwasm: bbb\ncss: ccc\npartage: ddd\nsuivi: eee\nlecteur: fff\n",
        );
        write(&site.join("pkg/prodouane.ccc.css"), "main{color:black}");
        write(&site.join("pkg/lecteur.fff.js"), "let player");
        write(&site.join("pkg/prodouane.ccc.css.br"), "compressed beforehand");
        // More than the buffers of the system hold.
        write(&site.join("pkg/prodouane.bbb.wasm"), &"module ".repeat(150_000));
        write(&site.join("favicon.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        let mut installation = Self { folder, database, settings: BTreeMap::new() };
        let files = installation.path("files").display().to_string();
        for (key, value) in [
            ("PRODOUANE__LISTEN", "127.0.0.1:0"),
            ("PRODOUANE__BASE_URL", "https://portail.example"),
            ("PRODOUANE__ENCRYPTION__KEYS", KEYS),
            ("PRODOUANE__TRANSPARENCY__KEYS", KEYS),
            ("PRODOUANE__FILES__STORE", "local"),
            ("PRODOUANE__FILES__FOLDER", files.as_str()),
            ("PRODOUANE__SITE__ROOT", site.to_str().expect("a plain path")),
            // No server listens on this port, so mails stay in the outbox.
            ("PRODOUANE__MAIL__SMTP_URL", "smtp://127.0.0.1:9"),
        ] {
            installation = installation.with(key, value);
        }
        let url = installation.database.create_in(installation.folder.path());
        installation.with("PRODOUANE__DATABASE__URL", &url)
    }

    /// Sets an environment variable of the program.
    pub fn with(mut self, key: &str, value: &str) -> Self {
        self.settings.insert(key.to_owned(), value.to_owned());
        self
    }

    /// Stores files in a bucket at this address instead of the folder.
    pub fn with_bucket(mut self, endpoint: &str) -> Self {
        self.settings.retain(|key, _| !key.starts_with("PRODOUANE__FILES__"));
        let settings = [
            ("STORE", "s3"),
            ("BUCKET", "pieces"),
            ("REGION", "fr-par"),
            ("ENDPOINT", endpoint),
            ("ACCESS_KEY", "essai"),
            ("SECRET_KEY", "essai"),
        ];
        settings
            .into_iter()
            .fold(self, |one, (key, value)| one.with(&format!("PRODOUANE__FILES__{key}"), value))
    }

    pub fn engine(&self) -> &'static str {
        if self.database.needs_migration() { "PostgreSQL" } else { "SQLite" }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Builds a command with these arguments and the settings, without the environment of this process.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command.args(arguments).current_dir(self.folder.path()).env_clear().envs(&self.settings);
        command
    }

    /// Runs a command to its end. Returns success, standard output and standard error.
    pub fn run(&self, arguments: &[&str]) -> (bool, String, String) {
        let output = self.command(arguments).stdin(Stdio::null()).output().expect("the program runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        (output.status.success(), text(output.stdout), text(output.stderr))
    }

    pub fn start(&self) -> Program {
        self.start_on(None)
    }

    /// Starts the program, on this port if given: several programs may share an installation.
    pub fn start_on(&self, port: Option<u16>) -> Program {
        if self.database.needs_migration() {
            let (success, _, errors) = self.run(&["migrate"]);
            assert!(success, "{errors}");
        }
        let mut command = self.command(&["serve"]);
        if let Some(port) = port {
            command.env("PRODOUANE__LISTEN", format!("127.0.0.1:{port}"));
        }
        Program::start(command)
    }

    /// Returns the name of the session cookie, which depends on the scheme of the portal's address.
    pub fn session_cookie(&self) -> &'static str {
        match self.settings["PRODOUANE__BASE_URL"].starts_with("https:") {
            true => "__Host-prodouane",
            false => "prodouane",
        }
    }

    /// Opens the portal on the same data in this process.
    pub async fn portal(&self, clock: Clock) -> Portal {
        self.portal_with(clock, |_| {}).await
    }

    /// Like [`Self::portal`], with changes to the default configuration.
    pub async fn portal_with(&self, clock: Clock, configure: impl FnOnce(&mut Config)) -> Portal {
        let mut config = Config::default();
        config.database.url = self.settings["PRODOUANE__DATABASE__URL"].clone();
        config.files = FilesConfig::Local { folder: self.path("files") };
        config.encryption.keys = vec![EncryptionKey {
            id: "2026".to_owned(),
            key: Secret::new("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="),
        }];
        config.transparency.origin = Some("portail.example/registre".to_owned());
        config.transparency.keys = vec![LogKey {
            id: "2026".to_owned(),
            key: Secret::new("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="),
        }];
        configure(&mut config);
        let portal = Portal::open(config, clock).await.expect("the portal opens");
        portal.migrate().await.expect("the schema");
        portal
    }
}

/// Returns a free port, for a portal that starts later.
pub fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("a free port")
        .port()
}

fn write(path: &Path, text: &str) {
    std::fs::write(path, text).expect("a file of the site");
}

/// A running server; killed when dropped.
pub struct Program {
    child: Child,
    pub address: SocketAddr,
    log: Arc<Mutex<Vec<String>>>,
    ended: Receiver<()>,
}

impl Program {
    fn start(mut command: Command) -> Self {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let stderr = BufReader::new(child.stderr.take().expect("its log"));
        let log = Arc::new(Mutex::new(Vec::new()));
        let (found, address) = mpsc::channel();
        let (end, ended) = mpsc::channel();
        let lines = Arc::clone(&log);
        std::thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                if let Some(address) = listening_address(&line) {
                    let _ = found.send(address);
                }
                lines.lock().expect("the log").push(line);
            }
            drop(end);
        });
        match address.recv_timeout(TIMEOUT) {
            Ok(address) => Self { child, address, log, ended },
            Err(_) => panic!("the program did not start: {:#?}", log.lock().expect("the log")),
        }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Resident memory in KiB.
    pub fn resident_kib(&self) -> u64 {
        let status =
            std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).expect("its status");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("its memory");
        line.trim().trim_end_matches(" kB").trim().parse().expect("a number")
    }

    /// Returns the log lines written so far; complete once the program has ended.
    pub fn log(&self) -> Vec<String> {
        self.log.lock().expect("the log").clone()
    }

    /// Sends SIGTERM, like a supervisor.
    pub fn terminate(&self) {
        let stopped = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        assert!(stopped.expect("kill").success());
    }

    /// Sends SIGKILL, like a power failure.
    pub fn kill(&mut self) {
        self.child.kill().expect("a running program");
        self.child.wait().expect("its exit status");
    }

    /// Waits until it has ended and its log is complete.
    pub fn wait(&mut self) -> ExitStatus {
        let _ = self.ended.recv_timeout(TIMEOUT);
        self.child.wait().expect("its exit status")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Address in the log line "listening".
fn listening_address(line: &str) -> Option<SocketAddr> {
    let event: serde_json::Value = serde_json::from_str(line).ok()?;
    (event["message"] == "listening").then(|| event["address"].as_str()?.parse().ok()).flatten()
}
