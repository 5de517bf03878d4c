//! Shared views over HTTP: the relay from one browser to the other, its limits, and the document that shows the view.

use backend::{
    accounts::sessions::{self, Client},
    assistance::sharing::{self, NewShare},
    staff::{self, NewMember},
};
use domain::{
    form::Answers,
    path,
    rights::StaffRole,
    sharing::{CODE, SCRIPTS},
};
use platform::clock::Clock;
use serde_json::Value;

use crate::{
    browser::{Browser, header},
    database::Database,
    live_updates::EventStream,
    program::{Installation, Program},
};

/// Cookies of an adviser and of a visitor who shares their view with them, and the address of the view.
struct Scene {
    adviser: String,
    visitor: String,
    address: String,
}

impl Scene {
    async fn create(installation: &Installation) -> Self {
        let portal = installation.portal(Clock::system()).await;
        let adviser = NewMember {
            login: "conseil",
            name: "Conseil Essai",
            mail: "conseil@exemple.fr",
            password: "phrase de passe assez longue",
            roles: &[StaffRole::Adviser],
            services: &[],
            remote: true,
        };
        let adviser = staff::create(&portal, &adviser).await.expect("an adviser");
        let client = Client { address: [10, 1, 2, 3].into(), user_agent: String::new(), device: None };
        let (_, session) = sessions::create(&portal, &client).await.expect("a session");
        let mut tx = portal.db.begin().await.expect("a transaction");
        let token = sessions::sign_staff_in(&mut tx, &portal, session.id, adviser).await.expect("signed in");
        tx.commit().await.expect("committed");
        let session = sessions::find(&portal, token.expose()).await.expect("a look-up").expect("the session");
        let NewShare { id, code } = sharing::create(&portal, &session).await.expect("a code");
        let (visitor_token, visitor) = sessions::create(&portal, &client).await.expect("a session");
        let typed = Answers::from_iter([(CODE, code), (SCRIPTS, "oui".to_owned())]);
        sharing::start(&portal, &visitor, &client, &typed).await.expect("shared");
        portal.close().await;
        let cookie = |token: &str| format!("{}={token}", installation.session_cookie());
        Self {
            adviser: cookie(token.expose()),
            visitor: cookie(visitor_token.expose()),
            address: path::api_shared_view(id),
        }
    }

    async fn send(&self, program: &Program, query: &str, body: String) -> reqwest::Response {
        let address = format!("{}?{query}", self.address);
        let request =
            browser(program, &self.visitor).post(&address).header("content-type", "application/json");
        request.body(body).send().await.expect("an answer")
    }

    async fn send_view(&self, program: &Program, text: &str) -> Value {
        let answer = self.send(program, "source=page&complet=true", format!("[[\"{text}\"]]")).await;
        assert_eq!(answer.status(), 200);
        answer.json().await.expect("JSON")
    }
}

fn browser(program: &Program, cookie: &str) -> Browser {
    let mut browser = Browser::new(program);
    browser.cookie = Some(cookie.to_owned());
    browser
}

#[tokio::test]
async fn the_adviser_receives_what_the_person_sends() {
    for database in Database::all().await {
        let installation = Installation::on(database);
        let program = installation.start();
        let scene = Scene::create(&installation).await;
        assert_eq!(scene.send_view(&program, "perdu").await["conseiller"], false);
        let mut stream = EventStream::open_at(&browser(&program, &scene.adviser), &scene.address).await;
        assert_eq!(stream.wait_for("etat").await, "presente");
        let state = scene.send_view(&program, "vu").await;
        assert_eq!((&state["conseiller"], &state["complet"]), (&true.into(), &false.into()));
        assert_eq!(stream.wait_for("vue").await, "[[\"vu\"]]");

        for (body, status) in [
            ("[\n[1]]".to_owned(), 400),
            ("{}".to_owned(), 400),
            (format!("[\"{}\"]", "a".repeat(1_100_000)), 413),
        ] {
            assert_eq!(scene.send(&program, "source=page", body).await.status(), status);
        }
        let page = browser(&program, &scene.visitor).get(path::HELP).send().await.expect("an answer");
        let page = page.text().await.expect("a page");
        assert!(page.contains("/pkg/partage.ddd.js") && page.contains("Arrêter le partage"));
        let stop = [("_page", path::HELP)];
        let stopped = browser(&program, &scene.visitor).send_form("/form/arreter-partage", &stop).await;
        assert_eq!((stopped.status().as_u16(), header(stopped.headers(), "location")), (303, path::HELP));
        assert_eq!(stream.wait_for("fin").await, "La personne a arrêté le partage.");
        assert!(stream.next().await.is_none());
        assert_eq!(scene.send(&program, "source=page", "[]".to_owned()).await.status(), 204);
        let page = browser(&program, &scene.visitor).get(path::HELP).send().await.expect("an answer");
        assert!(
            !page.text().await.expect("a page").contains("partage.ddd.js"),
            "no recorder without sharing"
        );
    }
}

/// Two processes do not pass pages to each other: the view ends, instead of waiting for ever.
#[tokio::test]
async fn on_another_process_the_adviser_counts_as_absent() {
    let Some(database) = Database::postgres().await else { return };
    let installation = Installation::on(database);
    let (first, second) = (installation.start(), installation.start());
    let scene = Scene::create(&installation).await;
    let mut stream = EventStream::open_at(&browser(&second, &scene.adviser), &scene.address).await;
    assert_eq!(stream.wait_for("etat").await, "presente");
    assert_eq!(scene.send_view(&first, "perdu").await["conseiller"], false);
    assert_eq!(scene.send_view(&second, "vu").await["conseiller"], true);
    assert_eq!(stream.wait_for("vue").await, "[[\"vu\"]]");
    let stop = [("_page", path::HELP)];
    browser(&first, &scene.visitor).send_form("/form/arreter-partage", &stop).await;
    assert_eq!(
        stream.wait_for("fin").await,
        "La personne a arrêté le partage.",
        "the end reaches every process"
    );
}

#[tokio::test]
async fn the_player_has_no_origin_and_reaches_nothing() {
    let installation = Installation::new();
    let program = installation.start();
    let scene = Scene::create(&installation).await;
    let adviser = browser(&program, &scene.adviser);
    let player = adviser.get(path::SHARED_VIEW_PLAYER).send().await.expect("an answer");
    assert_eq!(player.status(), 200);
    assert_eq!(header(player.headers(), "x-frame-options"), "SAMEORIGIN");
    assert_eq!(header(player.headers(), "cache-control"), "no-store");
    let policy = header(player.headers(), "content-security-policy").to_owned();
    let allowed: Vec<&str> =
        policy.split("; ").map(|part| part.split(" 'nonce-").next().unwrap_or(part)).collect();
    let expected = [
        "default-src 'none'",
        "script-src",
        "style-src",
        "sandbox allow-scripts",
        "frame-ancestors 'self'",
        "base-uri 'none'",
        "form-action 'none'",
    ];
    assert_eq!(allowed, expected, "{policy}");
    assert!(player.text().await.expect("a document").contains("let player"));
    for (page, frames) in [(path::SHARED_VIEWS, true), (path::CASES, false)] {
        let answer = adviser.get(page).send().await.expect("an answer");
        let policy = header(answer.headers(), "content-security-policy");
        assert_eq!(policy.contains("frame-src 'self'"), frames, "{page}: {policy}");
        assert_eq!(header(answer.headers(), "x-frame-options"), "DENY", "{page}");
    }
}
