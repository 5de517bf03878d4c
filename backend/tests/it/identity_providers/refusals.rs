use std::time::Duration;

use backend::accounts::identity_providers::{self, CallbackOutcome, CallbackParams};
use domain::{
    co_owner::CoOwner,
    identity_provider::{IdentityProvider, ProviderFailure},
};
use platform::Error;
use serde_json::json;

use super::{PROCONNECT, failure, with_provider};

#[tokio::test(flavor = "multi_thread")]
async fn state_works_once_in_its_own_session_within_ten_minutes() {
    with_provider(&[], &[], async |env, simulator| {
        let (_, visitor) = env.visitor().await;
        let (_, other) = env.visitor().await;
        let params = env.authenticate_at_provider(simulator, &visitor, "alix.demo").await;
        let forged = CallbackParams { state: Some("inventé".to_owned()), ..params.clone() };
        for wrong in [forged, CallbackParams { state: None, ..params.clone() }] {
            let outcome = env.callback(&visitor, &wrong).await.expect("answered");
            assert_eq!(failure(&outcome), ProviderFailure::Expired);
        }
        let outcome = env.callback(&other, &params).await.expect("answered");
        assert_eq!(failure(&outcome), ProviderFailure::Expired, "bound to another session");
        let first = env.callback(&visitor, &params).await.expect("answered");
        assert!(matches!(first, CallbackOutcome::UnknownIdentity { .. }), "{first:?}");
        let replayed = env.callback(&visitor, &params).await.expect("answered");
        assert_eq!(failure(&replayed), ProviderFailure::Expired);

        let params = env.authenticate_at_provider(simulator, &visitor, "alix.demo").await;
        env.advance(Duration::from_secs(601));
        let late = env.callback(&visitor, &params).await.expect("answered");
        assert_eq!(failure(&late), ProviderFailure::Expired);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_uses_of_a_state_accept_exactly_one() {
    with_provider(&[], &[], async |env, simulator| {
        let (_, visitor) = env.visitor().await;
        let params = env.authenticate_at_provider(simulator, &visitor, "alix.demo").await;
        let uses = (0..50).map(|_| env.callback(&visitor, &params));
        let outcomes = futures::future::join_all(uses).await;
        let accepted = outcomes
            .iter()
            .filter(|outcome| matches!(outcome, Ok(CallbackOutcome::UnknownIdentity { .. })))
            .count();
        eprintln!("50 parallel uses of one state: {accepted} accepted");
        assert_eq!(accepted, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn authorization_code_works_once() {
    with_provider(&[], &[], async |env, simulator| {
        let (_, visitor) = env.visitor().await;
        let first = env.authenticate_at_provider(simulator, &visitor, "alix.demo").await;
        env.callback(&visitor, &first).await.expect("answered");
        let second = env.authenticate_at_provider(simulator, &visitor, "alix.demo").await;
        let replayed = CallbackParams { code: first.code, ..second };
        let outcome = env.callback(&visitor, &replayed).await.expect("answered");
        assert_eq!(failure(&outcome), ProviderFailure::InvalidResponse);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn invalid_id_tokens_are_refused() {
    with_provider(&[], &[], async |env, simulator| {
        let (_, visitor) = env.visitor().await;
        for fault in ["nonce", "audience", "signature", "expire"] {
            simulator.set_token_fault(Some(fault)).await;
            let outcome = env.sign_in_with_provider(simulator, &visitor, "alix.demo").await;
            assert_eq!(failure(&outcome), ProviderFailure::InvalidResponse, "{fault}");
            assert_eq!(env.count("pending_identity").await, 0, "{fault}");
        }
        simulator.set_token_fault(None).await;
        let params = env.authenticate_at_provider(simulator, &visitor, "alix.demo").await;
        let foreign = CallbackParams { iss: Some("https://ailleurs.example".to_owned()), ..params };
        assert_eq!(
            failure(&env.callback(&visitor, &foreign).await.expect("answered")),
            ProviderFailure::InvalidResponse
        );
        let outcome = env.sign_in_with_provider(simulator, &visitor, "alix.demo").await;
        assert!(
            matches!(outcome, CallbackOutcome::UnknownIdentity { .. }),
            "a valid token is accepted: {outcome:?}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cancellation_and_insufficient_acr_are_distinct_failures() {
    with_provider(&["eidas3"], &[], async |env, simulator| {
        let (_, visitor) = env.visitor().await;
        let insufficient = env.sign_in_with_provider(simulator, &visitor, "alix.demo").await;
        assert_eq!(failure(&insufficient), ProviderFailure::InsufficientLevel);
        for (error, expected) in [
            ("access_denied", ProviderFailure::Cancelled),
            ("temporarily_unavailable", ProviderFailure::Unavailable),
            ("invalid_scope", ProviderFailure::InvalidResponse),
        ] {
            let params = env.authenticate_at_provider(simulator, &visitor, "alix.demo").await;
            let params = CallbackParams { code: None, error: Some(error.to_owned()), ..params };
            assert_eq!(
                failure(&env.callback(&visitor, &params).await.expect("answered")),
                expected,
                "{error}"
            );
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unavailable_and_unconfigured_providers_are_reported() {
    with_provider(&[], &[], async |env, simulator| {
        let (_, visitor) = env.visitor().await;
        let begin = async |provider: IdentityProvider| {
            identity_providers::authorization_request(
                &env.portal,
                &visitor,
                &env.client(),
                provider.into(),
                "",
            )
            .await
        };
        assert!(matches!(begin(IdentityProvider::FranceConnect).await, Err(Error::NotFound)));
        let params = env.authenticate_at_provider(simulator, &visitor, "alix.demo").await;
        let down = |down: bool| json!({ "co_owner": "proconnect", "en_panne": down });
        simulator.administer(reqwest::Method::POST, "panne", down(true)).await;
        assert!(matches!(begin(PROCONNECT).await, Err(Error::CoOwnerDown { .. })));
        assert_eq!(
            failure(&env.callback(&visitor, &params).await.expect("answered")),
            ProviderFailure::Unavailable
        );
        simulator.administer(reqwest::Method::POST, "panne", down(false)).await;
        assert!(begin(PROCONNECT).await.is_ok());
        assert_eq!(env.portal.co_owners.offered().filter(|one| *one == CoOwner::Dgddi).count(), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn abandoned_authorization_requests_are_purged() {
    with_provider(&[], &[], async |env, simulator| {
        let (_, visitor) = env.visitor().await;
        env.sign_in_with_provider(simulator, &visitor, "alix.demo").await;
        env.authenticate_at_provider(simulator, &visitor, "alix.demo").await;
        assert_eq!((env.count("identity_request").await, env.count("pending_identity").await), (1, 1));
        env.advance(Duration::from_secs(31 * 60));
        let pending = identity_providers::pending_identity(&env.portal, &visitor).await.expect("read");
        assert_eq!(pending, None, "expires after 30 minutes");
        env.run_jobs().await;
        assert_eq!((env.count("identity_request").await, env.count("pending_identity").await), (0, 0));
    })
    .await;
}
