//! Slow clients, which hold a connection without sending a complete request.

use std::time::{Duration, Instant};

use crate::{program::Installation, raw_connection::RawConnection};

/// Configures short limits, for fast tests.
fn installation() -> Installation {
    Installation::new()
        .with("PRODOUANE__LIMITS__HEADER_SECONDS", "1")
        .with("PRODOUANE__LIMITS__BODY_IDLE_SECONDS", "2")
}

const LIMIT: Duration = Duration::from_secs(10);

#[test]
fn connections_with_incomplete_headers_are_closed() {
    let installation = installation();
    let program = installation.start();
    let started = Instant::now();
    let mut silent = RawConnection::open(&program);
    let mut trickling = RawConnection::open(&program);
    trickling.send("GET / HTTP/1.1\r\nHost: x\r\n");
    trickling.set_timeout(Duration::from_millis(300));
    // Sending one header at a time does not extend the time limit.
    while started.elapsed() < LIMIT && trickling.send("X-A: b\r\n") && trickling.read_some().is_none() {}
    assert!(started.elapsed() < LIMIT, "still open after {:?}", started.elapsed());
    assert!(!silent.read_to_end().contains("200 OK"));
}

#[test]
fn connections_with_incomplete_bodies_are_closed() {
    let installation = installation();
    let program = installation.start();
    for head in [
        "POST /form/avis HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 200000\r\n\r\na=b",
        "POST /televersement/brouillon/0198c5a0-7a5b-7b3c-8d4e-0123456789ab HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 200000\r\n\r\n--x",
        "POST /api/v1/mot-de-passe/force HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/json\r\nContent-Length: 10000\r\n\r\n{",
    ] {
        let started = Instant::now();
        let mut slow = RawConnection::open(&program);
        slow.send(head);
        slow.set_timeout(Duration::from_millis(300));
        while started.elapsed() < LIMIT && slow.send("x") && slow.read_some().is_none() {}
        assert!(started.elapsed() < LIMIT, "still open after {:?}: {head}", started.elapsed());
    }
}

#[test]
fn slow_clients_do_not_block_other_clients() {
    let installation = installation().with("PRODOUANE__LIMITS__CONNECTIONS", "20");
    let program = installation.start();
    let held: Vec<RawConnection> = (0..60)
        .map(|_| {
            let mut raw = RawConnection::open(&program);
            raw.send("GET / HTTP/1.1\r\n");
            raw
        })
        .collect();
    let mut other = RawConnection::open(&program);
    other.send("GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assert!(other.read_to_end().starts_with("HTTP/1.1 200"));
    drop(held);
}
