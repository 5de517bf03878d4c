//! Changes of rights pushed by the simulator, a program of its own, and by those who are nobody.

use std::time::Duration;

use backend::clock::Clock;
use backend::{Portal, on};
use serde_json::json;

use crate::browser::Browser;
use crate::database::Database;
use crate::operator::{Operator, SIRET};
use crate::program::{Installation, free_port};
use crate::simulator::{DEMO_SIRET, Simulator};

const ADDRESS: &str = "/api/v1/coproprietaires/dgddi/evenements";
/// Far more than a delivery takes on a loaded machine.
const PATIENCE: Duration = Duration::from_secs(60);

async fn places_held(portal: &Portal) -> Vec<String> {
    on!(portal.db, |c| sqlx::query_scalar("SELECT place FROM habilitation ORDER BY place").fetch_all(c).await)
        .expect("rights")
}

async fn wait_for(portal: &Portal, expected: &[&str]) {
    let arrived = async {
        while places_held(portal).await != expected {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    if tokio::time::timeout(PATIENCE, arrived).await.is_err() {
        panic!("{:?} instead of {expected:?}", places_held(portal).await);
    }
}

#[tokio::test]
async fn what_changes_while_the_portal_is_down_reaches_it_once_it_is_up() {
    for database in Database::all().await {
        let port = free_port();
        let simulator = Simulator::start(&format!("http://127.0.0.1:{port}")).await;
        let installation = Installation::on(database).with("PRODOUANE__LISTEN", &format!("127.0.0.1:{port}"));
        let installation = simulator.known_to(installation);
        let operator = Operator::sign_in(&installation).await;
        let portal = installation.portal(Clock::system()).await;
        let login: String =
            on!(portal.db, |c| sqlx::query_scalar("SELECT subject FROM rattachement").fetch_one(c).await)
                .expect("a link");
        let account = json!({ "co_owner": "dgddi", "identifiant": login });
        simulator.administer(reqwest::Method::POST, "comptes", &account).await;
        let right = json!({
            "co_owner": "dgddi", "compte": login, "teleservice": "DELTA-G", "droit": "lire", "siret": DEMO_SIRET,
        });
        // Down: the event waits. What the portal kept is of another age: everything is read again.
        simulator.administer(reqwest::Method::POST, "habilitations", &right).await;
        assert_eq!(places_held(&portal).await, [SIRET]);
        let program = installation.start();
        wait_for(&portal, &[DEMO_SIRET]).await;
        // Up: the next ones are applied as they are told.
        simulator.administer(reqwest::Method::DELETE, "habilitations", &right).await;
        wait_for(&portal, &[]).await;
        let effects: Vec<String> = on!(portal.db, |c| {
            sqlx::query_scalar("SELECT effect FROM rights_event ORDER BY received_at").fetch_all(c).await
        })
        .expect("events");
        assert_eq!(effects, ["relu", "applique"]);
        // Refused at the very next request: the company is not theirs any more.
        let page = operator.browser(&program).get("/tableau-de-bord").send().await.expect("an answer");
        assert!(page.status().is_redirection() || page.status().is_client_error(), "{}", page.status());
        portal.close().await;
    }
}

#[tokio::test]
async fn what_is_not_signed_is_not_even_read() {
    let installation = Installation::new()
        .with("PRODOUANE__PARTNERS__DGDDI__BASE_URL", "http://127.0.0.1:9/dgddi")
        .with("PRODOUANE__PARTNERS__DGDDI__CLIENT_SECRET", "x")
        .with("PRODOUANE__PARTNERS__DGDDI__API_TOKEN", "x")
        .with("PRODOUANE__PARTNERS__DGDDI__PUSH_SECRET", "canari-canari-canari-canari-canari");
    let program = installation.start();
    let browser = Browser::new(&program);
    let send = async |path: &str, body: String| {
        let request = browser
            .post_bare(path)
            .header("prodouane-horodatage", "1780300800")
            .header("prodouane-signature", format!("v1={}", "0".repeat(64)))
            .header("content-type", "application/json")
            .body(body);
        request.send().await.expect("an answer").status().as_u16()
    };
    assert_eq!(send(ADDRESS, "{}".to_owned()).await, 401);
    assert_eq!(send(&ADDRESS.replace("dgddi", "dgfip"), "{}".to_owned()).await, 401, "not configured");
    assert_eq!(send(&ADDRESS.replace("dgddi", "trigo"), "{}".to_owned()).await, 401, "unknown");
    assert_eq!(send(ADDRESS, " ".repeat(64 * 1024)).await, 401);
    assert_eq!(send(ADDRESS, " ".repeat(64 * 1024 + 1)).await, 413);
    let bare = browser.post_bare(ADDRESS).body("{}").send().await.expect("an answer");
    assert_eq!(bare.status(), 401, "without any header");
    assert!(!program.log().join("\n").contains("canari"));
}

#[tokio::test]
async fn a_short_secret_is_refused_at_the_start() {
    let installation = Installation::new()
        .with("PRODOUANE__PARTNERS__DGDDI__BASE_URL", "http://127.0.0.1:9/dgddi")
        .with("PRODOUANE__PARTNERS__DGDDI__CLIENT_SECRET", "x")
        .with("PRODOUANE__PARTNERS__DGDDI__API_TOKEN", "x")
        .with("PRODOUANE__PARTNERS__DGDDI__PUSH_SECRET", "court");
    let (done, _, told) = installation.run(&["check-config"]);
    assert!(!done && told.contains("push_secret") && !told.contains("court"), "{told}");
}
