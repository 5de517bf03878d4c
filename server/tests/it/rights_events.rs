//! Rights events pushed by the simulator, and unsigned ones.

use std::time::Duration;

use backend::Portal;
use domain::path;
use platform::{clock::Clock, on};
use serde_json::json;

use crate::{
    browser::Browser,
    database::Database,
    operator::{Operator, SIRET},
    program::{Installation, free_port},
    simulator::{DEMO_SIRET, Simulator},
};

const ADDRESS: &str = "/api/v1/coproprietaires/dgddi/evenements";
/// Timeout of a delivery, much longer than it takes on a loaded machine.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Establishments with a right, sorted.
async fn places(portal: &Portal) -> Vec<String> {
    on!(portal.db, |c| sqlx::query_scalar("SELECT place FROM habilitation ORDER BY place").fetch_all(c).await)
        .expect("rights")
}

async fn wait_for(portal: &Portal, expected: &[&str]) {
    let arrived = async {
        while places(portal).await != expected {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    if tokio::time::timeout(TIMEOUT, arrived).await.is_err() {
        panic!("{:?} instead of {expected:?}", places(portal).await);
    }
}

#[tokio::test]
async fn changes_pushed_while_the_portal_is_down_arrive_when_it_is_up() {
    for database in Database::all().await {
        let port = free_port();
        let simulator = Simulator::start(&format!("http://127.0.0.1:{port}")).await;
        let installation = Installation::on(database).with("PRODOUANE__LISTEN", &format!("127.0.0.1:{port}"));
        let installation = simulator.configure(installation);
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
        // The portal is down, so the event waits. It reveals a version gap, so the portal fetches all rights.
        simulator.administer(reqwest::Method::POST, "habilitations", &right).await;
        assert_eq!(places(&portal).await, [SIRET]);
        let program = installation.start();
        wait_for(&portal, &[DEMO_SIRET]).await;
        // The portal is up: it applies the next event directly.
        simulator.administer(reqwest::Method::DELETE, "habilitations", &right).await;
        wait_for(&portal, &[]).await;
        let effects: Vec<String> = on!(portal.db, |c| {
            sqlx::query_scalar("SELECT outcome FROM rights_event ORDER BY received_at").fetch_all(c).await
        })
        .expect("events");
        assert_eq!(effects, ["relu", "applique"]);
        // The next request is refused: the operator has no right on the company.
        let page = operator.browser(&program).get(path::DASHBOARD).send().await.expect("an answer");
        assert!(page.status().is_redirection() || page.status().is_client_error(), "{}", page.status());
        portal.close().await;
    }
}

#[tokio::test]
async fn unsigned_events_are_refused_without_being_parsed() {
    let installation = Installation::new()
        .with("PRODOUANE__CO_OWNERS__DGDDI__BASE_URL", "http://127.0.0.1:9/dgddi")
        .with("PRODOUANE__CO_OWNERS__DGDDI__CLIENT_SECRET", "x")
        .with("PRODOUANE__CO_OWNERS__DGDDI__API_TOKEN", "x")
        .with("PRODOUANE__CO_OWNERS__DGDDI__PUSH_SECRET", "canari-canari-canari-canari-canari");
    let program = installation.start();
    let browser = Browser::new(&program);
    let send = async |path: &str, body: String| {
        let request = browser
            .post_without_origin(path)
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
    let without_headers = browser.post_without_origin(ADDRESS).body("{}").send().await.expect("an answer");
    assert_eq!(without_headers.status(), 401, "without any header");
    assert!(!program.log().join("\n").contains("canari"));
}

#[tokio::test]
async fn short_push_secret_is_refused_by_the_configuration_check() {
    let installation = Installation::new()
        .with("PRODOUANE__CO_OWNERS__DGDDI__BASE_URL", "http://127.0.0.1:9/dgddi")
        .with("PRODOUANE__CO_OWNERS__DGDDI__CLIENT_SECRET", "x")
        .with("PRODOUANE__CO_OWNERS__DGDDI__API_TOKEN", "x")
        .with("PRODOUANE__CO_OWNERS__DGDDI__PUSH_SECRET", "court");
    let (success, _, errors) = installation.run(&["check-config"]);
    assert!(!success && errors.contains("push_secret") && !errors.contains("court"), "{errors}");
}
