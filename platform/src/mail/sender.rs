//! Names under which the portal sends mail: domain of the sender, name in `EHLO`.

use anyhow::{Context, ensure};
use lettre::{Address, transport::smtp::extension::ClientId};
use url::{Host, Url};

use crate::config::MailConfig;

/// Returns the domain of the sender's address in ASCII form (IDNA), for `Message-ID`.
///
/// # Errors
/// If the domain is malformed.
pub fn domain(from: &Address) -> anyhow::Result<String> {
    Ok(Host::parse(from.domain()).context("mail.from")?.to_string())
}

/// Returns the name in `EHLO`: that of the configuration, else the first qualified name among the domain of the sender,
/// whose SPF record names the servers that may send, and the host of the portal. `localhost` and bare host names are
/// refused by many servers: without a qualified name, an address literal is sent (RFC 5321, §4.1.3).
pub fn hello_name(config: &MailConfig, domain: &str, base_url: &Url) -> anyhow::Result<ClientId> {
    if let Some(name) = &config.hello_name {
        let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte));
        ensure!(is_name && is_qualified(name), "mail.hello_name must be a qualified host name");
        return Ok(ClientId::Domain(name.clone()));
    }
    if is_qualified(domain) {
        return Ok(ClientId::Domain(domain.to_owned()));
    }
    Ok(match base_url.host() {
        Some(Host::Domain(host)) if is_qualified(host) => ClientId::Domain(host.to_owned()),
        Some(Host::Ipv4(address)) => ClientId::Ipv4(address),
        Some(Host::Ipv6(address)) => ClientId::Ipv6(address),
        _ => ClientId::Ipv4(std::net::Ipv4Addr::LOCALHOST),
    })
}

fn is_qualified(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let labels: Vec<&str> = name.split('.').collect();
    labels.len() >= 2
        && labels.iter().all(|label| !label.is_empty())
        && !matches!(labels.last(), Some(&"localhost" | &"localdomain" | &"local"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(hello_name: Option<&str>, domain: &str, base_url: &str) -> anyhow::Result<String> {
        let config = MailConfig { hello_name: hello_name.map(str::to_owned), ..MailConfig::default() };
        Ok(hello_name_of(&config, domain, base_url)?.to_string())
    }

    fn hello_name_of(config: &MailConfig, domain: &str, base_url: &str) -> anyhow::Result<ClientId> {
        hello_name(config, domain, &base_url.parse()?)
    }

    #[test]
    fn default_hello_name_is_qualified() {
        for (domain, base_url, expected) in [
            ("douane.example", "https://portail.example", "douane.example"),
            ("localhost", "https://portail.example", "portail.example"),
            ("srv", "http://192.0.2.7:3000", "[192.0.2.7]"),
            ("hote.localdomain", "http://localhost:3000", "[127.0.0.1]"),
        ] {
            assert_eq!(name(None, domain, base_url).expect("a name"), expected);
        }
    }

    #[test]
    fn configured_hello_name_is_used_if_it_is_qualified() {
        let configured = name(Some("relais.douane.example"), "douane.example", "https://portail.example");
        assert_eq!(configured.expect("a name"), "relais.douane.example");
        for wrong in ["localhost", "relais", "a b.example", "a.example\r\nMAIL", ""] {
            assert!(name(Some(wrong), "douane.example", "https://portail.example").is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn accented_domain_of_the_sender_gets_its_ascii_form() {
        let from: Address = "contact@société.example".parse().expect("an address");
        assert_eq!(domain(&from).expect("a domain"), "xn--socit-esab.example");
    }
}
