use domain::path;
use openidconnect::{OAuth2TokenResponse, TokenResponse};
use serde_json::{Value, json};

use super::{
    OTHER_SECRET, Scene,
    client::{Teleservice, user_info},
};
use crate::database::Database;

#[tokio::test(flavor = "multi_thread")]
async fn independent_client_receives_the_identity_and_only_its_own_rights() {
    for database in Database::all().await {
        let scene = Scene::on(database).await;
        let account = scene.operator.session.usager().expect("signed in").clone();
        for teleservice in
            [Teleservice::discover(&scene).await, Teleservice::discover(&scene).await.with_secret_in_body()]
        {
            let (tokens, nonce) = teleservice.sign_in(&scene).await;
            let claims = teleservice.verify(&tokens, &nonce);
            assert_eq!(claims.auth_context_ref().map(|acr| acr.as_str()), Some("mot-de-passe"));
            let signed_in_at =
                scene.operator.session.signed_in_at.expect("signed in").timestamp().as_second();
            assert_eq!(claims.auth_time().map(|at| at.timestamp()), Some(signed_in_at));
            let expected = json!({
                "sub": account.account.simple().to_string(),
                "name": "Alix Essai", "given_name": "Alix", "family_name": "Essai",
                "email": account.email, "email_verified": true,
                "siren": "123456782", "raison_sociale": "Essai (fictif)",
                "habilitations": [{ "siret": "12345678200010", "droits": ["declarer"] }],
            });
            let (status, body) = user_info(&scene, tokens.access_token().secret()).await;
            let body: Value = serde_json::from_str(&body).expect("JSON");
            assert_eq!((status, &body), (200, &expected));
            let token = tokens.id_token().expect("an ID token").to_string();
            let claims = payload(&token);
            for (name, value) in expected.as_object().expect("an object") {
                assert_eq!(&claims[name], value, "{name}");
            }
        }
        let ciel = Teleservice::discover_as(&scene, "ciel", OTHER_SECRET).await;
        let (tokens, _) = ciel.sign_in(&scene).await;
        let claims = payload(&tokens.id_token().expect("an ID token").to_string());
        assert_eq!(claims["aud"], "ciel");
        assert_eq!(claims["habilitations"], json!([{ "siret": "12345678200010", "droits": ["lire"] }]));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn site_of_a_co_owner_receives_the_linked_account_until_it_is_unlinked() {
    for database in Database::all().await {
        let scene = Scene::on(database).await;
        let account = scene.operator.session.usager().expect("signed in").account;
        let site = Teleservice::discover_as(&scene, "site-dgddi", OTHER_SECRET).await;
        let (tokens, _) = site.sign_in(&scene).await;
        let claims = payload(&tokens.id_token().expect("an ID token").to_string());
        assert_eq!(claims["aud"], "site-dgddi");
        assert_eq!(claims["compte"], account.to_string());
        assert_eq!(claims["habilitations"], json!([]), "the site knows the rights of its account");
        let token = tokens.access_token().secret();
        assert_eq!(user_info(&scene, token).await.0, 200);
        scene.unlink_from_customs().await;
        assert_eq!(user_info(&scene, token).await.0, 401);
    }
}

fn payload(token: &str) -> Value {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let part = token.split('.').nth(1).expect("claims");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).expect("base64url")).expect("JSON")
}

#[tokio::test(flavor = "multi_thread")]
async fn launch_page_redirects_to_the_teleservice_for_the_current_company_only() {
    let scene = Scene::on(Database::sqlite()).await;
    let get = async |path: &str| {
        let answer = scene.browser.get(path).send().await.expect("an answer");
        (answer.status().as_u16(), super::location(&answer), answer.text().await.expect("a page"))
    };
    let (status, to, _) = get("/teleservices/DELTA-G?siren=123456782").await;
    assert_eq!(status, 303);
    assert!(to.starts_with("https://delta.example/entree?iss=http%3A%2F%2F127.0.0.1%3A"), "{to}");
    let (status, to, _) = get("/teleservices/DELTA-G?siren=987654324").await;
    assert_eq!(status, 303);
    assert!(to.starts_with("/entreprises/changement?siren=987654324&page=/teleservices/DELTA-G"), "{to}");
    let (status, _, page) = get("/teleservices/NSTI").await;
    assert_eq!(status, 404, "not configured: {page:.100}");
    for unknown in ["/teleservices/TRIGO", "/teleservices/delta-g"] {
        assert_eq!(get(unknown).await.0, 404, "{unknown}");
    }
    let (status, _, page) = get(path::TELESERVICES).await;
    assert_eq!(status, 200);
    for text in ["DELTA-G", "CIEL", "RITA", "Conex", "Soget", "Gamma", "Guichet unique national", "SOFI"] {
        assert!(page.contains(text), "{text}");
    }
    assert!(page.contains(path::ADHESION) && get(path::ADHESION).await.2.contains("EDDI"));
    assert!(!page.contains("TRIGO"));
    scene.revoke().await;
    let (status, _, page) = get("/teleservices/DELTA-G").await;
    assert_eq!(status, 200);
    assert!(page.contains("Vous n’avez pas accès à DELTA-G") && page.contains("Il vous manque le droit"));
}
