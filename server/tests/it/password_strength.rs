//! Estimate of the strength of a password.

use domain::path;

use crate::{browser::Browser, program::Installation};

#[tokio::test]
async fn password_strength_is_estimated_within_limits() {
    let installation = Installation::new();
    let program = installation.start();
    let browser = Browser::new(&program);
    let estimate = |body: serde_json::Value| browser.post(path::API_PASSWORD_STRENGTH).json(&body).send();
    let weak = estimate(serde_json::json!({ "mot_de_passe": "Azerty123456", "contexte": ["azerty"] }))
        .await
        .expect("an answer");
    assert_eq!(weak.status(), 200);
    let weak: serde_json::Value = weak.json().await.expect("JSON");
    assert!(
        weak["score"].as_u64().expect("a score") < 3
            && !weak["conseils"].as_array().expect("advice").is_empty()
    );
    let strong = estimate(serde_json::json!({ "mot_de_passe": "quatre chevaux bleus dansent tard" }))
        .await
        .expect("an answer");
    let strong: serde_json::Value = strong.json().await.expect("JSON");
    assert_eq!((strong["score"].as_u64(), strong["conseils"].as_array().map(Vec::len)), (Some(4), Some(0)));
    for wrong in [
        serde_json::json!({ "mot_de_passe": "x".repeat(300) }),
        serde_json::json!({ "mot_de_passe": "x", "autre": 1 }),
        serde_json::json!({}),
    ] {
        assert_eq!(estimate(wrong).await.expect("an answer").status(), 400);
    }
    assert_eq!(
        estimate(serde_json::json!({ "mot_de_passe": "x".repeat(20_000) }))
            .await
            .expect("an answer")
            .status(),
        413
    );
    let mut last = 0;
    for _ in 0..130 {
        last =
            estimate(serde_json::json!({ "mot_de_passe": "x" })).await.expect("an answer").status().as_u16();
    }
    assert_eq!(last, 429);
}
