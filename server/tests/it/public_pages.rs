//! Pages and forms for visitors.

use domain::path;

use crate::{
    browser::{Browser, header},
    program::Installation,
};

#[tokio::test]
async fn public_pages_have_title_one_heading_and_footer() {
    let installation = Installation::new();
    let program = installation.start();
    let browser = Browser::new(&program);
    for (path, title) in [
        ("/", "Vos démarches douanières"),
        (path::HELP, "Je n’arrive pas à me connecter"),
        (path::FAQ, "Rattachement des comptes"),
        ("/faq/mot-de-passe-oublie", "Mis à jour le"),
        (path::ASSISTANT, "Votre question"),
        (path::CONTACT, "De quoi s’agit-il"),
        ("/nous-contacter?sujet=reglementation", "Infos Douane Service"),
        ("/avis?page=/aide", "Avis sur le site"),
        (path::NEWS, "Aucune actualité"),
        (path::EVENTS, "Suivre l’agenda"),
        (path::GUIDES, "Aucun document"),
        ("/recherche?recherche=mot de passe", "Questions fréquentes ("),
        (path::SERVICE_STATUS, "État des services"),
        (path::SITE_MAP, "Plan du site"),
        (path::VERIFICATION, "ne prouve pas"),
        (path::LEGAL_NOTICE, "Mentions légales"),
        (path::ACCESSIBILITY, "non conforme"),
        (path::PRIVACY, "Données personnelles"),
        (path::REGISTRATION, "Inscription"),
        (path::SIGN_IN, "Identifiant"),
    ] {
        let answer = browser.get(path).send().await.expect("an answer");
        assert_eq!(answer.status(), 200, "{path}");
        let page = answer.text().await.expect("a page");
        assert!(page.contains(title), "{path}: {title}");
        assert_eq!(page.matches("<h1").count(), 1, "{path}: one heading");
        assert!(page.contains("0809"), "{path}: the phone number in the footer");
        assert!(page.contains("Avis sur le site"), "{path}: the feedback button");
        assert!(
            page.contains("jusqu’à 19\u{a0}h\u{a0}30") || page.contains("ermé"),
            "{path}: the state of the hotline"
        );
    }
}

/// Greatest size of a public page, compressed, without its style sheet and scripts: half of the goal of 30 KB.
const MOST_BYTES: usize = 15_000;

#[tokio::test]
async fn public_pages_are_light() {
    let installation = Installation::new();
    let program = installation.start();
    let browser = Browser::new(&program);
    let mut largest = (0, "");
    for path in [
        path::HOME,
        path::HELP,
        path::FAQ,
        "/faq?recherche=paiement",
        "/faq/mot-de-passe-oublie",
        "/recherche?recherche=paiement",
        path::CONTACT,
    ] {
        let answer = browser.get(path).header("accept-encoding", "gzip").send().await.expect("an answer");
        assert_eq!(header(answer.headers(), "content-encoding"), "gzip", "{path}");
        largest = largest.max((answer.bytes().await.expect("bytes").len(), path));
    }
    eprintln!("largest public page: {} bytes compressed ({})", largest.0, largest.1);
    assert!(largest.0 <= MOST_BYTES, "{largest:?}");
}

/// An answer sent twice is one, also by a browser that refuses cookies; the page says thanks.
#[tokio::test]
async fn opinion_about_an_answer_needs_neither_cookies_nor_account() {
    let installation = Installation::new();
    let program = installation.start();
    let browser = Browser::new(&program);
    let address = path::faq_entry("trigo");
    for useful in ["oui", "oui", "non"] {
        let fields = [("_page", address.as_str()), ("entree", "trigo"), ("envoi", "abc"), ("utile", useful)];
        let answer = browser.send_form("/form/faq-utile", &fields).await;
        assert_eq!(answer.status(), 303);
        let to = header(answer.headers(), "location").to_owned();
        assert_eq!(to, path::faq_thanks("trigo", useful));
        let page = browser.get(&to).send().await.expect("an answer").text().await.expect("a page");
        assert!(page.contains("Merci, votre avis est enregistré."));
    }
    let unknown = browser.get("/faq/nulle-part").send().await.expect("an answer");
    assert_eq!(unknown.status(), 404);
}

#[tokio::test]
async fn valid_feedback_is_stored_and_invalid_feedback_is_shown_again() {
    let installation = Installation::new();
    let program = installation.start();
    let mut browser = Browser::new(&program);
    let wrong = browser
        .send_form("/form/avis", &[("_page", path::OPINION), ("commentaire", "Très <b>clair</b>")])
        .await;
    assert_eq!(wrong.status(), 303);
    assert_eq!(header(wrong.headers(), "location"), path::OPINION);
    let cookie = header(wrong.headers(), "set-cookie").split(';').next().expect("a cookie").to_owned();
    browser.cookie = Some(cookie);
    let page = browser.get(path::OPINION).send().await.expect("an answer").text().await.expect("a page");
    assert!(page.contains("Très &lt;b&gt;clair"), "the typed text is shown");
    assert!(page.contains("data-error-summary"), "the error is shown");
    let right =
        browser.send_form("/form/avis", &[("_page", path::OPINION), ("satisfaction", "satisfait")]).await;
    assert_eq!(right.status(), 303);
    assert_eq!(header(right.headers(), "location"), path::OPINION_SENT);
}

#[tokio::test]
async fn script_of_another_build_is_answered_without_the_page_and_its_flash() {
    let installation = Installation::new();
    let program = installation.start();
    let mut browser = Browser::new(&program);
    let wrong = browser
        .send_form("/form/avis", &[("_page", path::OPINION), ("commentaire", "Gardé pour la page")])
        .await;
    let cookie = header(wrong.headers(), "set-cookie").split(';').next().expect("a cookie").to_owned();
    browser.cookie = Some(cookie);
    let other =
        browser.get(path::OPINION).header("prodouane-version", "autre").send().await.expect("an answer");
    assert_eq!(other.status(), 204);
    let page = browser.get(path::OPINION).send().await.expect("an answer").text().await.expect("a page");
    assert!(page.contains("Gardé pour la page"), "the flash is shown by the page that the browser loads");
    let (_, build) = page.split_once("<meta name=\"build\" content=\"").expect("the build of the page");
    let build = build.split('"').next().expect("its end").to_owned();
    let same = browser.get(path::OPINION).header("prodouane-version", build).send().await.expect("an answer");
    assert_eq!(same.status(), 200);
}
