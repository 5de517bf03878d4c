use std::net::TcpStream;

use crate::program::Installation;
use crate::raw::Raw;

#[test]
fn a_request_under_way_is_finished_before_the_program_ends() {
    let installation = Installation::new();
    let mut program = installation.start();
    let mut idle = Raw::open(&program);
    let mut under_way = Raw::open(&program);
    let body = "_page=%2Favis&satisfaction=satisfait";
    let (begun, rest) = body.split_at(10);
    under_way.send(format!(
        "POST /form/avis HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nExpect: 100-continue\r\n\r\n",
        body.len()
    ));
    // The server asks for the body: the request is under way.
    let asked = under_way.read_some().expect("an interim answer");
    assert!(asked.starts_with(b"HTTP/1.1 100"));
    under_way.send(begun);
    program.terminate();
    // An idle connection is closed at once: the server has understood.
    assert_eq!(idle.read_to_end(), "");
    assert!(TcpStream::connect(program.address).is_err(), "nobody new is let in");
    under_way.send(rest);
    let answer = under_way.read_to_end();
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer:.300}");
    assert!(program.wait().success());
    assert!(program.log().iter().any(|line| line.contains("\"stopped\"")));
}

#[test]
fn a_request_that_does_not_end_is_not_waited_for_long() {
    let installation = Installation::new().with("PRODOUANE__LIMITS__SHUTDOWN_SECONDS", "1");
    let mut program = installation.start();
    let mut stuck = Raw::open(&program);
    stuck.send(
        "POST /form/avis HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: 100\r\nExpect: 100-continue\r\n\r\n",
    );
    assert!(stuck.read_some().is_some());
    let asked = std::time::Instant::now();
    program.terminate();
    assert!(program.wait().success());
    assert!(asked.elapsed() < std::time::Duration::from_secs(10));
}
