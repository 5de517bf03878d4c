//! A browser that refuses cookies: forms say so, and nothing is mailed.

use backend::Portal;
use domain::path;
use platform::{clock::Clock, on};

use crate::{
    account::{PASSWORD, PROBE_COOKIE, SESSION_COOKIE, cookie, create_account, redirect_of},
    browser::Browser,
    database::Database,
    program::Installation,
};

async fn count(portal: &Portal, table: &'static str) -> i64 {
    let statement = match table {
        "outbox" => "SELECT COUNT(*) FROM outbox",
        _ => "SELECT COUNT(*) FROM account",
    };
    on!(portal.db, |c| sqlx::query_scalar(statement).fetch_one(c).await).expect("a number")
}

/// Hidden fields that the forms of a page set.
fn hidden_fields(page: &str) -> Vec<(String, String)> {
    let document = scraper::Html::parse_document(page);
    let hidden = scraper::Selector::parse("main form[action='/form/connexion'] input[type=hidden], main form[action='/form/inscription'] input[type=hidden]").expect("a selector");
    let value = |element: scraper::ElementRef, name| element.attr(name).unwrap_or_default().to_owned();
    document.select(&hidden).map(|element| (value(element, "name"), value(element, "value"))).collect()
}

#[tokio::test]
async fn sign_in_and_registration_say_so_and_mail_nothing() {
    for database in Database::all().await {
        let installation = Installation::on(database);
        let program = installation.start();
        let portal = installation.portal(Clock::system()).await;
        create_account(&portal, "alix").await;
        let sign_in = [("identifiant", "alix"), ("mot_de_passe", PASSWORD)];
        let registration = [
            ("identifiant", "basile"),
            ("mot_de_passe", PASSWORD),
            ("confirmation", PASSWORD),
            ("niveau", "mot_de_passe"),
            ("prenom", "Basile"),
            ("nom", "Essai"),
            ("email", "basile@exemple.fr"),
        ];
        for (page, form, typed) in [
            (path::SIGN_IN, "/form/connexion", &sign_in[..]),
            (path::REGISTRATION, "/form/inscription", &registration[..]),
        ] {
            let browser = Browser::new(&program);
            let shown = browser.get(page).send().await.expect("an answer");
            assert!(cookie(&shown, PROBE_COOKIE).is_some() && cookie(&shown, SESSION_COOKIE).is_none());
            let hidden = hidden_fields(&shown.text().await.expect("a page"));
            let mut fields: Vec<(&str, &str)> =
                hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            fields.extend(typed);
            // No loop, however often the person tries.
            for _ in 0..3 {
                let answer = browser.send_form(form, &fields).await;
                let refused = redirect_of(&answer).to_owned();
                assert_eq!(refused, path::cookies_refused(path::encode(page)));
                let explained = browser.get(&refused).send().await.expect("an answer");
                assert_eq!(explained.status(), 200);
                let text = explained.text().await.expect("a page");
                assert!(text.contains("Votre navigateur refuse les cookies"), "{text}");
                assert!(text.contains(&format!("href=\"{page}\"")), "leads back to the form");

                // The cookie was only late: the form says to try again.
                let mut accepting = Browser::new(&program);
                accepting.cookie = cookie(&answer, SESSION_COOKIE);
                let back = accepting.get(&refused).send().await.expect("an answer");
                assert_eq!(redirect_of(&back), page);
                let text = accepting.get(page).send().await.expect("an answer").text().await.expect("a page");
                assert!(text.contains("n’a pas renvoyé le cookie du portail"), "{text}");
                assert!(!text.contains(PASSWORD));
            }
            assert_eq!((count(&portal, "outbox").await, count(&portal, "account").await), (0, 1));
        }
        portal.close().await;
    }
}

#[tokio::test]
async fn browser_that_accepts_the_probe_signs_in() {
    let installation = Installation::new();
    let program = installation.start();
    let portal = installation.portal(Clock::system()).await;
    create_account(&portal, "alix").await;
    let mut browser = Browser::new(&program);
    browser.open_form(path::SIGN_IN).await;
    let again = browser.get(path::SIGN_IN).send().await.expect("an answer");
    assert!(again.headers().get("set-cookie").is_none(), "set once");
    let fields =
        [("_page", path::SIGN_IN), ("_temoin", "oui"), ("identifiant", "alix"), ("mot_de_passe", PASSWORD)];
    let answer = browser.submit("/form/connexion", &fields).await;
    assert_eq!(redirect_of(&answer), path::SIGN_IN_CODE);
    browser.enter_code(&portal, "alix", 0, false).await;
    assert!(browser.is_signed_in().await);
    portal.close().await;
}
