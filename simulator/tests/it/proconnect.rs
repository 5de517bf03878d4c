//! The identity provider: claims as those of ProConnect.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::StatusCode;
use serde_json::Value;
use url::Url;

use crate::{TestSimulator, header};

const REDIRECT_URI: &str = "http://127.0.0.1:3000/connexion/fournisseur/proconnect/retour";
/// Code verifier and challenge of RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

fn query(acr: &str, redirect: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in [
        ("response_type", "code"),
        ("client_id", "prodouane"),
        ("redirect_uri", redirect),
        ("scope", "openid given_name usual_name email"),
        ("state", "etat-1"),
        ("nonce", "nonce-1"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
        ("acr_values", acr),
    ] {
        query.append_pair(name, value);
    }
    query.finish()
}

/// Returns the claims of a token without verifying its signature.
fn claims(token: &str) -> Value {
    let part = token.split('.').nth(1).expect("three parts");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).expect("base64")).expect("JSON")
}

/// Signs in as `alix.demo`. Returns the token response.
async fn tokens(simulator: &TestSimulator, acr: &str) -> Value {
    let form = [("identifiant", "alix.demo"), ("mot_de_passe", "Simulateur-2026")];
    let response =
        simulator.post_form(&format!("/proconnect/connexion?{}", query(acr, REDIRECT_URI)), &form).await;
    let callback = Url::parse(header(&response, "location")).expect("a redirect address");
    let code = callback.query_pairs().find(|(name, _)| name == "code").expect("a code").1.into_owned();
    let fields = [
        ("grant_type", "authorization_code"),
        ("redirect_uri", REDIRECT_URI),
        ("code_verifier", VERIFIER),
        ("code", &code),
    ];
    let request = simulator.client.post(simulator.url("/proconnect/jeton")).form(&fields);
    let response = request.basic_auth("prodouane", Some("secret-de-demonstration")).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    response.json().await.unwrap()
}

#[tokio::test]
async fn id_token_has_no_personal_data_and_userinfo_is_signed() {
    let simulator = TestSimulator::new().await;
    for (requested, granted) in [("eidas1", "eidas1"), ("eidas1 eidas2", "eidas2"), ("", "eidas1")] {
        let tokens = tokens(&simulator, requested).await;
        let id_token = claims(tokens["id_token"].as_str().unwrap());
        assert_eq!(id_token["acr"], granted, "{requested}");
        assert_eq!(id_token["email"], Value::Null);
        assert_ne!(id_token["sub"], "alix.demo", "the subject is opaque");

        let request = simulator.client.get(simulator.url("/proconnect/profil"));
        let response = request.bearer_auth(tokens["access_token"].as_str().unwrap()).send().await.unwrap();
        assert_eq!(header(&response, "content-type"), "application/jwt");
        let user_info = claims(&response.text().await.unwrap());
        assert_eq!(
            (&user_info["sub"], &user_info["aud"]),
            (&id_token["sub"], &serde_json::json!(["prodouane"]))
        );
        assert_eq!(
            (&user_info["given_name"], &user_info["usual_name"]),
            (&"Alix".into(), &"Démonstration".into())
        );
    }
}

#[tokio::test]
async fn proconnect_has_no_contract_and_refuses_redirect_uris_of_co_owners() {
    let simulator = TestSimulator::new().await;
    assert_eq!(
        simulator.contract("/proconnect/contrat/v1/entreprises/000101014/synthese").await.status(),
        404
    );
    let other = query("", "http://127.0.0.1:3000/rattachement/dgddi/retour");
    assert_eq!(simulator.get(&format!("/proconnect/autorisation?{other}")).await.status(), 400);
    assert_eq!(
        simulator.get(&format!("/proconnect/autorisation?{}", query("", REDIRECT_URI))).await.status(),
        200
    );
}
