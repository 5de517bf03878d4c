use std::time::Duration;

use backend::{
    Portal,
    accounts::sessions::Session,
    config::Config,
    oidc_provider::{encrypt_signing_keys_again, published},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use openidconnect::{
    JsonWebKey,
    core::{CoreJsonWebKeySet, CoreJwsSigningAlgorithm},
};
use platform::{clock::Clock, encryption::Rotation, on};
use serde_json::json;

use super::{jwt_part, with_teleservices};
use crate::{
    database::{TestEnv, encryption_key},
    simulator::Simulator,
};

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
async fn first_key_may_come_from_a_process_whose_clock_is_ahead() {
    with_teleservices(
        |_| {},
        async |env, simulator| {
            let mut ahead = env.portal.clone();
            ahead.clock = Clock::fixed(env.clock.now() + Duration::from_secs(2));
            let (_, session) = env.operator(simulator, "alix").await;
            let (there, here) = futures::join!(kids(&ahead), kids(&env.portal));
            assert!(!there.is_empty() && !here.is_empty(), "{there:?} {here:?}");
            let (kid, token) = sign_token(&env, simulator, &session).await;
            assert!(kids(&ahead).await.contains(&kid));
            assert!(verifies(&ahead, &token).await);
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn private_keys_are_encrypted_and_move_to_a_new_encryption_key() {
    with_teleservices(
        |config| config.encryption.keys = vec![encryption_key("2026", 1)],
        async |env, _| {
            let original = kids(&env.portal).await;
            let stored = async || -> (Vec<u8>, String) {
                on!(env.portal.db, |c| {
                    sqlx::query_as("SELECT private_key, key_id FROM signing_key ORDER BY rank LIMIT 1")
                        .fetch_one(c)
                        .await
                })
                .expect("a key")
            };
            let (key, key_id) = stored().await;
            assert_eq!(key_id, "2026");
            assert!(!key.windows(4).any(|part| part == [0x30, 0x82, 0x04, 0xbe]), "not plain PKCS#8");

            let new = env.with_encryption_keys(&[encryption_key("2027", 2), encryption_key("2026", 1)]);
            assert_eq!(kids(&new).await, original, "both keys are known: the same signing key");
            let done = encrypt_signing_keys_again(&new).await.expect("encrypted again");
            assert_eq!(done, Rotation { encrypted: 1, unreadable: 0 });
            assert_eq!(stored().await.1, "2027");
            let again = encrypt_signing_keys_again(&new).await.expect("repeated");
            assert_eq!(again, Rotation::default());

            // The former key alone reads it no longer: another signing key is generated at once.
            let both = kids(&env.portal).await;
            assert_eq!((both.len(), &both[1]), (2, &original[0]));
            let done = encrypt_signing_keys_again(&env.portal).await.expect("repeated");
            assert_eq!(done, Rotation { encrypted: 0, unreadable: 1 });
        },
    )
    .await;
}
