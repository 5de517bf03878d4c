//! Pages and program of the simulator.

use std::process::Stdio;

use reqwest::StatusCode;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;

use crate::{TestSimulator, header};

const PAGES: [&str; 12] = [
    "/",
    "/dgddi",
    "/dgfip",
    "/urssaf",
    "/net-entreprises",
    "/net-entreprises/teleservices/DSN",
    "/dgddi/se-connecter",
    "/administration",
    "/administration/comptes/dgddi/alix.demo",
    "/administration/comptes/urssaf/alix.demo",
    "/boite",
    "/dgddi/teleservices/DELTA-G?siren=000101014&note=%3Cb%3E",
];

#[tokio::test]
async fn every_page_has_a_title_a_language_and_a_strict_policy() {
    let simulator = TestSimulator::new().await;
    for path in PAGES {
        let response = simulator.get(path).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        let policy = header(&response, "content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
        let page = response.text().await.unwrap();
        assert!(page.contains("<html lang=\"fr\">") && page.contains("données fictives"), "{path}");
        assert_eq!(page.matches("<h1").count(), 1, "{path}");
        assert!(!page.contains("style=") && !page.contains("<script"), "{path}");
    }
}

#[tokio::test]
async fn teleservice_shows_received_parameters_escaped() {
    let simulator = TestSimulator::new().await;
    let page = simulator.page("/dgddi/teleservices/DELTA-G?siren=000101014&note=%3Cb%3E").await;
    assert!(page.contains("000101014") && page.contains("&#60;b&#62;") && !page.contains("<b>"), "{page}");
    let posted = simulator.post_form("/dgddi/teleservices/DELTA-G", &[("jeton", "abc")]).await;
    assert!(posted.text().await.unwrap().contains("abc"));
    assert_eq!(simulator.get("/dgddi/teleservices/TRIGO").await.status(), StatusCode::NOT_FOUND);
    assert_eq!(simulator.get("/dgfip/teleservices/DELTA-G").await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn unknown_pages_are_not_found() {
    let simulator = TestSimulator::new().await;
    for path in [
        "/inconnu",
        "/administration/comptes/dgddi/inconnue",
        "/administration/comptes/autre/alix.demo",
        "/boite/9",
    ] {
        let response = simulator.get(path).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
        assert!(response.text().await.unwrap().contains("<h1>Page introuvable</h1>"), "{path}");
    }
}

#[tokio::test]
async fn program_prints_its_addresses_and_stops_on_sigterm() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_simulator"))
        .args(["--port", "0", "--smtp-port", "0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(program.stdout.take().unwrap()).lines();
    let ready: serde_json::Value = serde_json::from_str(&lines.next_line().await.unwrap().unwrap()).unwrap();
    let simulator = TestSimulator::new().await;
    let home = simulator.client.get(ready["http"].as_str().unwrap()).send().await.unwrap();
    assert_eq!(home.status(), StatusCode::OK);
    assert!(ready["smtp"].as_str().unwrap().starts_with("127.0.0.1:"));

    let pid = program.id().unwrap().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().await.unwrap().success());
    assert!(program.wait().await.unwrap().success());
}
