//! Malformed `Host` headers, request targets and schemes: refused or ignored, never the cause of a failure or of another
//! page.

use crate::{program::Installation, raw_connection::RawConnection};

/// The main heading of `/aide`.
const HEADING: &str = ">Aide et assistance en ligne";

#[test]
fn malformed_hosts_are_refused() {
    let installation = Installation::new();
    let program = installation.start();
    let hosts: [&[u8]; 24] = [
        b"Host:",
        b"Host: a b",
        b"Host: /equipe/connexion",
        b"Host: x/equipe/connexion?",
        b"Host: x?",
        b"Host: x#",
        b"Host: x\\y",
        b"Host: user@x",
        b"Host: user:password@x",
        b"Host: x:y",
        b"Host: x:99999",
        b"Host: x:80:80",
        b"Host: x, y",
        b"Host: x\r\nHost: x",
        b"Host: x\r\nHost: y",
        b"Host: %00",
        b"Host: <script>",
        b"Host: \"x\"",
        b"Host: \xff\xfe",
        b"Host: soci\xc3\xa9t\xc3\xa9.fr",
        b"Host: [",
        b"Host: [::zz]",
        b"Host: [::1]x",
        b"X-Host: x",
    ];
    for host in hosts {
        for path in ["/aide", "/nulle-part", "/health/live"] {
            let mut raw = RawConnection::open(&program);
            raw.send(format!("GET {path} HTTP/1.1\r\n"));
            raw.send(host);
            raw.send("\r\nConnection: close\r\n\r\n");
            let answer = raw.read_to_end();
            let host = String::from_utf8_lossy(host);
            assert!(answer.starts_with("HTTP/1.1 400"), "{host:?} {path}: {answer:.200}");
        }
    }
    assert!(!program.log().join("\n").contains("panicked"));
}

/// Requests that name a host or a scheme in any way that is well formed.
#[test]
fn host_and_scheme_never_change_the_page() {
    let installation = Installation::new();
    let program = installation.start();
    for request in [
        "GET /aide HTTP/1.0\r\n",
        "GET /aide HTTP/1.1\r\nHost: ailleurs.example:1\r\n",
        "GET /aide HTTP/1.1\r\nHost: [2001:db8::1]:443\r\n",
        "GET /aide HTTP/1.1\r\nHost: 1.2.3.4.5\r\n",
        "GET /aide HTTP/1.1\r\nHost: 0x7f.999\r\n",
        "GET /aide HTTP/1.1\r\nHost: xn--\r\n",
        "GET /aide HTTP/1.1\r\nHost: -.-\r\n",
        "GET http://1.2.3.4.5/aide HTTP/1.1\r\nHost: x\r\n",
        "GET http://xn--/aide HTTP/1.1\r\nHost: x\r\n",
        "GET mailto://x/aide HTTP/1.1\r\nHost: x\r\n",
        "GET /aide HTTP/1.1\r\nHost: x\r\nX-Forwarded-Proto: javascript\r\n",
        "GET /aide HTTP/1.1\r\nHost: x\r\nX-Forwarded-Proto: 1x\r\n",
        "GET /aide HTTP/1.1\r\nHost: x\r\nX-Forwarded-Proto: http://y/equipe/connexion?\r\n",
        "GET /aide HTTP/1.1\r\nHost: x\r\nX-Forwarded-Proto: /equipe/connexion?\r\n",
        "GET /aide HTTP/1.1\r\nHost: x\r\nX-Forwarded-Host: y/equipe/connexion?\r\n",
    ] {
        let mut raw = RawConnection::open(&program);
        raw.send(format!("{request}Connection: close\r\n\r\n"));
        let answer = raw.read_to_end();
        assert!(answer.contains(" 200 OK\r\n") && answer.contains(HEADING), "{request:?}: {answer:.300}");
    }
    // Refused by the HTTP parser or by the check, whichever is first.
    for target in
        ["http://[::zz]/aide", "http://a b/aide", "http:///aide", "http://u@x/aide", "x:y/aide", "*"]
    {
        let mut raw = RawConnection::open(&program);
        raw.send(format!("GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
        let answer = raw.read_to_end();
        assert!(answer.starts_with("HTTP/1.1 4"), "{target:?}: {answer:.300}");
    }
    assert!(!program.log().join("\n").contains("panicked"));
}
