use reqwest::{Response, StatusCode};
use serde_json::{Value, json};

use crate::Bench;

const NUMBER: &str = "+33612345678";

async fn order(bench: &Bench, id: &str, to: &str, text: &str) -> Response {
    let body = json!({ "identifiant": id, "destinataire": to, "texte": text });
    let request = bench.client.post(bench.url("/sms/envois")).bearer_auth("jeton-de-demonstration");
    request.json(&body).send().await.unwrap()
}

async fn messages(bench: &Bench, query: &str) -> Vec<Value> {
    let response = bench.get(&format!("/sms/api/messages?{query}")).await;
    assert_eq!(response.status(), StatusCode::OK);
    response.json().await.unwrap()
}

#[tokio::test]
async fn a_message_arrives_once_and_is_shown() {
    let bench = Bench::new().await;
    for _ in 0..2 {
        assert_eq!(order(&bench, "un", NUMBER, "Code <123456>").await.status(), StatusCode::ACCEPTED);
    }
    let all = messages(&bench, "to=%2B33612345678&au_moins=1&attendre_ms=1000").await;
    assert_eq!(all.len(), 1, "the same identifier is the same message");
    assert_eq!((&all[0]["destinataire"], &all[0]["texte"]), (&json!(NUMBER), &json!("Code <123456>")));
    assert!(messages(&bench, "to=%2B33600000000").await.is_empty());
    let page = bench.page("/sms").await;
    assert!(page.contains("123456") && !page.contains("<123456>"), "{page}");
    assert_eq!(bench.post_form("/sms/vider", &[]).await.status(), StatusCode::SEE_OTHER);
    assert!(messages(&bench, "").await.is_empty());
}

#[tokio::test]
async fn the_gateway_wants_its_token_a_number_and_a_text() {
    let bench = Bench::new().await;
    let body = json!({ "identifiant": "un", "destinataire": NUMBER, "texte": "x" });
    let anonymous = bench.post_json("/sms/envois", &body).await;
    assert_eq!(anonymous.status(), StatusCode::UNAUTHORIZED);
    let long = "x".repeat(919);
    for (id, to, text) in
        [("un", "0612345678", "x"), ("un", NUMBER, ""), ("", NUMBER, "x"), ("un", NUMBER, &long)]
    {
        assert_eq!(order(&bench, id, to, text).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert!(messages(&bench, "").await.is_empty());
}

#[tokio::test]
async fn an_outage_keeps_nothing() {
    let bench = Bench::new().await;
    bench.post_json("/sms/api/panne", &json!({ "en_panne": true })).await;
    assert_eq!(order(&bench, "un", NUMBER, "x").await.status(), StatusCode::SERVICE_UNAVAILABLE);
    bench.post_json("/sms/api/panne", &json!({ "en_panne": false })).await;
    assert!(messages(&bench, "").await.is_empty());
    assert_eq!(order(&bench, "un", NUMBER, "x").await.status(), StatusCode::ACCEPTED);
}
