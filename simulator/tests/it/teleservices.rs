//! The téléservices as clients of a portal, as far as no portal is needed; the rest is tried by the portal's tests.

use reqwest::StatusCode;
use simulator::Options;

use crate::Bench;

#[tokio::test]
async fn only_a_registered_portal_opens_a_teleservice() {
    // Nobody listens there.
    let portal = vec!["http://127.0.0.1:9".to_owned()];
    let bench = Bench::with(Options { portal, ..Options::default() }).await;
    let way_in = "/dgddi/teleservices/DELTA-G/connexion";
    let refused = bench.get(&format!("{way_in}?iss=https%3A%2F%2Fevil.example")).await;
    assert_eq!(refused.status(), StatusCode::BAD_REQUEST);
    assert_eq!(bench.get(way_in).await.status(), StatusCode::BAD_GATEWAY);
    assert_eq!(bench.get("/dgddi/teleservices/TRIGO/connexion").await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_proves_nothing_lets_nobody_in_and_ends_nothing() {
    let bench = Bench::new().await;
    let back = bench.get("/dgddi/teleservices/DELTA-G/retour?code=a&state=b&iss=http://127.0.0.1:3000").await;
    assert_eq!(back.status(), StatusCode::FORBIDDEN);
    for token in ["", "a.b.c", "eyJhbGciOiJub25lIn0.e30."] {
        let told =
            bench.post_form("/dgddi/teleservices/DELTA-G/fin-de-session", &[("logout_token", token)]).await;
        assert_eq!(told.status(), StatusCode::BAD_REQUEST, "{token}");
    }
    let visitors = bench.get("/administration/api/teleservices").await;
    assert_eq!(visitors.text().await.unwrap(), "[]");
    let page = bench.page("/dgddi/teleservices/DELTA-G").await;
    assert!(page.contains("Personne n’est entré ici depuis le portail"), "{page}");
    assert!(!bench.page("/dgfip/teleservices/PAIEMENTS-DGFIP").await.contains("Venu du portail"));
}
