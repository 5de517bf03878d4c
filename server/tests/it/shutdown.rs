use std::net::TcpStream;

use crate::{program::Installation, raw_connection::RawConnection};

#[test]
fn open_requests_are_completed_before_the_program_exits() {
    let installation = Installation::new();
    let mut program = installation.start();
    let mut idle = RawConnection::open(&program);
    let mut open = RawConnection::open(&program);
    let body = "_page=%2Favis&satisfaction=satisfait";
    let (start, rest) = body.split_at(10);
    open.send(format!(
        "POST /form/avis HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nExpect: 100-continue\r\n\r\n",
        body.len()
    ));
    // The server requests the body, so the request is open.
    let interim = open.read_some().expect("an interim answer");
    assert!(interim.starts_with(b"HTTP/1.1 100"));
    open.send(start);
    program.terminate();
    // The idle connection is closed immediately, so the shutdown has begun.
    assert_eq!(idle.read_to_end(), "");
    assert!(TcpStream::connect(program.address).is_err(), "new connections are refused");
    open.send(rest);
    let answer = open.read_to_end();
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer:.300}");
    assert!(program.wait().success());
    assert!(program.log().iter().any(|line| line.contains("\"stopped\"")));
}

#[test]
fn shutdown_does_not_wait_longer_than_its_time_limit() {
    let installation = Installation::new().with("PRODOUANE__LIMITS__SHUTDOWN_SECONDS", "1");
    let mut program = installation.start();
    let mut stuck = RawConnection::open(&program);
    stuck.send(
        "POST /form/avis HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n",
    );
    assert!(stuck.read_some().is_some());
    let start = std::time::Instant::now();
    program.terminate();
    assert!(program.wait().success());
    assert!(start.elapsed() < std::time::Duration::from_secs(10));
}
