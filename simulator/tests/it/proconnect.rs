//! The identity provider: claims of ProConnect's shape.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::StatusCode;
use serde_json::Value;
use url::Url;

use crate::{Bench, header};

const RETURN: &str = "http://127.0.0.1:3000/connexion/fournisseur/proconnect/retour";
/// The example of RFC 7636.
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

/// The claims of a token, whoever signed it.
fn claims(token: &str) -> Value {
    let part = token.split('.').nth(1).expect("three parts");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).expect("base64")).expect("JSON")
}

/// The tokens of `alix.demo`.
async fn tokens(bench: &Bench, acr: &str) -> Value {
    let form = [("identifiant", "alix.demo"), ("mot_de_passe", "Simulateur-2026")];
    let answer = bench.post_form(&format!("/proconnect/connexion?{}", query(acr, RETURN)), &form).await;
    let back = Url::parse(header(&answer, "location")).expect("the way back");
    let code = back.query_pairs().find(|(name, _)| name == "code").expect("a code").1.into_owned();
    let fields = [
        ("grant_type", "authorization_code"),
        ("redirect_uri", RETURN),
        ("code_verifier", VERIFIER),
        ("code", &code),
    ];
    let request = bench.client.post(bench.url("/proconnect/jeton")).form(&fields);
    let answer = request.basic_auth("prodouane", Some("secret-de-demonstration")).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    answer.json().await.unwrap()
}

#[tokio::test]
async fn the_id_token_says_that_somebody_signed_in_and_the_signed_userinfo_says_who() {
    let bench = Bench::new().await;
    for (asked, granted) in [("eidas1", "eidas1"), ("eidas1 eidas2", "eidas2"), ("", "eidas1")] {
        let tokens = tokens(&bench, asked).await;
        let id_token = claims(tokens["id_token"].as_str().unwrap());
        assert_eq!(id_token["acr"], granted, "{asked}");
        assert_eq!(id_token["email"], Value::Null);
        assert_ne!(id_token["sub"], "alix.demo", "the identifier says nothing");

        let request = bench.client.get(bench.url("/proconnect/profil"));
        let answer = request.bearer_auth(tokens["access_token"].as_str().unwrap()).send().await.unwrap();
        assert_eq!(header(&answer, "content-type"), "application/jwt");
        let said = claims(&answer.text().await.unwrap());
        assert_eq!((&said["sub"], &said["aud"]), (&id_token["sub"], &serde_json::json!(["prodouane"])));
        assert_eq!((&said["given_name"], &said["usual_name"]), (&"Alix".into(), &"Démonstration".into()));
    }
}

#[tokio::test]
async fn it_has_no_contract_and_knows_its_own_return_address_only() {
    let bench = Bench::new().await;
    assert_eq!(bench.contract("/proconnect/contrat/v1/entreprises/000101014/synthese").await.status(), 404);
    let stranger = query("", "http://127.0.0.1:3000/rattachement/dgddi/retour");
    assert_eq!(bench.get(&format!("/proconnect/autorisation?{stranger}")).await.status(), 400);
    assert_eq!(bench.get(&format!("/proconnect/autorisation?{}", query("", RETURN))).await.status(), 200);
}
