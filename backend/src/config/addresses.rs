//! Addresses in the configuration.

use url::{Host, Url};

/// Parses an address written in the source code.
pub(super) fn address(text: &str) -> Url {
    Url::parse(text).expect("a valid address in the source code")
}

/// Returns `true` for an http(s) address without a fragment.
pub(super) fn is_http_address(address: &Url) -> bool {
    matches!(address.scheme(), "http" | "https") && address.has_host() && address.fragment().is_none()
}

/// Returns `true` if the address is on this machine: browsers trust these hosts without HTTPS (W3C Secure Contexts, §3.1).
pub(crate) fn is_on_this_machine(address: &Url) -> bool {
    match address.host() {
        Some(Host::Domain(name)) => {
            let name = name.strip_suffix('.').unwrap_or(name);
            name == "localhost" || name.ends_with(".localhost")
        }
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.to_canonical().is_loopback(),
        None => false,
    }
}

/// Checks the public address of the portal: its origin and nothing else, with HTTPS except on this machine.
///
/// # Errors
/// The rule that the address breaks.
pub(super) fn check_base_url(address: &Url) -> anyhow::Result<()> {
    anyhow::ensure!(
        matches!(address.scheme(), "http" | "https") && address.has_host(),
        "base_url must be an http or https address"
    );
    let is_origin = address.path() == "/"
        && address.query().is_none()
        && address.fragment().is_none()
        && address.username().is_empty()
        && address.password().is_none();
    anyhow::ensure!(is_origin, "base_url must not have a path, a query, a fragment or a user name");
    anyhow::ensure!(
        address.scheme() == "https" || is_on_this_machine(address),
        "base_url is {address}: it must start with https, because browsers would send passwords and session cookies \
         unencrypted; http is accepted only for this machine (http://localhost:3000, http://127.0.0.1:3000)"
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Result<(), String> {
        check_base_url(&Url::parse(text).expect("a URL")).map_err(|error| error.to_string())
    }

    #[test]
    fn http_is_accepted_on_this_machine_however_it_is_written() {
        for text in [
            "http://localhost",
            "http://localhost:3000/",
            "HTTP://LocalHost:3000",
            "http://localhost.:3000",
            "http://demo.localhost",
            "http://demo.localhost.",
            "http://127.0.0.1:3000",
            "http://127.0.0.1.",
            "http://127.255.255.254",
            "http://127.1",
            "http://2130706433",
            "http://0x7f.0.0.1",
            "http://[::1]:3000",
            "http://[0:0:0:0:0:0:0:1]",
            "http://[::ffff:127.0.0.1]",
            "http://ｌｏｃａｌｈｏｓｔ",
            "https://localhost",
            "https://portail.example",
            "https://portail.example.",
            "https://192.0.2.1:8443",
        ] {
            assert_eq!(check(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn http_is_refused_on_any_other_host() {
        for text in [
            "http://portail.example",
            "HTTP://PORTAIL.EXAMPLE.",
            "http://localhost.example",
            "http://notlocalhost",
            "http://localhost..",
            "http://127.0.0.1.example",
            "http://128.0.0.1",
            "http://0.0.0.0:3000",
            "http://192.168.1.1",
            "http://[::]",
            "http://[::2]",
            "http://[fe80::1]",
            "http://[::ffff:192.168.1.1]",
        ] {
            let refusal = check(text).expect_err(text);
            assert!(refusal.contains("must start with https"), "{text}: {refusal}");
        }
    }

    #[test]
    fn base_url_is_an_origin_only() {
        for text in [
            "https://portail.example/portail",
            "https://portail.example/?a",
            "https://portail.example/#a",
            "https://alix@portail.example",
            "https://:secret@portail.example",
            "ftp://portail.example",
            "mailto:alix@portail.example",
        ] {
            assert!(check(text).is_err(), "{text}");
        }
    }
}
