//! Checks that the simulator's responses match `docs/api/contrat-coproprietaires.json`.

use jsonschema::Validator;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::{TestSimulator, header};

const DOCUMENT: &str = include_str!("../../../docs/api/contrat-coproprietaires.json");
const TOKEN: &str = "jeton-de-demonstration";

fn document() -> Value {
    serde_json::from_str(DOCUMENT).unwrap()
}

/// Resolves a `{"$ref": "#/…"}` within the document.
fn resolve<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match value["$ref"].as_str() {
        Some(path) => document.pointer(path.trim_start_matches('#')).unwrap_or_else(|| panic!("{path}")),
        None => value,
    }
}

/// Builds a validator of a schema, with the document's other schemas for its references.
fn validator(document: &Value, schema: &Value) -> Validator {
    let mut standalone = schema.clone();
    standalone["components"] = document["components"].clone();
    jsonschema::draft202012::options().should_validate_formats(true).build(&standalone).unwrap()
}

fn assert_valid(document: &Value, schema: &Value, value: &Value, what: &str) {
    let errors: Vec<String> = validator(document, schema)
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{what}: {errors:#?}\n{value:#}");
}

/// Returns the path, method and description of every operation.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().unwrap();
    let each = paths.iter().flat_map(|(path, methods)| {
        methods
            .as_object()
            .unwrap()
            .iter()
            .map(|(method, operation)| (path.clone(), method.clone(), operation.clone()))
    });
    each.collect()
}

/// Returns the address of an operation, with the example values of its parameters.
fn address(document: &Value, path: &str, operation: &Value) -> String {
    let mut path = path.to_owned();
    let mut query = form_urlencoded::Serializer::new(String::new());
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let parameter = resolve(document, parameter);
        let (name, Some(example)) = (parameter["name"].as_str().unwrap(), parameter["example"].as_str())
        else {
            continue;
        };
        if parameter["in"] == "path" {
            path = path.replace(&format!("{{{name}}}"), example);
        } else {
            query.append_pair(name, example);
        }
    }
    assert!(!path.contains('{'), "{path} has a parameter without an example");
    format!("{path}?{}", query.finish())
}

/// Sends a request and checks that the response is described in the document. Returns the JSON body.
async fn send_checked(
    simulator: &TestSimulator,
    operation: &Value,
    request: reqwest::RequestBuilder,
    expected: u16,
) -> Value {
    let document = document();
    let response = request.send().await.unwrap();
    let what = response.url().to_string();
    assert_eq!(response.status().as_u16(), expected, "{what} on {}", simulator.running.http);
    let described = resolve(&document, &operation["responses"][expected.to_string()]);
    assert!(described.is_object(), "{what}: {expected} is not documented");
    for (name, one) in described["headers"].as_object().into_iter().flatten() {
        assert!(
            one["required"] != true || !header(&response, name).is_empty(),
            "{what}: header {name} is missing"
        );
    }
    let Some(contents) = described["content"].as_object() else { return Value::Null };
    let kind = header(&response, "content-type").split(';').next().unwrap().to_owned();
    let content = contents.get(&kind).unwrap_or_else(|| panic!("{what}: {kind} is not documented"));
    if kind == "text/html" {
        return Value::Null;
    }
    let body: Value = response.json().await.unwrap();
    assert_valid(&document, &content["schema"], &body, &what);
    body
}

/// Returns the operations that read data, without those of OpenID Connect, the opening of accounts, payments and the state.
fn contract_operations(document: &Value) -> Vec<(String, Value)> {
    let all = operations(document).into_iter();
    all.filter(|(path, method, _)| path.starts_with("/contrat/") && method == "get")
        .filter(|(path, ..)| !path.contains("/paiements/") && !path.ends_with("/etat"))
        .map(|(path, _, operation)| (path, operation))
        .collect()
}

#[test]
fn documented_examples_match_their_schemas() {
    let document = document();
    let mut seen = 0;
    let mut look = |response: &Value, what: &str| {
        for content in response["content"].as_object().into_iter().flat_map(|contents| contents.values()) {
            if let Some(example) = content.get("example") {
                assert_valid(&document, &content["schema"], example, what);
                seen += 1;
            }
        }
    };
    for (path, _, operation) in operations(&document) {
        for response in operation["responses"].as_object().unwrap().values() {
            look(resolve(&document, response), &path);
        }
    }
    assert!(seen > 20, "{seen} examples");
}

#[test]
fn validator_rejects_missing_invalid_and_unknown_fields() {
    let document = document();
    let schema = serde_json::json!({ "$ref": "#/components/schemas/Mandats" });
    let check = validator(&document, &schema);
    let good = &document["paths"]["/contrat/v1/entreprises/{siren}/mandats"]["get"]["responses"]["200"]["content"]
        ["application/json"]["example"];
    assert!(check.is_valid(good));
    for (name, value) in [
        ("iban", json!("FR76 9000")),
        ("signe_le", json!("hier")),
        ("inconnu", json!(1)),
        ("etat", Value::Null),
    ] {
        let mut wrong = good.clone();
        wrong["mandats"][0][name] = value;
        assert!(!check.is_valid(&wrong), "{name}");
    }
}

#[tokio::test]
async fn all_read_operations_match_the_document() {
    let simulator = TestSimulator::new().await;
    let document = document();
    let operations = contract_operations(&document);
    assert_eq!(operations.len(), 9);
    for (path, operation) in operations {
        let address = address(&document, &path, &operation);
        for co_owner in ["dgddi", "dgfip", "urssaf", "net-entreprises"] {
            let absent = (co_owner == "dgddi" && path.ends_with("/echeancier"))
                || (co_owner == "net-entreprises" && path.contains("/entreprises/"))
                || (co_owner != "dgddi" && path.contains("/exports/"));
            let expected = if absent { 404 } else { 200 };
            let request =
                simulator.client.get(simulator.url(&format!("/{co_owner}{address}"))).bearer_auth(TOKEN);
            send_checked(&simulator, &operation, request, expected).await;
        }
    }
}

#[tokio::test]
async fn state_matches_the_document() {
    let simulator = TestSimulator::new().await;
    let operation = document()["paths"]["/contrat/v1/etat"]["get"].clone();
    let url = simulator.url("/urssaf/contrat/v1/etat");
    send_checked(&simulator, &operation, simulator.client.get(&url).bearer_auth(TOKEN), 200).await;
    send_checked(&simulator, &operation, simulator.client.get(&url), 401).await;
    simulator
        .post_json("/administration/api/panne", &json!({ "co_owner": "urssaf", "en_panne": true }))
        .await;
    send_checked(&simulator, &operation, simulator.client.get(&url).bearer_auth(TOKEN), 503).await;
}

#[tokio::test]
async fn all_errors_match_the_document() {
    let simulator = TestSimulator::new().await;
    let document = document();
    for (path, operation) in contract_operations(&document) {
        let url = simulator.url(&format!("/dgfip{}", address(&document, &path, &operation)));
        send_checked(&simulator, &operation, simulator.client.get(&url), 401).await;
        send_checked(&simulator, &operation, simulator.client.get(&url).bearer_auth("faux"), 401).await;
        let unknown = url.replace("000101014", "000101015").replace("alix.demo", "inconnue");
        send_checked(&simulator, &operation, simulator.client.get(unknown).bearer_auth(TOKEN), 404).await;
        if operation["responses"].get("400").is_some() {
            let wrong = url.replace("etat=en_cours", "etat=autre");
            send_checked(&simulator, &operation, simulator.client.get(wrong).bearer_auth(TOKEN), 400).await;
        }
    }
    simulator.post_json("/administration/api/panne", &json!({ "co_owner": "dgfip", "en_panne": true })).await;
    for (path, operation) in contract_operations(&document) {
        let url = simulator.url(&format!("/dgfip{}", address(&document, &path, &operation)));
        send_checked(&simulator, &operation, simulator.client.get(url).bearer_auth(TOKEN), 503).await;
    }
}

#[tokio::test]
async fn sign_in_matches_the_document() {
    let simulator = TestSimulator::new().await;
    let document = document();
    let operation = |path: &str, method: &str| document["paths"][path][method].clone();
    let url = |path: &str| simulator.url(&format!("/dgddi{path}"));
    for path in ["/.well-known/openid-configuration", "/cles"] {
        send_checked(&simulator, &operation(path, "get"), simulator.client.get(url(path)), 200).await;
    }
    let authorize = operation("/autorisation", "get");
    let authorization = address(&document, "/autorisation", &authorize);
    // The example has the portal's default port, which is registered by default.
    send_checked(&simulator, &authorize, simulator.client.get(url(&authorization)), 200).await;
    send_checked(
        &simulator,
        &authorize,
        simulator.client.get(url(&authorization.replace("S256", "plain"))),
        303,
    )
    .await;
    send_checked(
        &simulator,
        &authorize,
        simulator.client.get(url(&authorization.replace("retour", "ailleurs"))),
        400,
    )
    .await;

    let form = [("identifiant", "alix.demo"), ("mot_de_passe", "Simulateur-2026")];
    let response = simulator
        .post_form(&format!("/dgddi{}", authorization.replace("/autorisation", "/connexion")), &form)
        .await;
    let location = url::Url::parse(header(&response, "location")).unwrap();
    let code = location.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned();
    let token = operation("/jeton", "post");
    let exchange = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", "http://127.0.0.1:3000/rattachement/dgddi/retour"),
        ("code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
    ];
    let request = || simulator.client.request(Method::POST, url("/jeton")).form(&exchange);
    send_checked(&simulator, &token, request(), 401).await;
    let secret = Some("secret-de-demonstration");
    let tokens = send_checked(&simulator, &token, request().basic_auth("prodouane", secret), 200).await;
    let profile = operation("/profil", "get");
    let access = tokens["access_token"].as_str().unwrap();
    send_checked(&simulator, &profile, simulator.client.get(url("/profil")).bearer_auth(access), 200).await;
    send_checked(&simulator, &profile, simulator.client.get(url("/profil")), 401).await;
    send_checked(&simulator, &token, request().basic_auth("prodouane", secret), 400).await;
}

#[tokio::test]
async fn summary_equals_the_sum_of_creances() {
    let simulator = TestSimulator::new().await;
    for co_owner in ["dgddi", "dgfip", "urssaf"] {
        for siren in ["000101014", "000202028", "000303032"] {
            let base = format!("/{co_owner}/contrat/v1/entreprises/{siren}");
            let list = async |filter: &str| {
                let body = simulator.contract_json(&format!("{base}/creances{filter}")).await;
                body["creances"].as_array().unwrap().clone()
            };
            let (all, current, past) =
                (list("").await, list("?etat=en_cours").await, list("?etat=historique").await);
            assert_eq!(all.len(), current.len() + past.len());
            assert!(past.iter().all(|one| one["etat"] == "paye" && one["paiement"].is_object()));
            let remaining = |state: &str| -> i64 {
                let wanted = current.iter().filter(|one| one["etat"] == state);
                wanted.map(|one| one["reste_a_payer_centimes"].as_i64().unwrap()).sum()
            };
            let summary = simulator.contract_json(&format!("{base}/synthese")).await;
            assert_eq!(summary["a_payer_centimes"], remaining("a_payer"));
            assert_eq!(summary["en_retard_centimes"], remaining("en_retard"));
            let total: i64 = all.iter().map(|one| one["montant_centimes"].as_i64().unwrap()).sum();
            let parts = ["paye_centimes", "a_payer_centimes", "en_retard_centimes"];
            assert_eq!(total, parts.iter().map(|part| summary[part].as_i64().unwrap()).sum::<i64>());
        }
    }
}

#[tokio::test]
async fn account_is_opened_once_and_its_owner_chooses_the_password() {
    let simulator = TestSimulator::new().await;
    let document = document();
    let operation = document["paths"]["/contrat/v1/comptes"]["post"].clone();
    let person = json!({ "prenom": "Noé", "nom": "Essai", "adresse_mel": "noe@exemple.invalid" });
    let url = simulator.url("/dgddi/contrat/v1/comptes");
    let request = |key: &str, person: &Value| {
        simulator.client.post(&url).bearer_auth(TOKEN).header("Idempotency-Key", key).json(person)
    };
    send_checked(&simulator, &operation, simulator.client.post(&url).json(&person), 401).await;
    send_checked(&simulator, &operation, simulator.client.post(&url).bearer_auth(TOKEN).json(&person), 400)
        .await;
    let invalid = json!({ "prenom": " ", "nom": "Essai", "adresse_mel": "noe@exemple.invalid" });
    send_checked(&simulator, &operation, request("un", &invalid), 422).await;

    let opened = send_checked(&simulator, &operation, request("un", &person), 201).await;
    let again = send_checked(&simulator, &operation, request("un", &person), 200).await;
    assert_eq!(opened, again);
    send_checked(&simulator, &operation, request("deux", &person), 409).await;
    let mails: Value =
        simulator.get("/boite/api/messages?to=noe@exemple.invalid").await.json().await.unwrap();
    assert_eq!(mails.as_array().unwrap().len(), 1, "{mails}");
    let text = mails[0]["text"].as_str().unwrap();
    let link = text.split_whitespace().find(|word| word.contains("/mot-de-passe?jeton=")).unwrap();
    let link = link.strip_prefix(&simulator.url("")).unwrap();

    // Neither opening the link nor a password that is too short consumes the link.
    let (login, token) = (opened["compte"].as_str().unwrap(), link.rsplit_once('=').unwrap().1);
    assert!(simulator.page(link).await.contains(login));
    let choose = async |password: &str| {
        let form = [("jeton", token), ("mot_de_passe", password)];
        simulator.post_form("/dgddi/mot-de-passe", &form).await.status()
    };
    assert_eq!(choose("court").await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(choose("Mon-mot-de-passe-2026").await, StatusCode::OK);
    assert_eq!(choose("Un-autre-mot-de-passe").await, StatusCode::NOT_FOUND, "the link can be used once");
    let form = [("identifiant", login), ("mot_de_passe", "Mon-mot-de-passe-2026")];
    assert_eq!(simulator.post_form("/dgddi/se-connecter", &form).await.status(), StatusCode::SEE_OTHER);
    let rights = simulator.contract_json(&format!("/dgddi/contrat/v1/comptes/{login}/habilitations")).await;
    assert_eq!(rights["habilitations"], json!([]));
}

#[tokio::test]
async fn read_only_addresses_refuse_post() {
    let simulator = TestSimulator::new().await;
    let path = "/dgddi/contrat/v1/entreprises/000101014/synthese";
    let response = simulator.client.post(simulator.url(path)).bearer_auth(TOKEN).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(simulator.contract("/dgddi/contrat/v1/inconnu").await.status(), StatusCode::NOT_FOUND);
}
