use domain::path;

use crate::{browser::Browser, program::Installation, raw_connection::RawConnection};

/// Stands for a secret or personal value: must not appear in a log.
const CANARY: &str = "canari-7f3a9c";

#[tokio::test]
async fn log_has_one_json_line_per_event_and_no_secret() {
    let installation = Installation::new().with("PRODOUANE__LOG__FILTER", "debug");
    let mut program = installation.start();
    let mut browser = Browser::new(&program);
    browser.cookie = Some(format!("__Host-prodouane={CANARY}"));
    let _ = browser.get(&format!("/activation?jeton={CANARY}")).send().await;
    let _ = browser.get(&format!("/{CANARY}")).send().await;
    let _ = browser
        .send_form(
            "/form/connexion",
            &[("_page", path::SIGN_IN), ("identifiant", "x"), ("mot_de_passe", CANARY)],
        )
        .await;
    let _ = browser
        .post(path::API_PASSWORD_STRENGTH)
        .json(&serde_json::json!({ "mot_de_passe": CANARY }))
        .send()
        .await;
    let mut raw = RawConnection::open(&program);
    raw.send(format!("GET /\u{1b}[31m{CANARY} HTTP/1.1\r\nHost: x\r\n\r\n"));
    drop(raw);
    program.terminate();
    program.wait();
    let log = program.log();
    assert!(log.iter().any(|line| line.contains("/form/connexion")), "requests are logged");
    for line in &log {
        let event: serde_json::Value =
            serde_json::from_str(line).unwrap_or_else(|_| panic!("not JSON: {line}"));
        assert!(event["level"].is_string());
        assert!(!line.contains(CANARY), "{line}");
        assert!(!line.contains('\u{1b}'), "{line}");
    }
    let request = log.iter().find(|line| line.contains("/form/connexion")).expect("the request");
    let event: serde_json::Value = serde_json::from_str(request).expect("JSON");
    for field in ["route", "status", "duration_ms", "method"] {
        assert!(!event[field].is_null(), "{field} in {request}");
    }
    assert!(event["span"]["request_id"].is_string(), "{request}");
}

/// Forms that visitors may send, with all their fields.
const FORMS: [(&str, &[&str]); 12] = [
    ("connexion", &["identifiant", "mot_de_passe", "retour"]),
    ("connexion-code", &["code", "moyen", "confiance"]),
    ("equipe-connexion", &["identifiant", "mot_de_passe"]),
    (
        "inscription",
        &[
            "identifiant",
            "mot_de_passe",
            "confirmation",
            "niveau",
            "prenom",
            "nom",
            "email",
            "numero_sms",
            "telephone",
            "adresse",
            "numero_entreprise",
            "liste_diffusion",
        ],
    ),
    ("activation", &["jeton", "identifiant", "mot_de_passe"]),
    ("mot-de-passe-oublie", &["identifiant"]),
    ("nouveau-mot-de-passe", &["jeton", "mot_de_passe", "confirmation"]),
    ("confirmer-adresse", &["jeton"]),
    ("auto-controle", &["numero", "frappe", "horloge", "stockage", "cookies", "attente"]),
    ("chercher-avis", &["reference", "code"]),
    ("assistant", &["question"]),
    ("faq-utile", &["entree", "envoi", "utile"]),
];

#[tokio::test]
async fn hostile_text_in_fields_and_headers_cannot_inject_log_lines() {
    let installation = Installation::new().with("PRODOUANE__LOG__FILTER", "debug");
    let mut program = installation.start();
    let mut browser = Browser::new(&program);
    let hostile = format!("{CANARY}\r\n{{\"level\":\"FAUX\"}}\u{1b}[2J");
    for (form, names) in FORMS {
        for name in names.iter().chain(&["_page", "_siren", "_formulaire"]) {
            let answer = browser.send_form(&format!("/form/{form}"), &[(*name, hostile.as_str())]).await;
            assert!(answer.status().is_redirection() || answer.status().is_client_error(), "{form} {name}");
            if let Some(cookie) = answer.headers().get("set-cookie").and_then(|line| line.to_str().ok()) {
                browser.cookie = cookie.split(';').next().map(str::to_owned);
            }
        }
    }
    for name in ["user-agent", "referer", "x-forwarded-for", "x-request-id", "accept-language"] {
        let request = browser.get(path::SIGN_IN).header(name, format!("{CANARY} [31m"));
        assert_eq!(request.send().await.expect("an answer").status(), 200, "{name}");
    }
    program.terminate();
    program.wait();
    let log = program.log();
    let fields: usize = FORMS.iter().map(|(_, names)| names.len() + 3).sum();
    let leaked = log.iter().filter(|line| line.contains(CANARY)).count();
    let forged = log.iter().filter(|line| line.contains("FAUX") || line.contains('\u{1b}')).count();
    let json = log.iter().filter(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()).count();
    eprintln!(
        "{fields} fields and 5 headers: {} events, {json} JSON lines, {leaked} canaries, {forged} forged",
        log.len()
    );
    assert!(log.len() > fields && json == log.len() && leaked == 0 && forged == 0);
}
