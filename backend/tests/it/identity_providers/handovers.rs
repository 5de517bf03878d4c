//! Registration from the site of a co-owner with a handover token (mission §2.1).

use std::time::Duration;

use backend::accounts::identity_providers::{self, HandoverOutcome};
use domain::{co_owner::CoOwner, handover::HandoverFailure, identity_provider::Provider};
use platform::secret::Token;

use crate::{companies::with_simulator, database::TestEnv, simulator::Simulator};

impl TestEnv {
    async fn receive_handover(&self, token: &str) -> Result<Token, HandoverFailure> {
        identity_providers::receive_handover(&self.portal, &self.client(), CoOwner::Dgddi, token)
            .await
            .expect("answered")
    }

    async fn resume_handover(&self, handle: &str) -> HandoverOutcome {
        identity_providers::resume_handover(&self.portal, None, &self.client(), CoOwner::Dgddi, handle)
            .await
            .expect("answered")
    }
}

fn failure<T>(result: Result<T, HandoverFailure>) -> Option<HandoverFailure> {
    result.err()
}

#[tokio::test(flavor = "multi_thread")]
async fn handover_fills_the_registration_form_once_and_creates_nothing() {
    with_simulator(async |env, simulator| {
        let token = simulator.handover("basile.demo").await;
        let handle = env.receive_handover(&token).await.expect("accepted");
        assert_eq!(failure(env.receive_handover(&token).await), Some(HandoverFailure::Used));
        let HandoverOutcome::Pending { token: Some(cookie) } = env.resume_handover(handle.expose()).await
        else {
            panic!("expected a pending handover")
        };
        let session = env.session(cookie.expose()).await;
        let pending = identity_providers::pending_identity(&env.portal, &session)
            .await
            .expect("read")
            .expect("a pending identity");
        assert_eq!(pending.provider, Provider::CoOwner(CoOwner::Dgddi));
        let filled = [
            &pending.given_name,
            &pending.family_name,
            &pending.email,
            &pending.phone,
            &pending.company_number,
        ];
        let expected = ["Basile", "Essai", "basile.demo@exemple.invalid", "01 99 00 10 21", "000101014"];
        assert_eq!(filled.map(String::as_str), expected);
        assert_eq!(env.count("account").await, 0, "nothing is created");
        let again = env.resume_handover(handle.expose()).await;
        assert!(
            matches!(again, HandoverOutcome::Failed(HandoverFailure::Expired)),
            "the handle works once: {again:?}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_uses_of_a_handover_token_accept_exactly_one() {
    with_simulator(async |env, simulator| {
        let token = simulator.handover("basile.demo").await;
        let uses = futures::future::join_all((0..50).map(|_| env.receive_handover(&token))).await;
        let accepted = uses.iter().filter(|one| one.is_ok()).count();
        eprintln!("50 parallel uses of one handover token: {accepted} accepted");
        assert_eq!(accepted, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn invalid_handover_tokens_are_refused() {
    with_simulator(async |env, simulator| {
        for (fault, expected) in [
            ("expire", HandoverFailure::Expired),
            ("audience", HandoverFailure::Invalid),
            ("signature", HandoverFailure::Invalid),
        ] {
            simulator.set_token_fault_of(CoOwner::Dgddi, Some(fault)).await;
            let token = simulator.handover("basile.demo").await;
            simulator.set_token_fault_of(CoOwner::Dgddi, None).await;
            assert_eq!(failure(env.receive_handover(&token).await), Some(expected), "{fault}");
        }
        let token = simulator.handover("basile.demo").await;
        let parts: Vec<&str> = token.split('.').collect();
        let unsigned = format!("eyJhbGciOiJub25lIn0.{}.", parts[1]);
        let cut = token[..token.len() - 4].to_owned();
        for forged in ["", "x", "a.b.c", unsigned.as_str(), cut.as_str(), &"a".repeat(10_000)] {
            assert_eq!(
                failure(env.receive_handover(forged).await),
                Some(HandoverFailure::Invalid),
                "{forged:.20}"
            );
        }
        // An ID token of the same co-owner, signed with the same key, is not a handover token.
        let id_token = simulator.id_token("basile.demo").await;
        assert_eq!(failure(env.receive_handover(&id_token).await), Some(HandoverFailure::Invalid));
        let outcome =
            identity_providers::receive_handover(&env.portal, &env.client(), CoOwner::Dgfip, &token).await;
        assert_eq!(failure(outcome.expect("answered")), Some(HandoverFailure::Invalid), "another co-owner");
        simulator.set_down(CoOwner::Dgddi, true).await;
        assert_eq!(failure(env.receive_handover(&token).await), Some(HandoverFailure::Unavailable));
        simulator.set_down(CoOwner::Dgddi, false).await;
        env.receive_handover(&token).await.expect("refused attempts do not consume the token");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn handover_for_an_existing_or_signed_in_account_fills_no_form() {
    with_simulator(async |env, simulator: Simulator| {
        let (_, alix) = env.signed_in_account("alix").await;
        simulator.link(&env.portal, &alix, CoOwner::Dgddi, "alix.demo").await;
        let handle = env.receive_handover(&simulator.handover("alix.demo").await).await.expect("accepted");
        let resumed = env.resume_handover(handle.expose()).await;
        assert!(matches!(resumed, HandoverOutcome::HasAccount), "{resumed:?}");
        let handle = env.receive_handover(&simulator.handover("basile.demo").await).await.expect("accepted");
        let resumed = identity_providers::resume_handover(
            &env.portal,
            Some(&alix),
            &env.client(),
            CoOwner::Dgddi,
            handle.expose(),
        )
        .await;
        assert!(matches!(resumed, Ok(HandoverOutcome::SignedIn)), "{resumed:?}");
        let handle = env.receive_handover(&simulator.handover("basile.demo").await).await.expect("accepted");
        env.advance(Duration::from_secs(301));
        let resumed = env.resume_handover(handle.expose()).await;
        assert!(matches!(resumed, HandoverOutcome::Failed(HandoverFailure::Expired)), "{resumed:?}");
        env.run_jobs().await;
        assert_eq!(env.count("handover").await, 0);
    })
    .await;
}
