//! Parked forms: input sent after the end of a session is restored after sign-in, without scripts (mission §2.3).

use backend::{Portal, accounts::account};
use domain::path;
use platform::{clock::Clock, db::Duration, execute, on};

use crate::{
    browser::{Browser, header},
    database::Database,
    program::Installation,
};

pub const PASSWORD: &str = "phrase de passe assez longue";
pub const PAGE: &str = path::SITUATION;
pub const TYPED: &str = "12 quai de la Longue Attente";

/// Code of the last mail with a code.
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

/// Sends a form and stores the cookie. Returns the redirect.
pub async fn send(browser: &mut Browser, path: &str, fields: &[(&str, &str)]) -> String {
    let answer = browser.send_form(path, fields).await;
    assert_eq!(answer.status(), 303, "{path}");
    if let Some(cookie) = header(answer.headers(), "set-cookie").split(';').next().filter(|c| !c.is_empty()) {
        browser.cookie = Some(cookie.to_owned());
    }
    header(answer.headers(), "location").to_owned()
}

pub async fn sign_in(browser: &mut Browser, portal: &Portal, login: &str) -> String {
    let fields =
        [("_page", path::SIGN_IN), ("retour", PAGE), ("identifiant", login), ("mot_de_passe", PASSWORD)];
    let next = send(browser, "/form/connexion", &fields).await;
    assert!(next.starts_with(path::SIGN_IN_CODE), "{next}");
    let code = code(portal).await;
    send(browser, "/form/connexion-code", &[("_page", next.as_str()), ("retour", PAGE), ("code", &code)])
        .await
}

pub async fn read(browser: &Browser, path: &str) -> String {
    browser.get(path).send().await.expect("an answer").text().await.expect("a page")
}

/// Ends all sessions by inactivity: the last request was more than a quarter of an hour ago.
async fn expire_sessions(portal: &Portal) {
    let before = portal.clock.now() - Duration::from_secs(16 * 60);
    execute!(portal.db, sqlx::query("UPDATE session SET seen_at = $1").bind(before)).expect("updated");
}

#[tokio::test]
async fn form_sent_after_the_session_is_restored_for_the_same_account_only() {
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
        for (path, next_login, restored) in [
            ("/form/situation", "basile", false),
            ("/form/situation", "alix", true),
            ("/form/garder-saisie", "alix", true),
        ] {
            let mut browser = Browser::new(&program);
            sign_in(&mut browser, &portal, "alix").await;
            assert!(!read(&browser, PAGE).await.contains(TYPED), "not stored yet");
            expire_sessions(&portal).await;
            let fields = [
                ("_page", PAGE),
                ("_formulaire", "situation"),
                ("adresse", TYPED),
                ("mot_de_passe", "Lanterne-7"),
            ];
            let redirect = send(&mut browser, path, &fields).await;
            assert_eq!(redirect, "/connexion?retour=/profil/situation");
            let page = read(&browser, &redirect).await;
            assert!(page.contains("Votre session a pris fin"), "{path}");
            assert!(page.contains("Votre saisie est conservée\u{a0}: reconnectez-vous"), "{path}");
            assert!(!page.contains(TYPED), "the input is not shown before sign-in");
            let confirmation = sign_in(&mut browser, &portal, next_login).await;
            let confirmation = read(&browser, &confirmation).await;
            assert_eq!(
                confirmation.contains("Votre saisie est conservée sur la page"),
                restored,
                "{next_login}"
            );
            let page = read(&browser, PAGE).await;
            assert_eq!(page.contains(TYPED), restored, "{path} {next_login}");
            assert!(!page.contains("Lanterne-7"));
        }
        portal.close().await;
    }
}

#[tokio::test]
async fn form_is_parked_after_the_anonymous_session_that_followed_has_ended_too() {
    for database in Database::all().await {
        let installation = Installation::on(database);
        let program = installation.start();
        let portal = installation.portal(Clock::system()).await;
        account::create_activated(&portal, "alix", "alix@exemple.fr", "Alix", "Essai", PASSWORD)
            .await
            .expect("an account");
        let mut browser = Browser::new(&program);
        sign_in(&mut browser, &portal, "alix").await;
        for typed in ["1 rue du Premier Onglet", TYPED] {
            // Ends the session of the account, then the anonymous one that the first form has begun.
            expire_sessions(&portal).await;
            let fields = [("_page", PAGE), ("_formulaire", "situation"), ("adresse", typed)];
            let redirect = send(&mut browser, "/form/situation", &fields).await;
            assert_eq!(redirect, "/connexion?retour=/profil/situation");
        }
        sign_in(&mut browser, &portal, "alix").await;
        assert!(read(&browser, PAGE).await.contains(TYPED));
        portal.close().await;
    }
}

#[tokio::test]
async fn reading_the_time_left_does_not_extend_the_session_and_active_sessions_park_nothing() {
    let installation = Installation::new();
    let program = installation.start();
    let portal = installation.portal(Clock::system()).await;
    account::create_activated(&portal, "alix", "alix@exemple.fr", "Alix", "Essai", PASSWORD)
        .await
        .expect("an account");
    let mut browser = Browser::new(&program);
    assert_eq!(read(&browser, path::API_SESSION).await, r#"{"secondes":0,"prolongeable":false}"#);
    sign_in(&mut browser, &portal, "alix").await;
    let before = portal.clock.now() - Duration::from_secs(10 * 60);
    execute!(portal.db, sqlx::query("UPDATE session SET seen_at = $1").bind(before)).expect("updated");
    for _ in 0..2 {
        let time_left: serde_json::Value =
            serde_json::from_str(&read(&browser, path::API_SESSION).await).expect("JSON");
        let seconds = time_left["secondes"].as_u64().expect("seconds");
        assert!((200..=300).contains(&seconds), "{time_left}");
    }
    let extended = browser.post(path::API_SESSION_EXTENSION).send().await.expect("an answer");
    let time_left: serde_json::Value =
        serde_json::from_str(&extended.text().await.expect("a body")).expect("JSON");
    assert!(time_left["secondes"].as_u64().is_some_and(|seconds| seconds > 800), "{time_left}");
    let redirect = send(
        &mut browser,
        "/form/garder-saisie",
        &[("_page", PAGE), ("_formulaire", "situation"), ("adresse", TYPED)],
    )
    .await;
    assert_eq!(redirect, PAGE);
    assert!(!read(&browser, PAGE).await.contains(TYPED), "nothing is parked while the session is active");
    portal.close().await;
}
