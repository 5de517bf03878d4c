//! Configuration sections of the portal itself.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    path::PathBuf,
};

use ipnet::IpNet;
use serde::Deserialize;
use url::Url;

use platform::db::Duration;

/// Section `[site]`: files of the front end.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SiteConfig {
    /// Folder of the built site: scripts, WebAssembly, styles, public files.
    pub root: PathBuf,
    /// File with the hashes of the assets (`js: …`, `wasm: …`, `css: …`); by default next to the program.
    pub hash_file: Option<PathBuf>,
}

impl Default for SiteConfig {
    fn default() -> Self {
        SiteConfig { root: PathBuf::from("target/site"), hash_file: None }
    }
}

/// Section `[sessions]` (mission §2.3).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SessionsConfig {
    pub idle_minutes: u64,
    pub absolute_hours: u64,
    /// Maximum age of an authentication for sensitive actions (mission §2.4), in seconds.
    pub reauthentication_seconds: u64,
    /// Time during which a device stays trusted: no code is required there.
    pub device_days: u64,
    /// Sessions of visitors who are not signed in, per subnet (IPv4 /24, IPv6 /64); the least recently used ones end.
    pub anonymous_per_subnet: i64,
    /// The same in total, approximately.
    pub anonymous: i64,
}

impl Default for SessionsConfig {
    fn default() -> Self {
        SessionsConfig {
            idle_minutes: 15,
            absolute_hours: 12,
            reauthentication_seconds: 900,
            device_days: 90,
            anonymous_per_subnet: 500,
            anonymous: 20_000,
        }
    }
}

/// Section `[sign_in]`: rate limits.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SignInConfig {
    /// Passwords checked per account within `window_minutes`, from any network.
    pub attempts_per_account: i64,
    /// Passwords checked per network (IPv4 address, IPv6 /64) within `window_minutes`.
    pub attempts_per_network: i64,
    pub window_minutes: u64,
    /// Validity of the 6-digit code.
    pub code_minutes: u64,
    /// Attempts per code.
    pub code_tries: i64,
    /// Codes sent per account within `window_minutes`.
    pub codes_per_account: i64,
    /// Passwords hashed, or estimated for their strength, concurrently; each takes a core, and 19 MiB if hashed.
    pub concurrent_hashes: usize,
    /// Registrations and repeated activation or reset mails per network within an hour.
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
    /// Window of the limits per account and per network.
    pub fn window(&self) -> Duration {
        Duration::from_secs(self.window_minutes * 60)
    }
}

/// Section `[security]`: validity of links.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SecurityConfig {
    /// Validity of an activation link.
    pub activation_hours: u64,
    /// Age at which an account that was never activated is deleted.
    pub never_activated_days: u64,
    /// Validity of a link to choose a new password.
    pub reset_minutes: u64,
}

impl Default for SecurityConfig {
    fn default() -> Self {
        SecurityConfig { activation_hours: 48, never_activated_days: 30, reset_minutes: 30 }
    }
}

/// Section `[staff]`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StaffConfig {
    /// Networks of the administration (`address/prefix`). From elsewhere a member of the staff needs remote access.
    pub networks: Vec<IpNet>,
    /// Networks with secured workstations, the only ones from which official acts are signed, and staff and services changed. Need not be among
    /// `networks`.
    pub secured_networks: Vec<IpNet>,
    /// Official acts, and changes of staff and services, require an authenticator app or a passkey.
    pub strong_factor_required: bool,
}

impl Default for StaffConfig {
    fn default() -> Self {
        let own = vec![network(Ipv4Addr::LOCALHOST.into(), 8), network(Ipv6Addr::LOCALHOST.into(), 128)];
        StaffConfig { networks: own, secured_networks: Vec::new(), strong_factor_required: true }
    }
}

/// Returns a network written in the source code.
fn network(address: IpAddr, prefix: u8) -> IpNet {
    IpNet::new(address, prefix).expect("a valid prefix in the source code").trunc()
}

/// Section `[messaging]`: what one account may store.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MessagingConfig {
    /// Unsent questions of one account, over all companies; as many unsent follow-ups.
    pub drafts_per_account: usize,
    /// Megabytes of 1024 × 1024 bytes of the files in one account's drafts and messages of the last 24 hours.
    pub megabytes_per_account: u64,
}

impl Default for MessagingConfig {
    fn default() -> Self {
        MessagingConfig { drafts_per_account: 50, megabytes_per_account: 500 }
    }
}

/// Section `[phone_calls]`: calls by the assistance, on working days from 9:00 to 17:30, Paris time (004).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PhoneCallsConfig {
    /// Number of calls at the same time.
    pub capacity: u16,
    /// Length of a slot, a multiple of five.
    pub slot_minutes: u16,
    /// Shortest time between a booking and its call.
    pub notice_minutes: u64,
    /// Number of working days that can be booked, today included.
    pub days: u16,
}

impl Default for PhoneCallsConfig {
    fn default() -> Self {
        PhoneCallsConfig { capacity: 2, slot_minutes: 30, notice_minutes: 60, days: 5 }
    }
}

/// Section `[mailing_list]`: the mailing list Infos Douane.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MailingListConfig {
    /// Mails of letters queued per minute: mails with codes and links are not delayed by a letter.
    pub mails_per_minute: u16,
}

impl Default for MailingListConfig {
    fn default() -> Self {
        MailingListConfig { mails_per_minute: 120 }
    }
}

/// Section `[exchange_rates]`: rates for the value in customs.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ExchangeRatesConfig {
    /// Address of the history of the European Central Bank; `None`: rates are imported by the command only.
    pub source: Option<Url>,
}

/// Section `[customs_news]`: news of customs' own site.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CustomsNewsConfig {
    /// Address of its feed (RSS or Atom); `None`: no news are imported.
    pub source: Option<Url>,
}

/// Section `[limits]`: sizes and time-outs of HTTP requests.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LimitsConfig {
    /// Maximum size of a form's body, in bytes.
    pub form_bytes: usize,
    /// Maximum number of open connections.
    pub connections: usize,
    /// Maximum number of open connections of one network: IPv4 addresses that share `ipv4_network_bits`, or an IPv6 /64.
    pub connections_per_network: usize,
    /// Bits of an IPv4 address that identify its network; 32: each address is counted apart.
    pub ipv4_network_bits: u32,
    /// Time to receive the headers of a request.
    pub header_seconds: u64,
    /// Time to answer a request, except uploads and downloads.
    pub request_seconds: u64,
    /// Total time of one upload.
    pub upload_seconds: u64,
    /// Period within which a body must arrive at 1 KiB/s on average, and during which a client may read nothing.
    pub body_idle_seconds: u64,
    /// Time to finish running requests when the server stops.
    pub shutdown_seconds: u64,
}

impl Default for LimitsConfig {
    fn default() -> Self {
        LimitsConfig {
            form_bytes: 256 * 1024,
            connections: 4096,
            connections_per_network: 1024,
            ipv4_network_bits: 24,
            header_seconds: 10,
            request_seconds: 30,
            upload_seconds: 600,
            body_idle_seconds: 15,
            shutdown_seconds: 20,
        }
    }
}

/// Format of log lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    Json,
    Text,
}

/// Section `[log]`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LogConfig {
    pub format: LogFormat,
    /// Filter of `tracing`: `info`, `warn,backend=debug` …
    pub filter: String,
}

impl Default for LogConfig {
    fn default() -> Self {
        LogConfig { format: LogFormat::Json, filter: "info".to_owned() }
    }
}
