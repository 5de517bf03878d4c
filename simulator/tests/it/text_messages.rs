//! The SMS gateway.

use reqwest::{Response, StatusCode};
use serde_json::{Value, json};

use crate::TestSimulator;

const NUMBER: &str = "+33612345678";

async fn send(simulator: &TestSimulator, id: &str, to: &str, text: &str) -> Response {
    let body = json!({ "identifiant": id, "destinataire": to, "texte": text });
    let request = simulator.client.post(simulator.url("/sms/envois")).bearer_auth("jeton-de-demonstration");
    request.json(&body).send().await.unwrap()
}

async fn messages(simulator: &TestSimulator, query: &str) -> Vec<Value> {
    let response = simulator.get(&format!("/sms/api/messages?{query}")).await;
    assert_eq!(response.status(), StatusCode::OK);
    response.json().await.unwrap()
}

#[tokio::test]
async fn repeated_message_is_stored_once_and_shown_escaped() {
    let simulator = TestSimulator::new().await;
    for _ in 0..2 {
        assert_eq!(send(&simulator, "un", NUMBER, "Code <123456>").await.status(), StatusCode::ACCEPTED);
    }
    let all = messages(&simulator, "to=%2B33612345678&au_moins=1&attendre_ms=1000").await;
    assert_eq!(all.len(), 1, "messages with the same identifier are duplicates");
    assert_eq!((&all[0]["destinataire"], &all[0]["texte"]), (&json!(NUMBER), &json!("Code <123456>")));
    assert!(messages(&simulator, "to=%2B33600000000").await.is_empty());
    let page = simulator.page("/sms").await;
    assert!(page.contains("123456") && !page.contains("<123456>"), "{page}");
    assert_eq!(simulator.post_form("/sms/vider", &[]).await.status(), StatusCode::SEE_OTHER);
    assert!(messages(&simulator, "").await.is_empty());
}

#[tokio::test]
async fn requests_without_token_number_or_text_are_refused() {
    let simulator = TestSimulator::new().await;
    let body = json!({ "identifiant": "un", "destinataire": NUMBER, "texte": "x" });
    let anonymous = simulator.post_json("/sms/envois", &body).await;
    assert_eq!(anonymous.status(), StatusCode::UNAUTHORIZED);
    let long = "x".repeat(919);
    for (id, to, text) in
        [("un", "0612345678", "x"), ("un", NUMBER, ""), ("", NUMBER, "x"), ("un", NUMBER, &long)]
    {
        assert_eq!(send(&simulator, id, to, text).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert!(messages(&simulator, "").await.is_empty());
}

#[tokio::test]
async fn messages_are_refused_during_an_outage() {
    let simulator = TestSimulator::new().await;
    simulator.post_json("/sms/api/panne", &json!({ "en_panne": true })).await;
    assert_eq!(send(&simulator, "un", NUMBER, "x").await.status(), StatusCode::SERVICE_UNAVAILABLE);
    simulator.post_json("/sms/api/panne", &json!({ "en_panne": false })).await;
    assert!(messages(&simulator, "").await.is_empty());
    assert_eq!(send(&simulator, "un", NUMBER, "x").await.status(), StatusCode::ACCEPTED);
}
