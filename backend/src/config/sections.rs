use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    path::PathBuf,
};

use ipnet::IpNet;
use serde::Deserialize;
use url::Url;

use crate::{db::Duration, secret::Secret};

/// Parses an address written in this program.
pub(crate) fn address(text: &str) -> Url {
    Url::parse(text).expect("an address written in the source")
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DatabaseConfig {
    /// `sqlite:path` (created when missing) or `postgres://user:password@host/name`.
    pub url: String,
    pub max_connections: u32,
    /// How long a request waits for the database before it is answered « busy ».
    pub busy_seconds: u64,
}

impl Default for DatabaseConfig {
    fn default() -> Self {
        DatabaseConfig { url: "sqlite:var/prodouane.db".to_owned(), max_connections: 8, busy_seconds: 5 }
    }
}

/// Where attachments are kept.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "store", rename_all = "snake_case", deny_unknown_fields)]
pub enum FilesConfig {
    /// A folder of this machine.
    Local { folder: PathBuf },
    /// A bucket that speaks the S3 protocol.
    S3 {
        bucket: String,
        region: String,
        /// Address of the service when it is not AWS.
        #[serde(default)]
        endpoint: Option<Url>,
        access_key: Secret,
        secret_key: Secret,
    },
}

impl Default for FilesConfig {
    fn default() -> Self {
        FilesConfig::Local { folder: PathBuf::from("var/files") }
    }
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MailConfig {
    /// `smtp://host:port` (plain), `smtp://user:password@host:587?tls=required` (STARTTLS), `smtps://…` (TLS).
    pub smtp_url: Secret,
    pub from: String,
    /// Time allowed for one exchange with the mail server.
    pub timeout_seconds: u64,
    /// A mail is given up after this many attempts, spread over about two days, and then needs a human.
    pub attempts: i32,
}

impl Default for MailConfig {
    fn default() -> Self {
        MailConfig {
            smtp_url: Secret::new("smtp://127.0.0.1:4025"),
            from: "Prodouane <ne-pas-repondre@prodouane.example>".to_owned(),
            timeout_seconds: 20,
            attempts: 16,
        }
    }
}

/// The gateway that sends text messages; without one the level « jeton SMS » is not offered.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmsConfig {
    /// Where messages are posted: see `docs/api/passerelle-sms.json`.
    pub url: Url,
    /// Sent as `Authorization: Bearer …`.
    pub token: Secret,
    /// Time allowed for one answer of the gateway.
    #[serde(default = "sms_timeout_seconds")]
    pub timeout_seconds: u64,
}

fn sms_timeout_seconds() -> u64 {
    10
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SiteConfig {
    /// Folder of the built site: scripts, WebAssembly, styles, public files.
    pub root: PathBuf,
    /// File of the assets' hashes (`js: …`, `wasm: …`, `css: …`); beside the program when empty.
    pub hash_file: Option<PathBuf>,
}

impl Default for SiteConfig {
    fn default() -> Self {
        SiteConfig { root: PathBuf::from("target/site"), hash_file: None }
    }
}

/// Mission §2.3: 15 minutes idle, 12 hours at most.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SessionsConfig {
    pub idle_minutes: u64,
    pub absolute_hours: u64,
    /// How long a proof is fresh enough for what is sensitive (mission §2.4).
    pub proof_seconds: u64,
    /// How long a trusted device is not asked for a code.
    pub device_days: u64,
}

impl Default for SessionsConfig {
    fn default() -> Self {
        SessionsConfig { idle_minutes: 15, absolute_hours: 12, proof_seconds: 900, device_days: 90 }
    }
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SignInConfig {
    /// Passwords evaluated per account within `window_minutes`, whoever tries.
    pub attempts_per_account: i64,
    /// Passwords evaluated per network (IPv4 address, IPv6 /64) within `window_minutes`.
    pub attempts_per_network: i64,
    pub window_minutes: u64,
    /// Validity of the 6-digit code.
    pub code_minutes: u64,
    /// Tries per code.
    pub code_tries: i64,
    /// Codes sent per account within `window_minutes`.
    pub codes_per_account: i64,
    /// Passwords hashed at the same time; each takes 19 MiB and a core.
    pub concurrent_hashes: usize,
    /// Accounts opened and mails asked for again, per network, within an hour.
    pub registrations_per_network: i64,
}

impl Default for SignInConfig {
    fn default() -> Self {
        SignInConfig {
            attempts_per_account: 10,
            attempts_per_network: 100,
            window_minutes: 15,
            code_minutes: 10,
            code_tries: 5,
            codes_per_account: 5,
            concurrent_hashes: 2,
            registrations_per_network: 30,
        }
    }
}

impl SignInConfig {
    /// What the limits per account and per network count within.
    pub fn window(&self) -> Duration {
        Duration::from_secs(self.window_minutes * 60)
    }
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SecurityConfig {
    /// Validity of an activation link.
    pub activation_hours: u64,
    /// Never-activated accounts are deleted after this many days.
    pub never_activated_days: u64,
    /// Validity of a link to a new password.
    pub reset_minutes: u64,
}

impl Default for SecurityConfig {
    fn default() -> Self {
        SecurityConfig { activation_hours: 48, never_activated_days: 30, reset_minutes: 30 }
    }
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AgentsConfig {
    /// The administration's networks (`address/prefix`): elsewhere an agent needs the right of remote access.
    pub networks: Vec<IpNet>,
    /// Those among them, or beside them, whose workstations are secured: official acts are signed there only.
    pub secured_networks: Vec<IpNet>,
}

impl Default for AgentsConfig {
    fn default() -> Self {
        let own = vec![network(Ipv4Addr::LOCALHOST.into(), 8), network(Ipv6Addr::LOCALHOST.into(), 128)];
        AgentsConfig { networks: own, secured_networks: Vec::new() }
    }
}

/// A network written in this program.
fn network(address: IpAddr, prefix: u8) -> IpNet {
    IpNet::new(address, prefix).expect("a prefix written in the source").trunc()
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LimitsConfig {
    /// Body of a form, in bytes.
    pub form_bytes: usize,
    /// Connections open at once.
    pub connections: usize,
    /// Time to send the headers of a request.
    pub header_seconds: u64,
    /// Time to answer a request (uploads and downloads aside).
    pub request_seconds: u64,
    /// Time for one upload in all.
    pub upload_seconds: u64,
    /// Longest silence in the middle of a body.
    pub body_idle_seconds: u64,
    /// Time given to requests under way when the server stops.
    pub shutdown_seconds: u64,
}

impl Default for LimitsConfig {
    fn default() -> Self {
        LimitsConfig {
            form_bytes: 256 * 1024,
            connections: 4096,
            header_seconds: 10,
            request_seconds: 30,
            upload_seconds: 600,
            body_idle_seconds: 20,
            shutdown_seconds: 20,
        }
    }
}

/// Open pages that are told what changes under their eyes (mission §3.3).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LiveConfig {
    /// Pages told at once by this process; each holds one of `limits.connections`.
    pub streams: usize,
    /// Pages of one session told at once: those that are in sight, one a window.
    pub streams_per_session: usize,
    /// How often the session of an open page is looked at again, and the line shown to be alive.
    pub heartbeat_seconds: u64,
    /// A page asks again after this long: whoever vanished without a word is forgotten.
    pub life_seconds: u64,
}

impl Default for LiveConfig {
    fn default() -> Self {
        LiveConfig { streams: 1000, streams_per_session: 6, heartbeat_seconds: 15, life_seconds: 900 }
    }
}

/// A virus scanner (clamd); without one, files say « non analysé » to agents.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScannerConfig {
    /// `127.0.0.1:3310`
    pub address: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    Json,
    Text,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LogConfig {
    pub format: LogFormat,
    /// A filter of `tracing`: `info`, `warn,backend=debug` …
    pub filter: String,
}

impl Default for LogConfig {
    fn default() -> Self {
        LogConfig { format: LogFormat::Json, filter: "info".to_owned() }
    }
}
