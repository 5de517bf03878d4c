use domain::path;

use crate::{
    account::cookie,
    browser::{Browser, header},
    database::Database,
    program::Installation,
};

#[tokio::test]
async fn reading_creates_no_session_and_the_first_form_creates_one() {
    for database in Database::all().await {
        let installation = Installation::on(database);
        let program = installation.start();
        let mut browser = Browser::new(&program);
        for path in ["/", path::HELP, path::SIGN_IN] {
            let answer = browser.get(path).send().await.expect("an answer");
            assert!(cookie(&answer, "__Host-prodouane").is_none(), "{path}");
            let has_form = path == path::SIGN_IN;
            assert_eq!(cookie(&answer, "__Host-temoin").is_some(), has_form, "{path}");
        }
        let answer =
            browser.send_form("/form/avis", &[("_page", path::OPINION), ("satisfaction", "satisfait")]).await;
        let cookie = header(answer.headers(), "set-cookie").to_owned();
        let (pair, flags) = cookie.split_once("; ").expect("flags");
        assert!(pair.starts_with("__Host-prodouane=") && pair.len() > 50, "{cookie}");
        assert_eq!(flags, "HttpOnly; SameSite=Lax; Secure; Path=/");
        browser.cookie = Some(pair.to_owned());
        let again =
            browser.send_form("/form/avis", &[("_page", path::OPINION), ("satisfaction", "satisfait")]).await;
        assert!(again.headers().get("set-cookie").is_none(), "the active session is used");
    }
}

/// Safari accepts `Secure` cookies over HTTPS only, on this machine too.
#[tokio::test]
async fn without_https_on_this_machine_the_cookie_suits_every_browser() {
    for database in Database::all().await {
        let installation = Installation::on(database).with("PRODOUANE__BASE_URL", "http://LOCALHOST.:3000");
        let program = installation.start();
        let mut browser = Browser::new(&program);
        let opinion = [("_page", path::OPINION), ("satisfaction", "satisfait")];
        let answer = browser.send_form("/form/avis", &opinion).await;
        let cookie = header(answer.headers(), "set-cookie").to_owned();
        let (pair, flags) = cookie.split_once("; ").expect("flags");
        assert!(pair.starts_with("prodouane=") && pair.len() > 40, "{cookie}");
        assert_eq!(flags, "HttpOnly; SameSite=Lax; Path=/");
        let used = async |browser: &Browser| {
            let again = browser.send_form("/form/avis", &opinion).await;
            again.headers().get("set-cookie").is_none()
        };
        browser.cookie = Some(pair.to_owned());
        assert!(used(&browser).await, "the active session is used");
        browser.cookie = Some(format!("__Host-{pair}"));
        assert!(!used(&browser).await, "another name is another cookie");
        let page = browser.get(path::PRIVACY).send().await.expect("an answer").text().await.expect("a page");
        assert!(page.contains("<code>prodouane</code>") && !page.contains("__Host-"), "{page}");
    }
}

#[tokio::test]
async fn forged_cookies_are_ignored() {
    let installation = Installation::new();
    let program = installation.start();
    let mut browser = Browser::new(&program);
    for forged in [
        "__Host-prodouane=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "__Host-prodouane=' OR 1=1",
        "__Host-prodouane=",
    ] {
        browser.cookie = Some(forged.to_owned());
        assert_eq!(browser.get("/").send().await.expect("an answer").status(), 200);
        let protected = browser.get(path::DASHBOARD).send().await.expect("an answer");
        assert_eq!(protected.status(), 303, "{forged}");
        assert!(header(protected.headers(), "location").starts_with(path::SIGN_IN));
        let form =
            browser.send_form("/form/avis", &[("_page", path::OPINION), ("satisfaction", "satisfait")]).await;
        let cookie = header(form.headers(), "set-cookie");
        let (_, secret) = cookie.split(';').next().and_then(|pair| pair.split_once('=')).expect("a cookie");
        assert!(secret.len() > 30 && !forged.ends_with(secret), "the server generates its own secret");
    }
}

#[tokio::test]
async fn self_check_reports_whether_the_browser_sends_the_cookie() {
    let installation = Installation::new();
    let program = installation.start();
    let mut browser = Browser::new(&program);
    let answer = browser.send_form("/form/auto-controle", &[("_page", path::SELF_CHECK)]).await;
    let result = header(answer.headers(), "location").to_owned();
    assert!(result.starts_with("/auto-controle/"), "{result}");
    let without = browser.get(&result).send().await.expect("an answer").text().await.expect("a page");
    assert!(without.contains("n’a pas renvoyé le cookie"), "{without}");
    let cookie = header(answer.headers(), "set-cookie").split(';').next().expect("a cookie");
    browser.cookie = Some(cookie.to_owned());
    let with = browser.get(&result).send().await.expect("an answer").text().await.expect("a page");
    assert!(with.contains("a renvoyé le cookie du portail"), "{with}");
    browser.cookie = None;
    let other = browser.get(&result).send().await.expect("an answer");
    assert_eq!(
        header(other.headers(), "location"),
        path::SELF_CHECK,
        "hidden from other browsers from now on"
    );
}
