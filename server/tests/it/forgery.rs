use crate::browser::Browser;
use crate::program::Installation;

/// Every address that changes or computes something.
fn mutating() -> Vec<String> {
    // The forms register themselves when the application is part of the program: naming it makes it one.
    let _ = app::shell as fn(app::Assets) -> _;
    let forms = server_fn::axum::server_fn_paths().map(|(path, _)| path.to_owned());
    let paths: Vec<String> = forms
        .chain([
            "/api/v1/mot-de-passe/force".to_owned(),
            "/televersement/brouillon/0198c5a0-7a5b-7b3c-8d4e-0123456789ab".to_owned(),
            "/televersement/reponse/0198c5a0-7a5b-7b3c-8d4e-0123456789ab".to_owned(),
        ])
        .collect();
    assert!(paths.len() > 20 && paths.contains(&"/form/connexion".to_owned()), "{paths:?}");
    paths
}

#[tokio::test]
async fn requests_of_other_sites_are_refused() {
    let installation = Installation::new();
    let program = installation.start();
    let browser = Browser::new(&program);
    let own = format!("http://{}", program.address);
    let other_port = format!("http://{}:1", program.address.ip());
    let foreign: [(Option<&str>, Option<&str>); 7] = [
        (Some("cross-site"), None),
        (Some("same-site"), None),
        (Some("cross-site"), Some(own.as_str())),
        (None, Some("https://ailleurs.example")),
        (None, Some("null")),
        (None, Some(other_port.as_str())),
        (Some("SAME-ORIGIN"), None),
    ];
    for path in mutating() {
        for (site, origin) in foreign {
            let mut request = browser.post_bare(&path);
            if let Some(site) = site {
                request = request.header("sec-fetch-site", site);
            }
            if let Some(origin) = origin {
                request = request.header("origin", origin);
            }
            let answer = request.form(&[("a", "b")]).send().await.expect("an answer");
            assert_eq!(answer.status(), 403, "{path} {site:?} {origin:?}");
            assert!(answer.headers().get("set-cookie").is_none(), "{path}: nothing was begun");
        }
    }
}

/// The one address that other sites post to believes a signature, and begins nothing in the browser that posts.
#[tokio::test]
async fn a_co_owners_page_may_hand_over_a_registration_and_nothing_else() {
    let installation = Installation::new();
    let program = installation.start();
    let browser = Browser::new(&program);
    let path = "/inscription/depuis/dgddi";
    let foreign = |request: reqwest::RequestBuilder| {
        request.header("sec-fetch-site", "cross-site").header("origin", "https://douane.example")
    };
    let answer =
        foreign(browser.post_bare(path)).form(&[("jeton", "a.b.c")]).send().await.expect("an answer");
    // No co-owner is configured here: nobody to believe.
    assert_eq!(answer.status(), 404);
    assert!(answer.headers().get("set-cookie").is_none(), "nothing was begun");
    let text = foreign(browser.post_bare(path)).header("content-type", "text/plain").body("jeton=a.b.c");
    assert_eq!(text.send().await.expect("an answer").status(), 415);
    let refused = foreign(browser.post_bare("/form/inscription")).form(&[("a", "b")]).send().await;
    assert_eq!(refused.expect("an answer").status(), 403);
}

#[tokio::test]
async fn the_portals_own_forms_pass() {
    let installation = Installation::new();
    let program = installation.start();
    let browser = Browser::new(&program);
    let own = format!("http://{}", program.address);
    let good: [(Option<&str>, Option<&str>); 5] = [
        (Some("same-origin"), None),
        (Some("same-origin"), Some(own.as_str())),
        (None, Some(own.as_str())),
        (None, Some("https://portail.example")),
        // Neither: a program, which no other site drives.
        (None, None),
    ];
    for (site, origin) in good {
        let mut request = browser.post_bare("/form/avis");
        if let Some(site) = site {
            request = request.header("sec-fetch-site", site);
        }
        if let Some(origin) = origin {
            request = request.header("origin", origin);
        }
        let answer = request
            .form(&[("_page", "/avis"), ("satisfaction", "satisfait")])
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.status(), 303, "{site:?} {origin:?}");
    }
}

#[tokio::test]
async fn a_get_changes_nothing() {
    let installation = Installation::new();
    let program = installation.start();
    let browser = Browser::new(&program);
    for path in mutating() {
        let answer = browser.get(&path).send().await.expect("an answer");
        assert_eq!(answer.status(), 405, "{path}");
        assert!(answer.headers().get("set-cookie").is_none(), "{path}: no session is opened");
        let page = answer.text().await.expect("a page");
        assert!(page.contains("formulaire"), "{path}: {page:.200}");
    }
}
