//! Ports of the demo, and the portal configuration derived from them.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Result;

use super::Options;

/// Default secrets of the simulator. They are public and protect nothing.
const CLIENT_SECRET: &str = "secret-de-demonstration";
const API_TOKEN: &str = "jeton-de-demonstration";
/// Prefix; each téléservice appends a hyphen and its client identifier.
const TELESERVICE_SECRET: &str = "secret-de-teleservice-de-demonstration";
const TELESERVICES: [&str; 11] = [
    "DELTA-G",
    "DELTA-X",
    "CIEL",
    "ISOPE",
    "ISOPE-DOM",
    "DOMINO",
    "TELEPAIEMENT-SEPA",
    "TELEPAIEMENT-CB",
    "ICS",
    "NSTI",
    "SOFI",
];
/// Prefix; each co-owner appends a hyphen and its code.
const PUSH_SECRET: &str = "secret-de-signature-de-demonstration";

pub struct Ports {
    pub portal: u16,
    pub simulator: u16,
    pub smtp: u16,
}

impl Ports {
    /// Takes the requested ports, or free ones in place of those in use.
    pub fn choose(options: &Options) -> Result<Self> {
        // All listeners stay open until the end, so that no port is chosen twice.
        let portal = listener(options.port)?;
        let simulator = listener(options.simulator_port)?;
        let smtp = listener(options.smtp_port)?;
        Ok(Self {
            portal: portal.local_addr()?.port(),
            simulator: simulator.local_addr()?.port(),
            smtp: smtp.local_addr()?.port(),
        })
    }

    /// Base address of the portal. A host name, because browsers create passkeys for host names only.
    pub fn portal_address(&self) -> String {
        format!("http://localhost:{}", self.portal)
    }

    pub fn simulator_address(&self) -> String {
        format!("http://127.0.0.1:{}", self.simulator)
    }

    /// Folder of the keys of the simulator, which the next start finds again.
    pub fn keys(folder: &Path) -> PathBuf {
        folder.join("simulator")
    }

    /// Certificate of the simulated timestamp authority, which the simulator writes when it starts.
    fn authority(folder: &Path) -> PathBuf {
        Self::keys(folder).join("horodatage-autorite.pem")
    }

    /// Returns the portal's whole configuration, as environment variables.
    pub fn configuration(&self, folder: &Path, site: &Path) -> Vec<(String, String)> {
        let show = |path: &Path| path.display().to_string();
        let mut settings = vec![
            ("LISTEN".to_owned(), format!("127.0.0.1:{}", self.portal)),
            ("BASE_URL".to_owned(), self.portal_address()),
            ("DATABASE__URL".to_owned(), format!("sqlite:{}", show(&folder.join("prodouane.db")))),
            ("FILES__STORE".to_owned(), "local".to_owned()),
            ("FILES__FOLDER".to_owned(), show(&folder.join("files"))),
            ("MAIL__SMTP_URL".to_owned(), format!("smtp://127.0.0.1:{}", self.smtp)),
            ("SMS__URL".to_owned(), format!("{}/sms/envois", self.simulator_address())),
            ("SMS__TOKEN".to_owned(), API_TOKEN.to_owned()),
            ("SITE__ROOT".to_owned(), show(site)),
            ("SITE__HASH_FILE".to_owned(), show(&site.join("hash.txt"))),
            (
                "EXCHANGE_RATES__SOURCE".to_owned(),
                format!("{}/bce/eurofxref-hist.csv", self.simulator_address()),
            ),
            ("TRANSPARENCY__TIMESTAMP__URL".to_owned(), format!("{}/horodatage", self.simulator_address())),
            ("TRANSPARENCY__TIMESTAMP__AUTHORITY".to_owned(), show(&Self::authority(folder))),
            // Changes made on the simulator's administration page show at the next click.
            ("CO_OWNERS__RIGHTS_FRESHNESS_SECONDS".to_owned(), "2".to_owned()),
            ("CO_OWNERS__FIGURES_FRESHNESS_SECONDS".to_owned(), "2".to_owned()),
        ];
        // The demo's agents may sign official acts from this machine.
        settings.push(("STAFF__SECURED_NETWORKS".to_owned(), "[\"127.0.0.0/8\"]".to_owned()));
        // They begin without a second factor of their own, and may add one on « Ma sécurité ».
        settings.push(("STAFF__STRONG_FACTOR_REQUIRED".to_owned(), "false".to_owned()));
        let issuer = format!("{}/proconnect", self.simulator_address());
        for (key, value) in [
            ("ISSUER", issuer.as_str()),
            ("CLIENT_ID", "prodouane"),
            ("CLIENT_SECRET", CLIENT_SECRET),
            // The simulated ProConnect grants the requested level: its users need no second factor of the
            // portal.
            ("ACR_VALUES", "[\"eidas2\"]"),
            ("TWO_FACTOR_ACR_VALUES", "[\"eidas2\"]"),
        ] {
            settings.push((format!("IDENTITY__PROCONNECT__{key}"), value.to_owned()));
        }
        for co_owner in ["dgddi", "dgfip", "urssaf", "net-entreprises"] {
            let section = format!("CO_OWNERS__{}", co_owner.to_uppercase().replace('-', "_"));
            let address = format!("{}/{co_owner}", self.simulator_address());
            settings.push((format!("{section}__BASE_URL"), address));
            settings.push((format!("{section}__CLIENT_SECRET"), CLIENT_SECRET.to_owned()));
            settings.push((format!("{section}__API_TOKEN"), API_TOKEN.to_owned()));
            settings.push((format!("{section}__PUSH_SECRET"), format!("{PUSH_SECRET}-{co_owner}")));
        }
        for code in TELESERVICES {
            let home = format!("{}/dgddi/teleservices/{code}", self.simulator_address());
            let id = code.to_lowercase();
            for (key, value) in [
                ("CLIENT_SECRET", format!("{TELESERVICE_SECRET}-{id}")),
                ("LOGIN_URI", format!("{home}/connexion")),
                ("TARGET_LINK_URI", home.clone()),
                ("REDIRECT_URIS", format!("[\"{home}/retour\"]")),
                ("POST_LOGOUT_REDIRECT_URIS", format!("[\"{home}\"]")),
                ("BACKCHANNEL_LOGOUT_URI", format!("{home}/fin-de-session")),
                ("CLIENT_ID", id.clone()),
            ] {
                settings.push((format!("TELESERVICES__{}__{key}", code.replace('-', "_")), value));
            }
        }
        for co_owner in ["dgddi", "dgfip", "urssaf", "net-entreprises"] {
            let home = format!("{}/{co_owner}", self.simulator_address());
            let code = format!("SITE-{}", co_owner.to_uppercase());
            let (id, entry) = (code.to_lowercase(), format!("{home}/teleservices/{code}"));
            for (key, value) in [
                ("CLIENT_SECRET", format!("{TELESERVICE_SECRET}-{id}")),
                ("LOGIN_URI", format!("{entry}/connexion")),
                ("REDIRECT_URIS", format!("[\"{entry}/retour\"]")),
                ("CLIENT_ID", id.clone()),
            ] {
                settings.push((format!("TELESERVICES__{}__{key}", code.replace('-', "_")), value));
            }
        }
        settings.push(("CO_OWNERS__DGDDI__OPENS_ACCOUNTS".to_owned(), "true".to_owned()));
        settings.into_iter().map(|(key, value)| (format!("PRODOUANE__{key}"), value)).collect()
    }
}

/// Listens on the preferred port, or on a free one if it is in use.
fn listener(preferred: u16) -> Result<TcpListener> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, preferred))
        .or_else(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))?)
}

/// Returns `true` if the portal's readiness check succeeds.
pub fn is_ready(port: u16) -> bool {
    request_ready(port).is_ok_and(|response| response.starts_with("HTTP/1.1 200"))
}

fn request_ready(port: u16) -> std::io::Result<String> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    write!(stream, "GET /health/ready HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n")?;
    let mut response = String::new();
    stream.take(4096).read_to_string(&mut response)?;
    Ok(response)
}
