//! What was typed survives the end of a session, over HTTP and without scripts (mission §2.3).

use backend::clock::Clock;
use backend::db::Duration;
use backend::{Portal, account, change, on};

use crate::browser::{Browser, header};
use crate::database::Database;
use crate::program::Installation;

const PASSWORD: &str = "phrase de passe assez longue";
const PAGE: &str = "/profil/situation";
const TYPED: &str = "12 quai de la Longue Attente";

async fn code(portal: &Portal) -> String {
    let text: String = on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT text_body FROM outbox WHERE kind = 'code' ORDER BY created_at DESC, id DESC LIMIT 1",
        )
        .fetch_one(c)
        .await
    })
    .expect("a mail with a code");
    let digits = text.split(|letter: char| !letter.is_ascii_digit()).find(|part| part.len() == 6);
    digits.expect("a code").to_owned()
}

/// Sends a form and keeps the cookie; gives back where it leads.
async fn send(browser: &mut Browser, path: &str, fields: &[(&str, &str)]) -> String {
    let answer = browser.send_form(path, fields).await;
    assert_eq!(answer.status(), 303, "{path}");
    if let Some(cookie) = header(answer.headers(), "set-cookie").split(';').next().filter(|c| !c.is_empty()) {
        browser.cookie = Some(cookie.to_owned());
    }
    header(answer.headers(), "location").to_owned()
}

async fn sign_in(browser: &mut Browser, portal: &Portal, login: &str) -> String {
    let fields =
        [("_page", "/connexion"), ("retour", PAGE), ("identifiant", login), ("mot_de_passe", PASSWORD)];
    let next = send(browser, "/form/connexion", &fields).await;
    assert!(next.starts_with("/connexion/code"), "{next}");
    let code = code(portal).await;
    send(browser, "/form/connexion-code", &[("_page", next.as_str()), ("retour", PAGE), ("code", &code)])
        .await
}

async fn read(browser: &Browser, path: &str) -> String {
    browser.get(path).send().await.expect("an answer").text().await.expect("a page")
}

/// Everybody's last request was a quarter of an hour ago.
async fn let_time_pass(portal: &Portal) {
    let before = portal.clock.now() - Duration::from_secs(16 * 60);
    change!(portal.db, |c| sqlx::query("UPDATE session SET seen_at = $1")
        .bind(before)
        .execute(c)
        .await
        .map(|_| ()))
    .expect("time passed");
}

#[tokio::test]
async fn a_form_sent_too_late_waits_for_the_same_person() {
    for database in Database::all().await {
        let installation = Installation::on(database);
        let program = installation.start();
        let portal = installation.portal(Clock::system()).await;
        for login in ["alix", "basile"] {
            let email = format!("{login}@exemple.fr");
            account::create_activated(&portal, login, &email, "Alix", "Essai", PASSWORD)
                .await
                .expect("an account");
        }
        for (path, again, found) in [
            ("/form/situation", "basile", false),
            ("/form/situation", "alix", true),
            ("/form/garder-saisie", "alix", true),
        ] {
            let mut browser = Browser::new(&program);
            sign_in(&mut browser, &portal, "alix").await;
            assert!(!read(&browser, PAGE).await.contains(TYPED), "nothing of it yet");
            let_time_pass(&portal).await;
            let fields = [
                ("_page", PAGE),
                ("_formulaire", "situation"),
                ("adresse", TYPED),
                ("mot_de_passe", "Lanterne-7"),
            ];
            let led = send(&mut browser, path, &fields).await;
            assert_eq!(led, "/connexion?retour=/profil/situation");
            let page = read(&browser, &led).await;
            assert!(page.contains("Votre session a pris fin") && page.contains("vous attend"), "{path}");
            assert!(!page.contains(TYPED), "told, not shown");
            let welcome = sign_in(&mut browser, &portal, again).await;
            assert_eq!(read(&browser, &welcome).await.contains("vous attend"), found, "{again}");
            let page = read(&browser, PAGE).await;
            assert_eq!(page.contains(TYPED), found, "{path} {again}");
            assert!(!page.contains("Lanterne-7"));
        }
        portal.close().await;
    }
}

#[tokio::test]
async fn the_end_is_told_without_moving_it_and_nothing_is_kept_before_it() {
    let installation = Installation::new();
    let program = installation.start();
    let portal = installation.portal(Clock::system()).await;
    account::create_activated(&portal, "alix", "alix@exemple.fr", "Alix", "Essai", PASSWORD)
        .await
        .expect("one");
    let mut browser = Browser::new(&program);
    assert_eq!(read(&browser, "/api/v1/session").await, r#"{"secondes":0,"prolongeable":false}"#);
    sign_in(&mut browser, &portal, "alix").await;
    let before = portal.clock.now() - Duration::from_secs(10 * 60);
    change!(portal.db, |c| sqlx::query("UPDATE session SET seen_at = $1")
        .bind(before)
        .execute(c)
        .await
        .map(|_| ()))
    .expect("time passed");
    for _ in 0..2 {
        let told: serde_json::Value =
            serde_json::from_str(&read(&browser, "/api/v1/session").await).expect("JSON");
        let seconds = told["secondes"].as_u64().expect("seconds");
        assert!((200..=300).contains(&seconds), "{told}");
    }
    let on = browser.post("/api/v1/session/prolongation").send().await.expect("an answer");
    let told: serde_json::Value = serde_json::from_str(&on.text().await.expect("a body")).expect("JSON");
    assert!(told["secondes"].as_u64().is_some_and(|seconds| seconds > 800), "{told}");
    let kept = send(
        &mut browser,
        "/form/garder-saisie",
        &[("_page", PAGE), ("_formulaire", "situation"), ("adresse", TYPED)],
    )
    .await;
    assert_eq!(kept, PAGE);
    assert!(!read(&browser, PAGE).await.contains(TYPED), "a page that is open keeps its own");
    portal.close().await;
}
