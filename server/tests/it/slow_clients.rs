//! Slow clients, which hold a connection without sending a complete request.

use std::time::{Duration, Instant};

use crate::{
    browser::Browser,
    operator::{Operator, create_draft},
    program::{Installation, Program},
    raw_connection::RawConnection,
};

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
        assert_closed(&program, head, "x");
    }
}

/// A visitor's upload is refused, an operator's is received; neither may last by sending a little at a time.
#[tokio::test]
async fn uploads_below_the_minimum_throughput_are_closed() {
    let installation = installation();
    let program = installation.start();
    let operator = Operator::sign_in(&installation).await;
    let draft = create_draft(&operator.browser(&program)).await.expect("a draft");
    for (cookie, length) in
        [("", 500_000), ("", 50_000_000), (&*operator.token, 500_000), (&*operator.token, 50_000_000)]
    {
        let head = format!(
            "POST /televersement/brouillon/{draft} HTTP/1.1\r\nHost: x\r\nCookie: __Host-prodouane={cookie}\r\n\
             Sec-Fetch-Site: same-origin\r\nContent-Type: multipart/form-data; boundary=x\r\n\
             Content-Length: {length}\r\n\r\n\
             --x\r\nContent-Disposition: form-data; name=\"fichier\"; filename=\"a.txt\"\r\n\r\n"
        );
        // 500 bytes per second, half of the minimum.
        assert_closed(&program, &head, &"y".repeat(150));
    }
}

/// Above the minimum throughput, the time limit of uploads applies.
#[tokio::test]
async fn uploads_over_their_time_limit_are_closed() {
    let installation = Installation::new().with("PRODOUANE__LIMITS__UPLOAD_SECONDS", "2");
    let program = installation.start();
    let operator = Operator::sign_in(&installation).await;
    let draft = create_draft(&operator.browser(&program)).await.expect("a draft");
    let head = format!(
        "POST /televersement/brouillon/{draft} HTTP/1.1\r\nHost: x\r\nCookie: __Host-prodouane={}\r\n\
         Sec-Fetch-Site: same-origin\r\nContent-Type: multipart/form-data; boundary=x\r\n\
         Content-Length: 10000000\r\n\r\n\
         --x\r\nContent-Disposition: form-data; name=\"fichier\"; filename=\"a.txt\"\r\n\r\n",
        operator.token
    );
    assert_closed(&program, &head, &"y".repeat(10_000));
}

/// Sends the head, then `more` every 300 ms, until the server closes the connection or answers.
fn assert_closed(program: &Program, head: &str, more: &str) {
    let started = Instant::now();
    let mut slow = RawConnection::open(program);
    slow.send(head);
    slow.set_timeout(Duration::from_millis(300));
    while started.elapsed() < LIMIT && slow.send(more) && slow.read_some().is_none() {}
    assert!(started.elapsed() < LIMIT, "still open after {:?}: {head}", started.elapsed());
}

/// The client gets the reason of the refusal though the server does not receive the whole body.
#[tokio::test]
async fn refusal_of_a_large_upload_is_readable() {
    let installation = Installation::new();
    let program = installation.start();
    let operator = Operator::sign_in(&installation).await;
    let browser = operator.browser(&program);
    let draft = create_draft(&browser).await.expect("a draft");
    for (browser, status) in [(&Browser::new(&program), 401), (&browser, 413)] {
        for megabytes in [12, 30, 100] {
            let request = browser
                .post(&format!("/televersement/brouillon/{draft}"))
                .header("content-type", "multipart/form-data; boundary=x")
                .body(vec![b'x'; megabytes * 1024 * 1024]);
            let mut request = request.build().expect("a request");
            request.headers_mut().insert("accept", "application/json".parse().expect("a header"));
            assert_eq!(browser.execute(request).await.status(), status, "{megabytes} MB");
        }
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

/// The network's own slow connections make room, those of other networks stay.
#[test]
fn connections_of_one_network_are_limited() {
    let installation = Installation::new().with("PRODOUANE__LIMITS__CONNECTIONS_PER_NETWORK", "5");
    let program = installation.start();
    let mut other_network = RawConnection::open_from(&program, [127, 9, 9, 9]);
    let mut held: Vec<RawConnection> =
        (1..=5).map(|host| RawConnection::open_from(&program, [127, 0, 0, host])).collect();
    let mut sixth = RawConnection::open_from(&program, [127, 0, 0, 77]);
    assert_eq!(held[0].read_to_end(), "", "closed");
    for connection in held[1..].iter_mut().chain([&mut sixth, &mut other_network]) {
        connection.send("GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assert!(connection.read_to_end().starts_with("HTTP/1.1 200"));
    }
}

/// A proxy passes on the requests of many clients.
#[test]
fn connections_of_a_trusted_proxy_are_not_limited_as_one_client() {
    let installation = Installation::new()
        .with("PRODOUANE__LIMITS__CONNECTIONS_PER_NETWORK", "2")
        .with("PRODOUANE__TRUSTED_PROXIES", "[\"127.0.0.1\"]");
    let program = installation.start();
    let mut held: Vec<RawConnection> = (0..10).map(|_| RawConnection::open(&program)).collect();
    for (index, connection) in held.iter_mut().enumerate() {
        connection.send(format!("GET /aide HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 203.0.{index}.1\r\n\r\n"));
        assert!(connection.read_some().expect("an answer").starts_with(b"HTTP/1.1 200"));
    }
    for connection in &mut held {
        connection.send(
            "GET /health/live HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 203.0.113.1\r\nConnection: close\r\n\r\n",
        );
        assert!(connection.read_to_end().contains("HTTP/1.1 200"));
    }
}
