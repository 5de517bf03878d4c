use crate::browser::{Browser, header};
use crate::database::Database;
use crate::program::Installation;

#[tokio::test]
async fn a_reader_has_no_session_and_the_first_form_opens_one() {
    for database in Database::all().await {
        let installation = Installation::on(database);
        let program = installation.start();
        let mut browser = Browser::new(&program);
        for path in ["/", "/aide", "/connexion"] {
            let answer = browser.get(path).send().await.expect("an answer");
            assert!(answer.headers().get("set-cookie").is_none(), "{path}");
        }
        let answer =
            browser.send_form("/form/avis", &[("_page", "/avis"), ("satisfaction", "satisfait")]).await;
        let cookie = header(answer.headers(), "set-cookie").to_owned();
        let (pair, flags) = cookie.split_once("; ").expect("flags");
        assert!(pair.starts_with("__Host-prodouane=") && pair.len() > 50, "{cookie}");
        assert_eq!(flags, "HttpOnly; SameSite=Lax; Secure; Path=/");
        browser.cookie = Some(pair.to_owned());
        let again =
            browser.send_form("/form/avis", &[("_page", "/avis"), ("satisfaction", "satisfait")]).await;
        assert!(again.headers().get("set-cookie").is_none(), "an open session is kept");
    }
}

#[tokio::test]
async fn a_forged_cookie_is_worth_nothing() {
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
        let protected = browser.get("/tableau-de-bord").send().await.expect("an answer");
        assert_eq!(protected.status(), 303, "{forged}");
        assert!(header(protected.headers(), "location").starts_with("/connexion"));
        let form =
            browser.send_form("/form/avis", &[("_page", "/avis"), ("satisfaction", "satisfait")]).await;
        let fresh = header(form.headers(), "set-cookie");
        let (_, secret) = fresh.split(';').next().and_then(|pair| pair.split_once('=')).expect("a cookie");
        assert!(secret.len() > 30 && !forged.ends_with(secret), "the server draws its own");
    }
}

#[tokio::test]
async fn a_self_check_tells_whether_the_cookie_comes_back() {
    let installation = Installation::new();
    let program = installation.start();
    let mut browser = Browser::new(&program);
    let answer = browser.send_form("/form/auto-controle", &[("_page", "/auto-controle")]).await;
    let result = header(answer.headers(), "location").to_owned();
    assert!(result.starts_with("/auto-controle/"), "{result}");
    let without = browser.get(&result).send().await.expect("an answer").text().await.expect("a page");
    assert!(without.contains("n’a pas renvoyé le cookie"), "{without}");
    let cookie = header(answer.headers(), "set-cookie").split(';').next().expect("a cookie");
    browser.cookie = Some(cookie.to_owned());
    let with = browser.get(&result).send().await.expect("an answer").text().await.expect("a page");
    assert!(with.contains("a renvoyé le cookie du portail"), "{with}");
    browser.cookie = None;
    let later = browser.get(&result).send().await.expect("an answer");
    assert_eq!(header(later.headers(), "location"), "/auto-controle", "somebody else's from now on");
}
