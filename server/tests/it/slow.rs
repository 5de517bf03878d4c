//! Clients that hold a connection without using it.

use std::time::{Duration, Instant};

use crate::program::Installation;
use crate::raw::Raw;

/// Short limits: what is shown is that each is enforced.
fn installation() -> Installation {
    Installation::new()
        .with("PRODOUANE__LIMITS__HEADER_SECONDS", "1")
        .with("PRODOUANE__LIMITS__BODY_IDLE_SECONDS", "2")
}

const LIMIT: Duration = Duration::from_secs(10);

#[test]
fn headers_that_never_end_are_cut_off() {
    let installation = installation();
    let program = installation.start();
    let started = Instant::now();
    let mut silent = Raw::open(&program);
    let mut dribbling = Raw::open(&program);
    dribbling.send("GET / HTTP/1.1\r\nHost: x\r\n");
    dribbling.wait_at_most(Duration::from_millis(300));
    // A header now and then does not make the request any nearer to its end.
    while started.elapsed() < LIMIT && dribbling.send("X-A: b\r\n") && dribbling.read_some().is_none() {}
    assert!(started.elapsed() < LIMIT, "still listened to after {:?}", started.elapsed());
    assert!(!silent.read_to_end().contains("200 OK"));
}

#[test]
fn bodies_that_never_end_are_cut_off() {
    let installation = installation();
    let program = installation.start();
    for head in [
        "POST /form/avis HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 200000\r\n\r\na=b",
        "POST /televersement/brouillon/0198c5a0-7a5b-7b3c-8d4e-0123456789ab HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 200000\r\n\r\n--x",
        "POST /api/v1/mot-de-passe/force HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 10000\r\n\r\n{",
    ] {
        let started = Instant::now();
        let mut slow = Raw::open(&program);
        slow.send(head);
        slow.wait_at_most(Duration::from_millis(300));
        while started.elapsed() < LIMIT && slow.send("x") && slow.read_some().is_none() {}
        assert!(started.elapsed() < LIMIT, "still listened to after {:?}: {head}", started.elapsed());
    }
}

#[test]
fn slow_clients_do_not_keep_others_out() {
    let installation = installation().with("PRODOUANE__LIMITS__CONNECTIONS", "20");
    let program = installation.start();
    let held: Vec<Raw> = (0..60)
        .map(|_| {
            let mut raw = Raw::open(&program);
            raw.send("GET / HTTP/1.1\r\n");
            raw
        })
        .collect();
    let mut other = Raw::open(&program);
    other.send("GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assert!(other.read_to_end().starts_with("HTTP/1.1 200"));
    drop(held);
}
