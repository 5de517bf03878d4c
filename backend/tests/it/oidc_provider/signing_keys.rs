use std::time::Duration;

use backend::{Portal, accounts::sessions::Session, config::Config, oidc_provider::published};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use openidconnect::{
    JsonWebKey,
    core::{CoreJsonWebKeySet, CoreJwsSigningAlgorithm},
};
use platform::{on, secret::Secret};
use serde_json::json;

use super::{jwt_part, with_teleservices};
use crate::{database::TestEnv, simulator::Simulator};

const DAY: Duration = Duration::from_secs(24 * 3600);

async fn kids(portal: &Portal) -> Vec<String> {
    published(portal).await.expect("keys").iter().map(|key| key.kid().to_owned()).collect()
}

/// Verifies a token with another library.
async fn verifies(portal: &Portal, token: &str) -> bool {
    let keys = json!({ "keys": published(portal).await.expect("keys") });
    let keys: CoreJsonWebKeySet = serde_json::from_value(keys).expect("a set of keys");
    let (message, signature) = token.rsplit_once('.').expect("a token");
    let signature = URL_SAFE_NO_PAD.decode(signature).expect("base64url");
    let kid = jwt_part(token, 0)["kid"].as_str().expect("a kid").to_owned();
    let algorithm = CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256;
    let key = keys.keys().iter().find(|key| key.key_id().is_some_and(|id| **id == kid));
    key.is_some_and(|key| key.verify_signature(&algorithm, message.as_bytes(), &signature).is_ok())
}

/// Returns the identifier of the current signing key and a token that it signed.
async fn sign_token(env: &TestEnv, simulator: &Simulator, session: &Session) -> (String, String) {
    let code = env.authorization_code(simulator, session).await;
    let token = env.exchange(simulator, &code).await.expect("tokens").id_token;
    (jwt_part(&token, 0)["kid"].as_str().expect("a kid").to_owned(), token)
}

/// Configures sessions of 90 days.
fn long_sessions(config: &mut Config) {
    config.sessions.absolute_hours = 24 * 90;
    config.sessions.idle_minutes = 60 * 24 * 90;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_are_published_before_and_after_they_sign() {
    with_teleservices(long_sessions, async |env, simulator| {
        let portal = &env.portal;
        // Two concurrent calls generate one key.
        let (one, other) = futures::join!(kids(portal), kids(portal));
        assert_eq!((one.len(), &one), (1, &other));
        let (_, session) = env.operator(simulator, "alix").await;
        let (first, token) = sign_token(&env, simulator, &session).await;
        assert_eq!(first, one[0]);
        assert!(verifies(portal, &token).await);

        env.advance(28 * DAY);
        env.run_jobs().await;
        assert_eq!(kids(portal).await, one, "too early");
        env.advance(DAY + Duration::from_secs(3600));
        env.run_jobs().await;
        let both = kids(portal).await;
        assert_eq!((both.len(), &both[1]), (2, &one[0]), "published");
        assert_eq!(sign_token(&env, simulator, &session).await.0, one[0], "not used yet");
        env.advance(DAY);
        let (second, later) = sign_token(&env, simulator, &session).await;
        assert_eq!(second, both[0], "used a day after its publication");
        assert!(verifies(portal, &token).await && verifies(portal, &later).await, "both are still published");
        let (message, signature) =
            (token.rsplit_once('.').expect("a token").0, later.rsplit_once('.').expect("a token").1);
        assert!(!verifies(portal, &format!("{message}.{signature}")).await, "signature of another token");
        env.advance(91 * DAY);
        env.run_jobs().await;
        let after = kids(portal).await;
        assert!(
            !after.contains(&first) && !verifies(portal, &token).await,
            "removed after the last token expired"
        );
        assert!(after.len() > 1 && after[0] != second, "rotated without requests");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sealed_keys_cannot_be_used_without_the_secret() {
    let seal = |config: &mut Config, secret: &str| {
        config.oidc_provider.sealing_secret = Some(Secret::new(secret));
    };
    with_teleservices(
        |config| seal(config, "un secret de scellement bien assez long"),
        async |env, _| {
            let original = kids(&env.portal).await;
            let (key, sealed): (Vec<u8>, bool) = on!(env.portal.db, |c| {
                sqlx::query_as("SELECT private_key, sealed FROM signing_key").fetch_one(c).await
            })
            .expect("one key");
            assert!(sealed && !key.starts_with(&[0x30, 0x82]), "not stored as plain PKCS#8");
            let mut config = (*env.portal.config).clone();
            seal(&mut config, "un autre secret, qui est tout aussi long");
            let mut other = env.portal.clone();
            other.config = config.into();
            let both = kids(&other).await;
            assert_eq!(
                (both.len(), &both[1]),
                (2, &original[0]),
                "a new key, beside the one that cannot be unsealed"
            );
            assert_eq!(kids(&env.portal).await, both, "the original secret still unseals the old key");
        },
    )
    .await;
}
