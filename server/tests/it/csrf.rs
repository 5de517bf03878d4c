use domain::path;
use reqwest::{Method, Request};

use crate::{browser::Browser, program::Installation};

/// Paths of all forms and other routes that change or compute something.
fn mutating_paths() -> Vec<String> {
    // The server functions register themselves only if the crate `app` is linked: this reference links it.
    let _ = app::shell as fn(app::Assets) -> _;
    let forms = server_fn::axum::server_fn_paths().map(|(path, _)| path.to_owned());
    let paths: Vec<String> = forms
        .chain([
            path::API_PASSWORD_STRENGTH.to_owned(),
            "/televersement/brouillon/0198c5a0-7a5b-7b3c-8d4e-0123456789ab".to_owned(),
            "/televersement/reponse/0198c5a0-7a5b-7b3c-8d4e-0123456789ab".to_owned(),
        ])
        .collect();
    assert!(paths.len() > 20 && paths.contains(&"/form/connexion".to_owned()), "{paths:?}");
    paths
}

#[tokio::test]
async fn requests_from_other_sites_or_without_a_source_are_refused() {
    let installation = Installation::new();
    let program = installation.start();
    let browser = Browser::new(&program);
    let own = format!("http://{}", program.address);
    let other_port = format!("http://{}:1", program.address.ip());
    let foreign: [(Option<&str>, Option<&str>); 9] = [
        (None, None),
        (Some(""), Some("")),
        (Some("cross-site"), None),
        (Some("same-site"), None),
        (Some("cross-site"), Some(own.as_str())),
        (None, Some("https://ailleurs.example")),
        (None, Some("null")),
        (None, Some(other_port.as_str())),
        (Some("SAME-ORIGIN"), None),
    ];
    for path in mutating_paths() {
        for (site, origin) in foreign {
            let mut request = browser.post_without_origin(&path);
            if let Some(site) = site {
                request = request.header("sec-fetch-site", site);
            }
            if let Some(origin) = origin {
                request = request.header("origin", origin);
            }
            let answer = request.form(&[("a", "b")]).send().await.expect("an answer");
            assert_eq!(answer.status(), 403, "{path} {site:?} {origin:?}");
            assert!(answer.headers().get("set-cookie").is_none(), "{path}: no session is created");
        }
    }
}

/// The handover route checks a signature and creates no session in the browser that posts.
#[tokio::test]
async fn cross_site_posts_are_accepted_for_the_handover_of_a_registration_only() {
    let installation = Installation::new();
    let program = installation.start();
    let browser = Browser::new(&program);
    let path = "/inscription/depuis/dgddi";
    let foreign = |request: reqwest::RequestBuilder| {
        request.header("sec-fetch-site", "cross-site").header("origin", "https://douane.example")
    };
    let answer = foreign(browser.post_without_origin(path))
        .form(&[("jeton", "a.b.c")])
        .send()
        .await
        .expect("an answer");
    // No co-owner is configured here.
    assert_eq!(answer.status(), 404);
    assert!(answer.headers().get("set-cookie").is_none(), "no session is created");
    let text =
        foreign(browser.post_without_origin(path)).header("content-type", "text/plain").body("jeton=a.b.c");
    assert_eq!(text.send().await.expect("an answer").status(), 415);
    let refused = foreign(browser.post_without_origin("/form/inscription")).form(&[("a", "b")]).send().await;
    assert_eq!(refused.expect("an answer").status(), 403);
}

/// Neither a browser nor a cookie: the servers of co-owners and téléservices send no header about their origin.
#[tokio::test]
async fn requests_of_servers_need_no_source() {
    let installation = Installation::new();
    let program = installation.start();
    let browser = Browser::new(&program);
    for (path, expected) in [
        ("/api/v1/coproprietaires/dgddi/evenements", 401),
        ("/openid/jeton", 400),
        ("/openid/profil", 401),
        ("/openid/autorisation", 303),
        ("/openid/fin-de-session", 303),
    ] {
        let answer = browser.post_without_origin(path).body("a=b").send().await.expect("an answer");
        assert_eq!(answer.status(), expected, "{path}");
        assert!(answer.headers().get("set-cookie").is_none(), "{path}: no session is created");
    }
}

#[tokio::test]
async fn methods_other_than_post_need_a_source_too() {
    let installation = Installation::new();
    let program = installation.start();
    let browser = Browser::new(&program);
    for method in [Method::PUT, Method::PATCH, Method::DELETE, Method::TRACE] {
        for path in ["/form/avis", path::HOME, "/api/v1/nulle-part"] {
            let url = program.url(path).parse().expect("a URL");
            let answer = browser.execute(Request::new(method.clone(), url)).await;
            assert_eq!(answer.status(), 403, "{method} {path}");
        }
    }
}

#[tokio::test]
async fn same_origin_forms_are_accepted() {
    let installation = Installation::new();
    let program = installation.start();
    let browser = Browser::new(&program);
    let own = format!("http://{}", program.address);
    let good: [(Option<&str>, Option<&str>); 4] = [
        (Some("same-origin"), None),
        (Some("same-origin"), Some(own.as_str())),
        (None, Some(own.as_str())),
        (None, Some("https://portail.example")),
    ];
    for (site, origin) in good {
        let mut request = browser.post_without_origin("/form/avis");
        if let Some(site) = site {
            request = request.header("sec-fetch-site", site);
        }
        if let Some(origin) = origin {
            request = request.header("origin", origin);
        }
        let answer = request
            .form(&[("_page", path::OPINION), ("satisfaction", "satisfait")])
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.status(), 303, "{site:?} {origin:?}");
    }
}

#[tokio::test]
async fn get_requests_to_forms_are_refused_and_create_no_session() {
    let installation = Installation::new();
    let program = installation.start();
    let browser = Browser::new(&program);
    for path in mutating_paths() {
        let answer = browser.get(&path).send().await.expect("an answer");
        assert_eq!(answer.status(), 405, "{path}");
        assert!(answer.headers().get("set-cookie").is_none(), "{path}: no session is created");
        let page = answer.text().await.expect("a page");
        assert!(page.contains("formulaire"), "{path}: {page:.200}");
    }
}
