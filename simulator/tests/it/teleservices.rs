//! The téléservices as clients of a portal, in cases that need no running portal. The portal's tests cover
//! the rest.

use reqwest::StatusCode;
use simulator::Options;

use crate::TestSimulator;

#[tokio::test]
async fn only_registered_portals_can_start_a_sign_in() {
    // No program listens on this port.
    let portal = vec!["http://127.0.0.1:9".to_owned()];
    let simulator = TestSimulator::with(Options { portal, ..Options::default() }).await;
    let sign_in = "/dgddi/teleservices/DELTA-G/connexion";
    let refused = simulator.get(&format!("{sign_in}?iss=https%3A%2F%2Fevil.example")).await;
    assert_eq!(refused.status(), StatusCode::BAD_REQUEST);
    assert_eq!(simulator.get(sign_in).await.status(), StatusCode::BAD_GATEWAY);
    assert_eq!(simulator.get("/dgddi/teleservices/TRIGO/connexion").await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn invalid_callbacks_and_logout_tokens_are_refused() {
    let simulator = TestSimulator::new().await;
    let callback =
        simulator.get("/dgddi/teleservices/DELTA-G/retour?code=a&state=b&iss=http://127.0.0.1:3000").await;
    assert_eq!(callback.status(), StatusCode::FORBIDDEN);
    for token in ["", "a.b.c", "eyJhbGciOiJub25lIn0.e30."] {
        let logout = simulator
            .post_form("/dgddi/teleservices/DELTA-G/fin-de-session", &[("logout_token", token)])
            .await;
        assert_eq!(logout.status(), StatusCode::BAD_REQUEST, "{token}");
    }
    let sessions = simulator.get("/administration/api/teleservices").await;
    assert_eq!(sessions.text().await.unwrap(), "[]");
    let page = simulator.page("/dgddi/teleservices/DELTA-G").await;
    assert!(page.contains("Aucune personne n’est venue du portail"), "{page}");
    assert!(!simulator.page("/dgfip/teleservices/PAIEMENTS-DGFIP").await.contains("Venu du portail"));
}
