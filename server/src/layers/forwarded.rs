//! Address of a client behind reverse proxies, from `X-Forwarded-For` and `Forwarded` (RFC 7239).
//!
//! Each proxy appends the address that it received the request from; a client can forge all entries before. An address of
//! a proxy never stands for a client whose own address is missing or unreadable.

use std::iter::Peekable;
use std::net::IpAddr;
use std::str::Chars;

use axum::http::HeaderMap;

/// Entries of a header, the nearest client last; `None`: unreadable or hidden by the proxy.
type Entries = Vec<Option<IpAddr>>;

/// Returns the address of the client, or `None` if the trusted proxies do not tell it.
///
/// With both headers, both must lead to the same address: a proxy that writes one of them may pass a forged other one on.
pub fn client_address(peer: IpAddr, headers: &HeaderMap, trusted_proxies: &[IpAddr]) -> Option<IpAddr> {
    let is_trusted = |address: IpAddr| trusted_proxies.iter().any(|proxy| proxy.to_canonical() == address);
    if !is_trusted(peer) {
        return Some(peer);
    }
    let client = |entries: Entries| {
        entries.into_iter().rev().find(|entry| entry.is_none_or(|address| !is_trusted(address))).flatten()
    };
    match (x_forwarded_for(headers).map(client), forwarded(headers).map(client)) {
        (Some(one), None) | (None, Some(one)) => one,
        (Some(one), Some(other)) if one == other => one,
        _ => None,
    }
}

/// Returns `None` without the header. Lines are decoded with replacements, so that an unreadable one counts as an entry.
fn x_forwarded_for(headers: &HeaderMap) -> Option<Entries> {
    let lines: Vec<_> = headers.get_all("x-forwarded-for").iter().collect();
    let entries = lines.iter().flat_map(|line| {
        let line = String::from_utf8_lossy(line.as_bytes());
        line.split(',').map(|entry| node(entry.trim())).collect::<Vec<_>>()
    });
    (!lines.is_empty()).then(|| entries.collect())
}

/// Returns `None` without the header. A syntax error anywhere makes the whole header one unreadable entry: a quotation
/// mark of the client could hide what the proxy appended.
fn forwarded(headers: &HeaderMap) -> Option<Entries> {
    let lines: Vec<_> =
        headers.get_all("forwarded").iter().map(|line| String::from_utf8_lossy(line.as_bytes())).collect();
    (!lines.is_empty()).then(|| elements(&lines.join(",")).unwrap_or_else(|| vec![None]))
}

/// Reads `for=192.0.2.1;proto=https, for="[2001:db8::1]:443"`. Returns `None` after a syntax error.
fn elements(header: &str) -> Option<Entries> {
    let mut entries = Vec::new();
    let mut rest = header.chars().peekable();
    loop {
        let mut nodes = Vec::new();
        let separator = loop {
            let (name, value) = parameter(&mut rest)?;
            if name.eq_ignore_ascii_case("for") {
                nodes.push(node(&value));
            }
            skip_spaces(&mut rest);
            match rest.next() {
                Some(';') => {}
                separator => break separator,
            }
        };
        entries.push(if let [one] = nodes[..] { one } else { None });
        match separator {
            Some(',') => {}
            Some(_) => return None,
            None => return Some(entries),
        }
    }
}

/// Reads `name=value` or `name="value"`. Values with brackets or a port are accepted without quotation marks too.
fn parameter(rest: &mut Peekable<Chars<'_>>) -> Option<(String, String)> {
    skip_spaces(rest);
    let name = take_while(rest, |character| character.is_ascii_alphanumeric() || "-_".contains(character));
    if name.is_empty() || rest.next() != Some('=') {
        return None;
    }
    if rest.next_if_eq(&'"').is_none() {
        let value =
            take_while(rest, |character| character.is_ascii_graphic() && !",;\"\\".contains(character));
        return (!value.is_empty()).then_some((name, value));
    }
    let mut value = String::new();
    loop {
        match rest.next()? {
            '"' => return Some((name, value)),
            '\\' => value.push(rest.next()?),
            character => value.push(character),
        }
    }
}

fn take_while(rest: &mut Peekable<Chars<'_>>, accepts: impl Fn(char) -> bool) -> String {
    std::iter::from_fn(|| rest.next_if(|&character| accepts(character))).collect()
}

fn skip_spaces(rest: &mut Peekable<Chars<'_>>) {
    while rest.next_if(|&character| character == ' ' || character == '\t').is_some() {}
}

/// Reads an address with or without brackets and port: `203.0.113.7:51234`, `[2001:db8::1]:443`, `2001:db8::1`. Returns
/// `None` for anything else, among them `unknown` and the invented names (`_proxy`) of RFC 7239.
fn node(text: &str) -> Option<IpAddr> {
    let (address, port) = match (text.strip_prefix('['), text.parse::<IpAddr>()) {
        (Some(bracketed), _) => {
            let (address, port) = bracketed.split_once(']')?;
            let port = if port.is_empty() { None } else { Some(port.strip_prefix(':')?) };
            (IpAddr::V6(address.parse().ok()?), port)
        }
        (None, Ok(address)) => (address, None),
        (None, Err(_)) => {
            let (address, port) = text.split_once(':')?;
            (IpAddr::V4(address.parse().ok()?), Some(port))
        }
    };
    let address = address.to_canonical();
    (port.is_none_or(is_port) && !address.is_unspecified()).then_some(address)
}

/// A port number, or an invented name of a port (`_a1`).
fn is_port(text: &str) -> bool {
    let invented = text.strip_prefix('_').is_some_and(|name| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
    });
    invented || text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<u16>().is_ok()
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    const PROXY: &str = "192.0.2.1";

    /// Resolves the client of a request that the trusted proxies `192.0.2.1` and `192.0.2.2` passed on.
    fn resolve(lines: &[(&'static str, &[u8])]) -> String {
        resolve_from(PROXY, lines)
    }

    fn resolve_from(peer: &str, lines: &[(&'static str, &[u8])]) -> String {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            let value = HeaderValue::from_bytes(value).expect("a header");
            headers.append(HeaderName::from_static(name), value);
        }
        let proxies: [IpAddr; 2] =
            [PROXY.parse().expect("an address"), "::ffff:192.0.2.2".parse().expect("an address")];
        let address = client_address(peer.parse().expect("an address"), &headers, &proxies);
        address.map_or("unknown".to_owned(), |address| address.to_string())
    }

    #[test]
    fn headers_of_an_untrusted_peer_are_ignored() {
        for header in ["x-forwarded-for", "forwarded"] {
            assert_eq!(resolve_from("203.0.113.9", &[(header, b"10.0.0.1")]), "203.0.113.9");
            assert_eq!(resolve_from("203.0.113.9", &[(header, b"for=10.0.0.1")]), "203.0.113.9");
        }
    }

    #[test]
    fn readable_addresses_lose_their_port_and_brackets() {
        for (written, expected) in [
            ("203.0.113.7", "203.0.113.7"),
            ("203.0.113.7:51234", "203.0.113.7"),
            ("203.0.113.7:_hidden", "203.0.113.7"),
            ("2001:db8::1", "2001:db8::1"),
            ("2001:DB8:0:0::1", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("[2001:db8::1]:443", "2001:db8::1"),
            ("::ffff:203.0.113.7", "203.0.113.7"),
            ("[::ffff:203.0.113.7]:80", "203.0.113.7"),
        ] {
            assert_eq!(resolve(&[("x-forwarded-for", written.as_bytes())]), expected, "{written}");
            for forwarded in [
                format!("for=\"{written}\""),
                format!("for={written}"),
                format!("proto=https;For=\"{written}\";by=_p, for=192.0.2.2 ; host=\"a,b;for=c\""),
            ] {
                assert_eq!(resolve(&[("forwarded", forwarded.as_bytes())]), expected, "{forwarded}");
            }
        }
    }

    #[test]
    fn unreadable_addresses_are_never_replaced_by_the_address_of_a_proxy() {
        for written in [
            "",
            " ",
            "unknown",
            "_hidden",
            "nonsense",
            "203.0.113",
            "203.0.113.7.1",
            "203.0.113.007",
            "203.0.113.7:",
            "203.0.113.7:99999",
            "203.0.113.7:+1",
            "203.0.113.7:80:80",
            "203.0.113.7 10.0.0.1",
            "203.0.113.0/24",
            "[203.0.113.7]",
            "[2001:db8::1",
            "2001:db8::1]",
            "[2001:db8::1]443",
            "[2001:db8::1]:",
            "[]",
            "[fe80::1%eth0]",
            "fe80::1%1",
            "0.0.0.0",
            "::",
            "\"203.0.113.7",
            "localhost",
            "192.0.2.1",
            "192.0.2.2",
            "10.0.0.1,",
            "10.0.0.1, unknown",
            "unknown, 192.0.2.2",
        ] {
            assert_eq!(resolve(&[("x-forwarded-for", written.as_bytes())]), "unknown", "{written:?}");
            if !written.contains([',', '"']) {
                let quoted = format!("for=\"{written}\"");
                assert_eq!(resolve(&[("forwarded", quoted.as_bytes())]), "unknown", "{quoted:?}");
            }
        }
        for written in [
            "10.0.0.1",
            "for",
            "for=",
            "=10.0.0.1",
            "for=10.0.0.1;",
            "for=10.0.0.1,",
            "for=10.0.0.1;;by=a",
            "proto=https",
            "for=10.0.0.1;for=10.0.0.2",
            "for=\"10.0.0.1",
            "for=10.0.0.1\"",
            "for=\"10.0.0.1\"x",
            "for=10.0.0.1;x=\", for=\"203.0.113.7\"",
            "for=10.0.0.1;x=\"\\\", for=203.0.113.7",
            "for = 10.0.0.1",
        ] {
            assert_eq!(resolve(&[("forwarded", written.as_bytes())]), "unknown", "{written:?}");
        }
        assert_eq!(resolve(&[]), "unknown");
        // A line that is no text counts as an entry: the one before it may be forged.
        assert_eq!(resolve(&[("x-forwarded-for", b"10.0.0.1"), ("x-forwarded-for", b"\xff")]), "unknown");
        assert_eq!(resolve(&[("forwarded", b"for=10.0.0.1"), ("forwarded", b"for=\xe9")]), "unknown");
    }

    #[test]
    fn only_the_entries_of_trusted_proxies_are_read() {
        let x = "x-forwarded-for";
        for lines in [
            &[(x, b"10.0.0.1, 203.0.113.7".as_slice())][..],
            &[(x, b"nonsense,\"[, 203.0.113.7:1")],
            &[(x, b"10.0.0.1"), (x, b"203.0.113.7")],
            &[(x, b"\xff"), (x, b"203.0.113.7, 192.0.2.2")],
            &[("forwarded", b"for=10.0.0.1"), ("forwarded", b"for=203.0.113.7, for=\"192.0.2.2:8080\"")],
        ] {
            assert_eq!(resolve(lines), "203.0.113.7", "{lines:?}");
        }
    }

    #[test]
    fn contradictory_headers_are_not_believed() {
        let both = |x: &'static str, forwarded: &'static str| {
            resolve(&[("x-forwarded-for", x.as_bytes()), ("forwarded", forwarded.as_bytes())])
        };
        assert_eq!(both("10.0.0.1, 203.0.113.7:1", "for=203.0.113.7;proto=https"), "203.0.113.7");
        assert_eq!(both("203.0.113.7", "for=10.0.0.1"), "unknown");
        assert_eq!(both("10.0.0.1", "for=unknown"), "unknown");
        assert_eq!(both("", "for=10.0.0.1"), "unknown");
    }
}
