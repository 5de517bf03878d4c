use std::time::Duration;

use backend::{Portal, config::Config, on, secret::Secret, session::Session, single_sign_on::published};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use openidconnect::{
    JsonWebKey,
    core::{CoreJsonWebKeySet, CoreJwsSigningAlgorithm},
};
use serde_json::json;

use super::{part, with_teleservices};
use crate::{database::House, simulator::Simulator};

const DAY: Duration = Duration::from_secs(24 * 3600);

async fn kids(portal: &Portal) -> Vec<String> {
    published(portal).await.expect("keys").iter().map(|key| key.kid().to_owned()).collect()
}

/// As another library says.
async fn verifies(portal: &Portal, token: &str) -> bool {
    let keys = json!({ "keys": published(portal).await.expect("keys") });
    let keys: CoreJsonWebKeySet = serde_json::from_value(keys).expect("a set of keys");
    let (message, signature) = token.rsplit_once('.').expect("a token");
    let signature = URL_SAFE_NO_PAD.decode(signature).expect("base64url");
    let kid = part(token, 0)["kid"].as_str().expect("a kid").to_owned();
    let algorithm = CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256;
    let key = keys.keys().iter().find(|key| key.key_id().is_some_and(|id| **id == kid));
    key.is_some_and(|key| key.verify_signature(&algorithm, message.as_bytes(), &signature).is_ok())
}

/// The key that signs now.
async fn signing(house: &House, simulator: &Simulator, session: &Session) -> (String, String) {
    let code = house.a_code(simulator, session).await;
    let token = house.exchange(simulator, &code).await.expect("tokens").id_token;
    (part(&token, 0)["kid"].as_str().expect("a kid").to_owned(), token)
}

/// Sessions last as long as the test.
fn patient(config: &mut Config) {
    config.sessions.absolute_hours = 24 * 90;
    config.sessions.idle_minutes = 60 * 24 * 90;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_are_published_before_they_sign_and_after() {
    with_teleservices(patient, async |house, simulator| {
        let portal = &house.portal;
        // Two processes at once draw one key.
        let (one, other) = futures::join!(kids(portal), kids(portal));
        assert_eq!((one.len(), &one), (1, &other));
        let (_, session) = house.operator(simulator, "alix").await;
        let (first, token) = signing(&house, simulator, &session).await;
        assert_eq!(first, one[0]);
        assert!(verifies(portal, &token).await);

        house.advance(28 * DAY);
        house.run_jobs().await;
        assert_eq!(kids(portal).await, one, "too early");
        house.advance(DAY + Duration::from_secs(3600));
        house.run_jobs().await;
        let both = kids(portal).await;
        assert_eq!((both.len(), &both[1]), (2, &one[0]), "published");
        assert_eq!(signing(&house, simulator, &session).await.0, one[0], "and not yet used");
        house.advance(DAY);
        let (second, later) = signing(&house, simulator, &session).await;
        assert_eq!(second, both[0], "its turn has come");
        assert!(verifies(portal, &token).await && verifies(portal, &later).await, "both are still published");
        let (message, signature) =
            (token.rsplit_once('.').expect("a token").0, later.rsplit_once('.').expect("a token").1);
        assert!(!verifies(portal, &format!("{message}.{signature}")).await, "another one's signature");
        house.advance(91 * DAY);
        house.run_jobs().await;
        let after = kids(portal).await;
        assert!(!after.contains(&first) && !verifies(portal, &token).await, "nobody needs it any more");
        assert!(
            after.len() > 1 && after[0] != second,
            "nobody asked for a month, and one that signs is there"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sealed_keys_are_worth_nothing_without_the_secret() {
    let seal = |config: &mut Config, secret: &str| {
        config.single_sign_on.sealing_secret = Some(Secret::new(secret));
    };
    with_teleservices(
        |config| seal(config, "un secret de scellement bien assez long"),
        async |house, _| {
            let own = kids(&house.portal).await;
            let (key, sealed): (Vec<u8>, bool) = on!(house.portal.db, |c| {
                sqlx::query_as("SELECT private_key, sealed FROM signing_key").fetch_one(c).await
            })
            .expect("one key");
            assert!(sealed && !key.starts_with(&[0x30, 0x82]), "no PKCS#8 is to be seen");
            let mut config = (*house.portal.config).clone();
            seal(&mut config, "un autre secret, qui est tout aussi long");
            let mut other = house.portal.clone();
            other.config = config.into();
            let both = kids(&other).await;
            assert_eq!(
                (both.len(), &both[1]),
                (2, &own[0]),
                "a new one, beside the one that cannot be opened"
            );
            assert_eq!(
                kids(&house.portal).await,
                both,
                "whoever has the secret still signs with the old one"
            );
        },
    )
    .await;
}
