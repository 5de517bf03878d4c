//! Back-channel logout of the simulator's téléservices.

use std::time::Duration;

use platform::on;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use super::{Scene, location};
use crate::{database::Database, simulator::Simulator};

/// Timeout of a delivery and its retry, much longer than they take on a loaded machine.
const TIMEOUT: Duration = Duration::from_secs(60);

/// A portal with the simulator's téléservices ICS and NSTI as clients.
async fn scene(database: Database) -> (Scene, Simulator) {
    let mut simulator = None;
    let started = &mut simulator;
    // The simulator needs the URL of the portal, and the portal that of the simulator.
    let scene = Scene::with(database, |mut installation, origin| {
        let running = tokio::task::block_in_place(|| {
            tokio::runtime::Handle::current().block_on(Simulator::start(origin))
        });
        for code in ["ICS", "NSTI"] {
            let home = format!("{}/dgddi/teleservices/{code}", running.http);
            let id = code.to_lowercase();
            for (key, value) in [
                ("CLIENT_SECRET", format!("secret-de-teleservice-de-demonstration-{id}")),
                ("CLIENT_ID", id),
                ("LOGIN_URI", format!("{home}/connexion")),
                ("REDIRECT_URIS", format!("[\"{home}/retour\"]")),
                ("BACKCHANNEL_LOGOUT_URI", format!("{home}/fin-de-session")),
            ] {
                installation = installation.with(&format!("PRODOUANE__TELESERVICES__{code}__{key}"), &value);
            }
        }
        *started = Some(running);
        installation
    })
    .await;
    for code in ["ICS", "NSTI"] {
        scene.grant("123456782", "12345678200010", code, "lire").await;
    }
    (scene, simulator.expect("a simulator"))
}

/// Opens a téléservice from the portal, through its authorization request and callback. Returns its page.
async fn open(scene: &Scene, code: &str) -> String {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build();
    let client = client.expect("a client");
    let button = format!("/teleservices/{code}?siren=123456782");
    let opened = scene.browser.get(&button).send().await.expect("an answer");
    let started = client.get(location(&opened)).send().await.expect("the téléservice");
    let request_cookie = cookie(&started);
    let request = location(&started);
    let answered =
        scene.browser.get(request.trim_start_matches(&scene.origin)).send().await.expect("the portal");
    let callback = client.get(location(&answered)).header("cookie", request_cookie);
    let callback = callback.send().await.expect("the téléservice");
    assert_eq!(callback.status(), 303, "{}", callback.text().await.unwrap_or_default());
    let session = cookie(&callback);
    let home = callback.url().join(&location(&callback)).expect("its home page");
    let page = client.get(home).header("cookie", session).send().await.expect("its page");
    page.text().await.expect("a page")
}

/// The last cookie that a response sets.
fn cookie(answer: &reqwest::Response) -> String {
    let mut set = answer.headers().get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
    let last = set.rfind(|line| !line.contains("Max-Age=0")).expect("a cookie");
    last.split(';').next().unwrap_or_default().to_owned()
}

async fn wait_until(what: &str, mut condition: impl AsyncFnMut() -> bool) {
    let start = Instant::now();
    while !condition().await {
        assert!(start.elapsed() < TIMEOUT, "{what}");
        sleep(Duration::from_millis(50)).await;
    }
}

/// Number of sign-ins ended by a logout token of the portal.
fn ended(sign_ins: &[Value]) -> usize {
    sign_ins.iter().filter(|one| one["fin"] == "portail").count()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_opened_teleservice_is_notified_of_the_sign_out() {
    for database in Database::all().await {
        let (scene, simulator) = scene(database).await;
        let page = open(&scene, "ICS").await;
        for text in ["Alix Essai", "123456782", "12345678200010", "lire"] {
            assert!(page.contains(text), "{text}: {page}");
        }
        open(&scene, "NSTI").await;
        let sign_ins = simulator.sign_ins().await;
        let habilitations = json!([{ "siret": "12345678200010", "droits": ["lire"] }]);
        assert_eq!(sign_ins.len(), 2);
        assert!(
            sign_ins.iter().all(|one| one["habilitations"] == habilitations && one["fin"].is_null()),
            "{sign_ins:?}"
        );
        let start = Instant::now();
        scene.browser.send_form("/form/deconnexion", &[("_page", "/")]).await;
        wait_until("both are notified", async || ended(&simulator.sign_ins().await) == 2).await;
        eprintln!("two téléservices were notified {} ms after the sign-out", start.elapsed().as_millis());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn unavailable_teleservice_is_notified_when_it_is_available_again() {
    for database in Database::all().await {
        let (scene, simulator) = scene(database).await;
        open(&scene, "ICS").await;
        simulator.set_down(true).await;
        scene.browser.send_form("/form/deconnexion", &[("_page", "/")]).await;
        let portal = scene.portal().await;
        let notification = async || -> (i32, bool) {
            on!(portal.db, |c| {
                sqlx::query_as("SELECT attempts, notified_at IS NOT NULL FROM rp_session").fetch_one(c).await
            })
            .expect("the RP session")
        };
        wait_until("an attempt is made", async || notification().await.0 > 0).await;
        simulator.set_down(false).await;
        wait_until("it is notified", async || ended(&simulator.sign_ins().await) == 1).await;
        wait_until("the notification is recorded", async || notification().await.1).await;
        eprintln!("notified at attempt {}", notification().await.0);
        portal.close().await;
    }
}
