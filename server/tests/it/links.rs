//! `server links check`, with sites on this machine.

use axum::{
    Router,
    http::{Method, StatusCode},
    response::Redirect,
    routing::{any, get},
};
use domain::plain_link::PlainLink;
use tokio::net::TcpListener;

use crate::program::{Installation, free_port};

/// Starts a site whose pages do what those of real sites do. Returns its address.
async fn start_site() -> String {
    let pages = Router::new()
        .route("/", get(async || "accueil"))
        .route("/page", get(async || "page"))
        .route("/deplacee", get(async || Redirect::permanent("/page")))
        .route("/retiree", get(async || Redirect::temporary("/")))
        .route(
            "/sans-head",
            any(async |method: Method| {
                (method != Method::GET).then_some(StatusCode::FORBIDDEN).ok_or("page")
            }),
        );
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, pages).await });
    format!("http://{address}")
}

/// Runs the command with these addresses and no other. Returns success, output and errors.
async fn check(addresses: &[(PlainLink, String)]) -> (bool, String, String) {
    let address = |link: PlainLink| {
        let given = addresses.iter().find(|(one, _)| *one == link);
        given.map(|(_, address)| address.clone()).unwrap_or_default()
    };
    let lines = PlainLink::ALL.map(|link| format!("{} = \"{}\"\n", link.code(), address(link)));
    let installation = Installation::new();
    let file = installation.path("liens.toml");
    std::fs::write(&file, format!("[plain_links]\n{}", lines.concat())).expect("a file");
    let run = move || installation.run(&["--config", file.to_str().expect("a path"), "links", "check"]);
    tokio::task::spawn_blocking(run).await.expect("the command")
}

#[tokio::test(flavor = "multi_thread")]
async fn reachable_addresses_are_listed() {
    let site = start_site().await;
    let (success, output, errors) = check(&[
        (PlainLink::Rita, format!("{site}/page")),
        (PlainLink::Conex, format!("{site}/")),
        (PlainLink::Soget, format!("{site}/sans-head")),
        (PlainLink::Gamma, format!("{site}/deplacee")),
    ])
    .await;
    assert!(success, "{output}{errors}");
    assert_eq!(output.lines().count(), 4, "{output}");
    for link in ["rita", "conex", "soget"] {
        let line = output.lines().find(|line| line.contains(&format!("plain_links.{link} ")));
        assert!(line.is_some_and(|line| line.ends_with("answers")), "{link}: {output}");
    }
    assert!(output.contains(&format!("moved to {site}/page")), "{output}");
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_that_lead_nowhere_fail_the_command() {
    let site = start_site().await;
    let (success, output, errors) = check(&[
        (PlainLink::Rita, format!("{site}/page")),
        (PlainLink::Conex, format!("{site}/absente")),
        (PlainLink::Soget, format!("{site}/retiree")),
        (PlainLink::Gamma, format!("http://127.0.0.1:{}/", free_port())),
    ])
    .await;
    assert!(!success && errors.contains("3 of 4 addresses"), "{output}{errors}");
    assert!(output.contains("BROKEN: answers 404"), "{output}");
    assert!(output.contains(&format!("BROKEN: leads to the home page {site}/")), "{output}");
    assert_eq!(output.matches("BROKEN").count(), 3, "{output}");
}
