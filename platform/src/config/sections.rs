use std::path::PathBuf;

use serde::Deserialize;
use url::Url;

use crate::secret::Secret;

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DatabaseConfig {
    /// `sqlite:path` (created when missing) or `postgres://user:password@host/name`.
    pub url: String,
    pub max_connections: u32,
    /// Timeout of the database, after which a request is answered with [`crate::Error::Busy`].
    pub busy_seconds: u64,
}

impl Default for DatabaseConfig {
    fn default() -> Self {
        DatabaseConfig { url: "sqlite:var/prodouane.db".to_owned(), max_connections: 8, busy_seconds: 5 }
    }
}

/// Keys that encrypt secrets in the database.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct EncryptionConfig {
    /// The first one encrypts, all decrypt; empty: the published key of trials.
    pub keys: Vec<EncryptionKey>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EncryptionKey {
    /// Stored with what the key encrypts; never used again for another key.
    pub id: String,
    /// 32 random bytes in base64.
    pub key: Secret,
}

/// Transparency log, which shows that a receipt was not changed.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TransparencyConfig {
    /// Name of the log in its checkpoints and keys; by default the host of the public address and `/registre`.
    pub origin: Option<String>,
    /// The first one signs, all verify; empty: the published key of trials.
    pub keys: Vec<LogKey>,
    /// Authority that timestamps a checkpoint each day; `None`: checkpoints have no timestamp.
    pub timestamp: Option<TimestampConfig>,
}

/// Authority of timestamps (RFC 3161).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimestampConfig {
    /// Address that receives the requests.
    pub url: Url,
    /// File with the certificates, in PEM, under which timestamps are signed; `None`: signatures are not checked.
    pub authority: Option<PathBuf>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogKey {
    /// Tells keys apart in messages of the program.
    pub id: String,
    /// 32 random bytes in base64.
    pub key: Secret,
}

/// Store of uploaded files.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "store", rename_all = "snake_case", deny_unknown_fields)]
pub enum FilesConfig {
    /// Local folder.
    Local { folder: PathBuf },
    /// Bucket with the S3 protocol.
    S3 {
        bucket: String,
        region: String,
        /// Address of the service, unless it is AWS.
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
    /// Qualified name in `EHLO`; by default the domain of `from`, or the host of the public address.
    pub hello_name: Option<String>,
    /// Timeout of one exchange with the mail server.
    pub timeout_seconds: u64,
    /// Failed attempts after which a mail becomes a dead letter. 16 attempts take about two days.
    pub attempts: i32,
}

impl Default for MailConfig {
    fn default() -> Self {
        MailConfig {
            smtp_url: Secret::new("smtp://127.0.0.1:4025"),
            from: "Prodouane <ne-pas-repondre@prodouane.example>".to_owned(),
            hello_name: None,
            timeout_seconds: 20,
            attempts: 16,
        }
    }
}

/// Gateway of text messages; without one, none are sent and no feature that needs them is offered.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmsConfig {
    /// Address to post messages to: see `docs/api/passerelle-sms.json`.
    pub url: Url,
    /// Sent as `Authorization: Bearer …`.
    pub token: Secret,
    /// Timeout of an answer of the gateway.
    #[serde(default = "sms_timeout_seconds")]
    pub timeout_seconds: u64,
}

fn sms_timeout_seconds() -> u64 {
    10
}

/// Subscriptions to live signals, one per open page (mission §3.3).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LiveConfig {
    /// Maximum number of subscriptions of this process; each holds one of `limits.connections`.
    pub streams: usize,
    /// Maximum number of subscriptions of one session: one per visible window.
    pub streams_per_session: usize,
    /// Maximum number of subscriptions of one account or agent, over its sessions; at least `streams_per_session`.
    pub streams_per_account: usize,
    /// Maximum number of subscriptions of one network (IPv4 address, IPv6 /64).
    pub streams_per_network: usize,
    /// Time between two checks of a subscription's session and two keepalives on its connection.
    pub heartbeat_seconds: u64,
    /// Maximum duration of a subscription, after which the page reconnects: subscribers that vanished are removed.
    pub life_seconds: u64,
}

impl Default for LiveConfig {
    fn default() -> Self {
        LiveConfig {
            streams: 1000,
            streams_per_session: 6,
            streams_per_account: 20,
            streams_per_network: 400,
            heartbeat_seconds: 15,
            life_seconds: 900,
        }
    }
}

/// Virus scanner (clamd); without one, files are marked as not scanned.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScannerConfig {
    /// Host and port: `127.0.0.1:3310`.
    pub address: String,
}
