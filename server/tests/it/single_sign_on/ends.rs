//! The simulator's téléservices, which are told of the end of a session.

use std::time::Duration;

use backend::on;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use super::{Scene, location};
use crate::database::Database;
use crate::simulator::Simulator;

/// Far more than a delivery and its second try take on a loaded machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A portal at which the simulator's ICS and NSTI are registered.
async fn scene(database: Database) -> (Scene, Simulator) {
    let mut simulator = None;
    let started = &mut simulator;
    // The simulator must know the portal's address and the other way round.
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

/// A browser's way: the portal's button, the téléservice, the portal, the téléservice again.
async fn open(scene: &Scene, code: &str) -> String {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let there = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build();
    let there = there.expect("a client");
    let button = format!("/teleservices/{code}?siren=123456782");
    let opened = scene.browser.get(&button).send().await.expect("an answer");
    let asked = there.get(location(&opened)).send().await.expect("the téléservice");
    let journey = cookie(&asked);
    let demand = location(&asked);
    let answered =
        scene.browser.get(demand.trim_start_matches(&scene.origin)).send().await.expect("the portal");
    let back =
        there.get(location(&answered)).header("cookie", journey).send().await.expect("the téléservice");
    assert_eq!(back.status(), 303, "{}", back.text().await.unwrap_or_default());
    let session = cookie(&back);
    let home = back.url().join(&location(&back)).expect("its home");
    let page = there.get(home).header("cookie", session).send().await.expect("its page");
    page.text().await.expect("a page")
}

/// The last cookie that is set.
fn cookie(answer: &reqwest::Response) -> String {
    let mut set = answer.headers().get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
    let kept = set.rfind(|line| !line.contains("Max-Age=0")).expect("a cookie");
    kept.split(';').next().unwrap_or_default().to_owned()
}

async fn until(what: &str, mut reached: impl AsyncFnMut() -> bool) {
    let start = Instant::now();
    while !reached().await {
        assert!(start.elapsed() < PATIENCE, "{what}");
        sleep(Duration::from_millis(50)).await;
    }
}

fn ended(visitors: &[Value]) -> usize {
    visitors.iter().filter(|one| one["fin"] == "portail").count()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_teleservice_that_was_opened_is_told_that_the_session_is_over() {
    for database in Database::all().await {
        let (scene, simulator) = scene(database).await;
        let page = open(&scene, "ICS").await;
        for text in ["Alix Essai", "123456782", "12345678200010", "lire"] {
            assert!(page.contains(text), "{text}: {page}");
        }
        open(&scene, "NSTI").await;
        let visitors = simulator.visitors().await;
        let held = json!([{ "siret": "12345678200010", "droits": ["lire"] }]);
        assert_eq!(visitors.len(), 2);
        assert!(
            visitors.iter().all(|one| one["habilitations"] == held && one["fin"].is_null()),
            "{visitors:?}"
        );
        let start = Instant::now();
        scene.browser.send_form("/form/deconnexion", &[("_page", "/")]).await;
        until("both are told", async || ended(&simulator.visitors().await) == 2).await;
        eprintln!("two téléservices were told {} ms after the sign-out", start.elapsed().as_millis());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_teleservice_that_is_down_is_told_once_it_is_back() {
    for database in Database::all().await {
        let (scene, simulator) = scene(database).await;
        open(&scene, "ICS").await;
        simulator.set_down(true).await;
        scene.browser.send_form("/form/deconnexion", &[("_page", "/")]).await;
        let portal = scene.portal().await;
        let tried = async || -> (i32, bool) {
            on!(portal.db, |c| {
                sqlx::query_as("SELECT attempts, told_at IS NOT NULL FROM teleservice_visit")
                    .fetch_one(c)
                    .await
            })
            .expect("the visit")
        };
        until("it is tried", async || tried().await.0 > 0).await;
        simulator.set_down(false).await;
        until("it is told", async || ended(&simulator.visitors().await) == 1).await;
        until("it is noted", async || tried().await.1).await;
        eprintln!("told at attempt {}", tried().await.0);
        portal.close().await;
    }
}
