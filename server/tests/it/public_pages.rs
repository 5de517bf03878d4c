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
        ("/avis?page=/aide", "Avis sur le site"),
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
    }
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
