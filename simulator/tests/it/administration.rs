//! The administration page and its JSON interface.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use simulator::Options;

use crate::{TestSimulator, header};

const RIGHTS: &str = "/administration/api/habilitations";
const BRUMAIRE: &str = "00010101400017";

async fn change(simulator: &TestSimulator, method: Method, body: &Value) -> (StatusCode, Value) {
    let response = simulator.client.request(method, simulator.url(RIGHTS)).json(body).send().await.unwrap();
    (response.status(), response.json().await.unwrap())
}

async fn rights(simulator: &TestSimulator, login: &str) -> Value {
    simulator.contract_json(&format!("/dgddi/contrat/v1/comptes/{login}/habilitations")).await
}

fn telepayer(login: &str) -> Value {
    json!({ "co_owner": "dgddi", "compte": login, "teleservice": "TELEPAIEMENT-SEPA", "droit": "telepayer", "siret": BRUMAIRE })
}

#[tokio::test]
async fn granted_and_withdrawn_rights_are_returned_by_the_contract() {
    let simulator = TestSimulator::new().await;
    let before = rights(&simulator, "chloe.demo").await;
    let (status, granted) = change(&simulator, Method::POST, &telepayer("chloe.demo")).await;
    assert_eq!((status, &granted["modifie"]), (StatusCode::OK, &json!(true)));
    let after = rights(&simulator, "chloe.demo").await;
    assert_eq!(after["habilitations"].as_array().unwrap().len(), 2);
    assert!(after["version"].as_u64() > before["version"].as_u64());

    let (_, again) = change(&simulator, Method::POST, &telepayer("chloe.demo")).await;
    assert_eq!((&again["modifie"], &again["version"]), (&json!(false), &after["version"]));
    let (_, withdrawn) = change(&simulator, Method::DELETE, &telepayer("chloe.demo")).await;
    assert_eq!(withdrawn["habilitations"], before["habilitations"]);
    assert!(withdrawn["version"].as_u64() > after["version"].as_u64());

    let none = json!({ "co_owner": "dgddi", "compte": "chloe.demo", "habilitations": [] });
    change(&simulator, Method::PUT, &none).await;
    let nothing = rights(&simulator, "chloe.demo").await;
    assert_eq!((&nothing["habilitations"], &nothing["entreprises"]), (&json!([]), &json!([])));
}

#[tokio::test]
async fn impossible_rights_are_refused() {
    let simulator = TestSimulator::new().await;
    let with = |name: &str, value: Value| {
        let mut body = telepayer("chloe.demo");
        body[name] = value;
        body
    };
    for (body, expected) in [
        (with("compte", json!("inconnue")), StatusCode::NOT_FOUND),
        (with("teleservice", json!("TRIGO")), StatusCode::UNPROCESSABLE_ENTITY),
        (with("droit", json!("declarer")), StatusCode::UNPROCESSABLE_ENTITY),
        (with("siret", json!("00010101400018")), StatusCode::UNPROCESSABLE_ENTITY),
        (with("siret", json!("x")), StatusCode::UNPROCESSABLE_ENTITY),
        (with("siren", json!("000101014")), StatusCode::UNPROCESSABLE_ENTITY),
        (with("co_owner", json!("autre")), StatusCode::UNPROCESSABLE_ENTITY),
        (with("inconnu", json!(1)), StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        assert_eq!(change(&simulator, Method::POST, &body).await.0, expected, "{body}");
    }
}

#[tokio::test]
async fn concurrent_changes_are_all_stored_with_distinct_versions() {
    let simulator = TestSimulator::new().await;
    let mut changes = tokio::task::JoinSet::new();
    for number in 0..40 {
        let body = json!({ "co_owner": "dgddi", "identifiant": format!("p{number}"), "comme": "alix.demo" });
        let (client, url) = (simulator.client.clone(), simulator.url(""));
        changes.spawn(async move {
            let created =
                client.post(format!("{url}/administration/api/comptes")).json(&body).send().await.unwrap();
            assert_eq!(created.status(), StatusCode::CREATED);
            let delete = client.delete(format!("{url}{RIGHTS}")).json(&telepayer(&format!("p{number}")));
            let outcome: Value = delete.send().await.unwrap().json().await.unwrap();
            assert_eq!(outcome["modifie"], true);
            outcome["version"].as_u64().unwrap()
        });
    }
    let mut versions = changes.join_all().await;
    versions.sort_unstable();
    versions.dedup();
    assert_eq!(versions.len(), 40);
    let all = rights(&simulator, "alix.demo").await["habilitations"].as_array().unwrap().len();
    assert_eq!(rights(&simulator, "p7").await["habilitations"].as_array().unwrap().len(), all - 1);
}

#[tokio::test]
async fn account_cannot_be_created_twice() {
    let simulator = TestSimulator::new().await;
    let create = async |body: Value| simulator.post_json("/administration/api/comptes", &body).await.status();
    let new = json!({ "co_owner": "urssaf", "identifiant": "neuf", "mot_de_passe": "Autre-2026" });
    assert_eq!(create(new.clone()).await, StatusCode::CREATED);
    assert_eq!(create(new).await, StatusCode::CONFLICT);
    assert_eq!(
        create(json!({ "co_owner": "dgddi", "identifiant": "un/deux" })).await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(
        create(json!({ "co_owner": "dgddi", "identifiant": "a", "comme": "personne" })).await,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn outage_affects_only_one_co_owner() {
    let simulator = TestSimulator::new().await;
    let fault = async |down: bool| {
        let body = json!({ "co_owner": "dgddi", "en_panne": down });
        assert_eq!(
            simulator.post_json("/administration/api/panne", &body).await.status(),
            StatusCode::NO_CONTENT
        );
    };
    let paths = [
        "/dgddi/contrat/v1/entreprises/000101014/synthese",
        "/dgddi/cles",
        "/dgddi",
        "/dgddi/teleservices/CIEL",
    ];
    fault(true).await;
    for path in paths {
        let response = simulator.contract(path).await;
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert!(!header(&response, "retry-after").is_empty());
    }
    assert_eq!(simulator.contract("/urssaf/cles").await.status(), StatusCode::OK);
    let states: Value = simulator.get("/administration/api/panne").await.json().await.unwrap();
    assert_eq!(states[0], json!({ "co_owner": "dgddi", "en_panne": true, "delai_ms": 0 }));
    fault(false).await;
    for path in paths {
        assert_eq!(simulator.contract(path).await.status(), StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn simulated_delay_slows_the_contract_down() {
    let simulator = TestSimulator::new().await;
    let body = json!({ "co_owner": "dgddi", "en_panne": false, "delai_ms": 60_000 });
    simulator.post_json("/administration/api/panne", &body).await;
    let url = simulator.url("/dgddi/contrat/v1/entreprises/000101014/synthese");
    let request = simulator.client.get(url).bearer_auth("jeton-de-demonstration");
    let error = request.timeout(std::time::Duration::from_millis(200)).send().await.unwrap_err();
    assert!(error.is_timeout());
}

#[tokio::test]
async fn reset_restores_initial_data_with_a_newer_version() {
    let simulator = TestSimulator::new().await;
    let before = rights(&simulator, "alix.demo").await;
    change(&simulator, Method::DELETE, &telepayer("alix.demo")).await;
    simulator.post_json("/administration/api/panne", &json!({ "co_owner": "dgfip", "en_panne": true })).await;
    simulator.post_json("/boite/api/panne", &json!({ "mode": "tempfail" })).await;
    let changed = rights(&simulator, "alix.demo").await;
    let reset = simulator.post_json("/administration/api/reinitialiser", &Value::Null).await;
    assert_eq!(reset.status(), StatusCode::NO_CONTENT);
    let after = rights(&simulator, "alix.demo").await;
    assert_eq!(after["habilitations"], before["habilitations"]);
    assert!(after["version"].as_u64() > changed["version"].as_u64());
    assert_eq!(simulator.get("/dgfip/cles").await.status(), StatusCode::OK);
    let mode: Value = simulator.get("/boite/api/panne").await.json().await.unwrap();
    assert_eq!(mode, json!({ "mode": "none" }));
}

#[tokio::test]
async fn portal_can_be_registered_after_the_start() {
    let simulator = TestSimulator::new().await;
    let address = "/dgddi/autorisation?response_type=code&client_id=prodouane&scope=openid&state=s&nonce=n\
        &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256\
        &redirect_uri=http://127.0.0.1:7777/rattachement/dgddi/retour";
    assert_eq!(simulator.get(address).await.status(), StatusCode::BAD_REQUEST);
    let register = async |address: &str| {
        simulator.post_json("/administration/api/portail", &json!({ "adresse": address })).await.status()
    };
    assert_eq!(register("http://127.0.0.1:7777/").await, StatusCode::NO_CONTENT);
    let form = simulator.get(address).await;
    assert_eq!(form.status(), StatusCode::OK);
    assert!(
        header(&form, "content-security-policy")
            .contains("form-action 'self' http://127.0.0.1:3000 http://127.0.0.1:7777;")
    );
    assert_eq!(register("http://a; script-src *").await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(register("javascript:alert(1)").await, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn forms_change_rights_and_redirect() {
    let simulator = TestSimulator::new().await;
    let fields = [
        ("co_owner", "dgddi"),
        ("compte", "dorian.demo"),
        ("droit", "CIEL:declarer"),
        ("lieu", "00030303200015"),
    ];
    let granted = simulator.post_form("/administration/accorder", &fields).await;
    assert_eq!(header(&granted, "location"), "/administration/comptes/dgddi/dorian.demo?fait=accorde");
    let page = simulator.page("/administration/comptes/dgddi/dorian.demo?fait=accorde").await;
    assert!(
        page.contains("L’habilitation est accordée.") && page.contains("Distillerie du Vieux Phare"),
        "{page}"
    );
    simulator.post_form("/administration/retirer", &fields).await;
    assert_eq!(rights(&simulator, "dorian.demo").await["habilitations"], json!([]));

    let fault =
        simulator.post_form("/administration/panne", &[("co_owner", "urssaf"), ("en_panne", "true")]).await;
    assert_eq!(fault.status(), StatusCode::SEE_OTHER);
    assert_eq!(simulator.get("/urssaf").await.status(), StatusCode::SERVICE_UNAVAILABLE);
    simulator.post_form("/administration/reinitialiser", &[]).await;
    assert_eq!(simulator.get("/urssaf").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn cross_site_requests_are_refused() {
    let simulator = TestSimulator::new().await;
    let request = simulator
        .client
        .post(simulator.url("/administration/reinitialiser"))
        .header("sec-fetch-site", "cross-site");
    assert_eq!(request.send().await.unwrap().status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn generated_companies_are_served() {
    let simulator =
        TestSimulator::with(Options { companies: 200, habilitations: 500, ..Options::default() }).await;
    let all = rights(&simulator, "volume.demo").await;
    assert_eq!(all["habilitations"].as_array().unwrap().len(), 500);
    assert_eq!(all["entreprises"].as_array().unwrap().len(), 200);
    let siren = all["entreprises"][199]["siren"].as_str().unwrap();
    let creances = simulator.contract_json(&format!("/dgddi/contrat/v1/entreprises/{siren}/creances")).await;
    assert_eq!(creances["creances"].as_array().unwrap().len(), 10);
}
