use backend::accounts::{identity_providers, sessions, sign_in};
use url::Url;

use super::{PROCONNECT, token, with_provider};
use crate::simulator::PORTAL;

#[tokio::test(flavor = "multi_thread")]
async fn sign_out_ends_the_session_here_and_at_the_provider() {
    with_provider(&["eidas2"], &["eidas2"], async |env, simulator| {
        env.account_with_identity(simulator).await;
        let (_, visitor) = env.visitor().await;
        let provider_session =
            env.session(&token(env.sign_in_with_provider(simulator, &visitor, "alix.demo").await)).await;
        let address =
            sign_in::sign_out(&env.portal, &provider_session).await.expect("signed out").expect("an address");
        assert!(!sessions::is_still_active(&env.portal, provider_session.id).await.expect("looked up"));

        let answer = simulator.client.get(address.clone()).send().await.expect("an answer");
        let location = answer.headers().get("location").expect("a callback").to_str().expect("an address");
        let callback: Url = location.parse().expect("an address");
        assert!(
            location.starts_with(&format!("{PORTAL}/connexion/fournisseur/proconnect/fin?")),
            "{location}"
        );
        let state = callback.query_pairs().find(|(key, _)| key == "state").expect("a state").1.into_owned();
        let finish = async |state: &str| {
            identity_providers::finish_provider_sign_out(&env.portal, PROCONNECT.into(), state)
                .await
                .expect("looked up")
        };
        assert!(!finish("inventé").await);
        assert!(finish(&state).await);
        assert!(!finish(&state).await, "a state works once");

        let mut forged = address;
        forged.set_query(Some("id_token_hint=a.b.c&post_logout_redirect_uri=https://ailleurs.example"));
        let refused = simulator.client.get(forged).send().await.expect("an answer");
        assert_eq!(refused.status(), 400);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_out_after_a_password_sign_in_ends_the_session_here_only() {
    with_provider(&["eidas1"], &[], async |env, simulator| {
        env.account_with_identity(simulator).await;
        // Started at the provider, abandoned at the code, completed with the password.
        let (_, visitor) = env.visitor().await;
        let pending =
            env.session(&token(env.sign_in_with_provider(simulator, &visitor, "alix.demo").await)).await;
        // Delivers before the next mail is sent: mails of one instant have no order.
        env.code("alix").await;
        let answers = crate::accounts::credentials("alix", crate::accounts::PASSWORD);
        let first =
            sign_in::sign_in(&env.portal, &pending, &env.client(), &answers).await.expect("right password");
        let pending = env.session(first.token.expose()).await;
        let code = crate::mfa::fixtures::code_form("mel", &env.code("alix").await);
        let done = env.submit_second_factor(&pending, &code).await.expect("a right code");
        let session = env.session_of(done.token).await;
        assert!(session.is_recently_authenticated(env.clock.now()));
        assert_eq!(sign_in::sign_out(&env.portal, &session).await.expect("signed out"), None);
    })
    .await;
}
