use backend::{identity, session, sign_in};
use url::Url;

use super::{PROCONNECT, token, with_provider};
use crate::simulator::PORTAL;

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_ends_the_session_here_and_at_the_provider() {
    with_provider(&["eidas2"], &["eidas2"], async |house, simulator| {
        house.with_identity(simulator).await;
        let (_, visitor) = house.visitor().await;
        let brought = house.session(&token(house.arrives(simulator, &visitor, "alix.demo").await)).await;
        let address =
            sign_in::sign_out(&house.portal, &brought).await.expect("signed out").expect("an address");
        assert!(!session::is_open(&house.portal, brought.id).await.expect("looked up"));

        let answer = simulator.client.get(address.clone()).send().await.expect("an answer");
        let location = answer.headers().get("location").expect("the way back").to_str().expect("an address");
        let back: Url = location.parse().expect("an address");
        assert!(
            location.starts_with(&format!("{PORTAL}/connexion/fournisseur/proconnect/fin?")),
            "{location}"
        );
        let state = back.query_pairs().find(|(key, _)| key == "state").expect("a state").1.into_owned();
        let ended = async |state: &str| {
            identity::signed_out_there(&house.portal, PROCONNECT.into(), state).await.expect("looked up")
        };
        assert!(!ended("inventé").await);
        assert!(ended(&state).await);
        assert!(!ended(&state).await, "said once");

        let mut forged = address;
        forged.set_query(Some("id_token_hint=a.b.c&post_logout_redirect_uri=https://ailleurs.example"));
        let refused = simulator.client.get(forged).send().await.expect("an answer");
        assert_eq!(refused.status(), 400);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_a_password_opened_ends_here_alone() {
    with_provider(&["eidas1"], &[], async |house, simulator| {
        house.with_identity(simulator).await;
        // Begun at the provider, given up at the code, opened by the password after all.
        let (_, visitor) = house.visitor().await;
        let waiting = house.session(&token(house.arrives(simulator, &visitor, "alix.demo").await)).await;
        // Delivered before the next one is sent: two mails of one instant have no order.
        house.code("alix").await;
        let answers = crate::accounts::credentials("alix", crate::accounts::PASSWORD);
        let first = sign_in::sign_in(&house.portal, &waiting, &house.client(), &answers)
            .await
            .expect("right password");
        let waiting = house.session(first.token.expose()).await;
        let code = crate::factors::people::code_by("mel", &house.code("alix").await);
        let done = house.second_step(&waiting, &code).await.expect("a right code");
        let session = house.token_session(done.token).await;
        assert!(session.has_fresh_proof(house.clock.now()));
        assert_eq!(sign_in::sign_out(&house.portal, &session).await.expect("signed out"), None);
    })
    .await;
}
