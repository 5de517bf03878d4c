use std::time::Duration;

use backend::accounts::{
    history::{self, Event},
    identity_providers::{self, CallbackOutcome},
    profile, sessions,
};
use domain::{identity_provider::ProviderFailure, problem::Problem};
use platform::Error;

use super::{PROCONNECT, failure, token, with_provider};
use crate::{database::TestEnv, mfa::fixtures::problem};

async fn events(env: &TestEnv, session: &sessions::Session) -> Vec<Event> {
    let page = history::page(&env.portal, session, 1).await.expect("read");
    page.entries.into_iter().map(|entry| entry.event).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn attaching_and_detaching_require_recent_authentication_and_are_mailed() {
    with_provider(&["eidas2"], &["eidas2"], async |env, simulator| {
        let session = env.account_with_identity(simulator).await;
        env.deliver().await;
        env.mailbox.last_containing("alix@exemple.fr", "ProConnect permet de se connecter");
        let added = Event::IdentityAttached { provider: PROCONNECT };
        assert!(events(&env, &session).await.contains(&added));

        env.advance(Duration::from_secs(10 * 60));
        let session = env.sign_in("alix").await.1;
        env.advance(Duration::from_secs(14 * 60));
        let (_, visitor) = env.visitor().await;
        let provider_session =
            env.session(&token(env.sign_in_with_provider(simulator, &visitor, "alix.demo").await)).await;
        let stale = identity_providers::detach(&env.portal, &provider_session, PROCONNECT).await;
        assert_eq!(
            problem(stale),
            Problem::ReauthenticationRequired,
            "a sign-in through the provider is not a recent authentication"
        );
        let stale =
            identity_providers::attachment_request(&env.portal, &provider_session, &env.client(), PROCONNECT)
                .await;
        assert_eq!(problem(stale), Problem::ReauthenticationRequired);

        identity_providers::detach(&env.portal, &session, PROCONNECT).await.expect("detached");
        assert!(
            !sessions::is_still_active(&env.portal, provider_session.id).await.expect("looked up"),
            "sessions opened through the provider end"
        );
        assert!(sessions::is_still_active(&env.portal, session.id).await.expect("looked up"));
        assert!(events(&env, &session).await.contains(&Event::IdentityDetached { provider: PROCONNECT }));
        env.deliver().await;
        env.mailbox.last_containing("alix@exemple.fr", "ne permet plus de se connecter");
        let again = identity_providers::detach(&env.portal, &session, PROCONNECT).await;
        assert!(matches!(again, Err(Error::NotFound)), "{again:?}");
        let (_, visitor) = env.visitor().await;
        let outcome = env.sign_in_with_provider(simulator, &visitor, "alix.demo").await;
        assert!(matches!(outcome, CallbackOutcome::UnknownIdentity { .. }), "{outcome:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn identity_belongs_to_one_account_and_account_has_one_identity_per_provider() {
    with_provider(&[], &[], async |env, simulator| {
        let session = env.account_with_identity(simulator).await;
        let (_, other) = env.signed_in_account("camille").await;
        let attach = async |session: &sessions::Session, login: &str| {
            let address =
                identity_providers::attachment_request(&env.portal, session, &env.client(), PROCONNECT)
                    .await
                    .expect("an authorization request");
            let params = simulator.sign_in(&address, login).await;
            env.callback(session, &params).await.expect("a callback outcome")
        };
        assert_eq!(failure(&attach(&other, "alix.demo").await), ProviderFailure::AttachedElsewhere);
        assert_eq!(failure(&attach(&session, "basile.demo").await), ProviderFailure::OtherIdentityAttached);
        assert!(
            matches!(attach(&session, "alix.demo").await, CallbackOutcome::Attached),
            "attaching twice is no error"
        );
        assert!(matches!(attach(&other, "basile.demo").await, CallbackOutcome::Attached));
        assert_eq!(env.count("identity").await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn attachment_request_is_bound_to_its_account() {
    with_provider(&[], &[], async |env, simulator| {
        let (_, session) = env.signed_in_account("alix").await;
        let address =
            identity_providers::attachment_request(&env.portal, &session, &env.client(), PROCONNECT)
                .await
                .expect("an authorization request");
        let params = simulator.sign_in(&address, "alix.demo").await;
        let (_, other) = env.signed_in_account("camille").await;
        // The session meanwhile belongs to another account.
        let swapped = sessions::Session { visitor: other.visitor.clone(), ..session };
        let outcome = env.callback(&swapped, &params).await.expect("answered");
        assert_eq!(failure(&outcome), ProviderFailure::Expired);
        assert_eq!(env.count("identity").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn securing_an_account_detaches_its_identities() {
    with_provider(&[], &[], async |env, simulator| {
        let session = env.account_with_identity(simulator).await;
        profile::secure(&env.portal, &session, &env.client()).await.expect("secured");
        assert_eq!(env.count("identity").await, 0);
        assert!(events(&env, &session).await.contains(&Event::IdentityDetached { provider: PROCONNECT }));
    })
    .await;
}
