//! A registration opened from a co-owner's site, with what it hands over (mission §2.1).

use std::time::Duration;

use backend::{
    identity::{self, Resumed},
    secret::Token,
};
use domain::{co_owner::CoOwner, handover::HandoverFailure, identity_provider::Provider};

use crate::{companies::with_simulator, database::House, simulator::Simulator};

impl House {
    async fn receives(&self, token: &str) -> Result<Token, HandoverFailure> {
        identity::receive(&self.portal, &self.client(), CoOwner::Dgddi, token).await.expect("answered")
    }

    async fn resumes(&self, handle: &str) -> Resumed {
        identity::resume(&self.portal, None, &self.client(), CoOwner::Dgddi, handle).await.expect("answered")
    }
}

fn failure<T>(result: Result<T, HandoverFailure>) -> Option<HandoverFailure> {
    result.err()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_handed_over_fills_the_form_once_and_creates_nothing() {
    with_simulator(async |house, simulator| {
        let token = simulator.handover("basile.demo").await;
        let handle = house.receives(&token).await.expect("accepted");
        assert_eq!(failure(house.receives(&token).await), Some(HandoverFailure::Used));
        let Resumed::Waiting { token: Some(cookie) } = house.resumes(handle.expose()).await else {
            panic!("nobody waits")
        };
        let session = house.session(cookie.expose()).await;
        let waiting = identity::waiting(&house.portal, &session).await.expect("read").expect("somebody");
        assert_eq!(waiting.provider, Provider::CoOwner(CoOwner::Dgddi));
        let told = [
            &waiting.given_name,
            &waiting.family_name,
            &waiting.email,
            &waiting.phone,
            &waiting.company_number,
        ];
        let expected = ["Basile", "Essai", "basile.demo@exemple.invalid", "01 99 00 10 21", "000101014"];
        assert_eq!(told.map(String::as_str), expected);
        assert_eq!(house.count("account").await, 0, "nothing is created");
        let again = house.resumes(handle.expose()).await;
        assert!(
            matches!(again, Resumed::Failed(HandoverFailure::Expired)),
            "the handle serves once: {again:?}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_uses_at_once_of_one_token_are_one() {
    with_simulator(async |house, simulator| {
        let token = simulator.handover("basile.demo").await;
        let uses = futures::future::join_all((0..50).map(|_| house.receives(&token))).await;
        let accepted = uses.iter().filter(|one| one.is_ok()).count();
        eprintln!("one token used 50 times at once: {accepted} accepted");
        assert_eq!(accepted, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_forged_expired_or_meant_for_another_is_refused() {
    with_simulator(async |house, simulator| {
        for (fault, expected) in [
            ("expire", HandoverFailure::Expired),
            ("audience", HandoverFailure::Refused),
            ("signature", HandoverFailure::Refused),
        ] {
            simulator.set_token_fault_of(CoOwner::Dgddi, Some(fault)).await;
            let token = simulator.handover("basile.demo").await;
            simulator.set_token_fault_of(CoOwner::Dgddi, None).await;
            assert_eq!(failure(house.receives(&token).await), Some(expected), "{fault}");
        }
        let token = simulator.handover("basile.demo").await;
        let parts: Vec<&str> = token.split('.').collect();
        let unsigned = format!("eyJhbGciOiJub25lIn0.{}.", parts[1]);
        let cut = token[..token.len() - 4].to_owned();
        for forged in ["", "x", "a.b.c", unsigned.as_str(), cut.as_str(), &"a".repeat(10_000)] {
            assert_eq!(failure(house.receives(forged).await), Some(HandoverFailure::Refused), "{forged:.20}");
        }
        // An ID token of the same co-owner, signed with the same key, is meant for something else.
        let id_token = simulator.id_token("basile.demo").await;
        assert_eq!(failure(house.receives(&id_token).await), Some(HandoverFailure::Refused));
        let elsewhere = identity::receive(&house.portal, &house.client(), CoOwner::Dgfip, &token).await;
        assert_eq!(failure(elsewhere.expect("answered")), Some(HandoverFailure::Refused), "another's");
        simulator.set_down(CoOwner::Dgddi, true).await;
        assert_eq!(failure(house.receives(&token).await), Some(HandoverFailure::Silent));
        simulator.set_down(CoOwner::Dgddi, false).await;
        house.receives(&token).await.expect("still good: nothing used it");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_an_account_or_is_signed_in_is_led_elsewhere() {
    with_simulator(async |house, simulator: Simulator| {
        let (_, alix) = house.signed_in("alix").await;
        simulator.link(&house.portal, &alix, CoOwner::Dgddi, "alix.demo").await;
        let handle = house.receives(&simulator.handover("alix.demo").await).await.expect("accepted");
        let resumed = house.resumes(handle.expose()).await;
        assert!(matches!(resumed, Resumed::HasAccount), "{resumed:?}");
        let handle = house.receives(&simulator.handover("basile.demo").await).await.expect("accepted");
        let resumed =
            identity::resume(&house.portal, Some(&alix), &house.client(), CoOwner::Dgddi, handle.expose())
                .await;
        assert!(matches!(resumed, Ok(Resumed::SignedIn)), "{resumed:?}");
        let handle = house.receives(&simulator.handover("basile.demo").await).await.expect("accepted");
        house.advance(Duration::from_secs(301));
        let resumed = house.resumes(handle.expose()).await;
        assert!(matches!(resumed, Resumed::Failed(HandoverFailure::Expired)), "{resumed:?}");
        house.run_jobs().await;
        assert_eq!(house.count("handover").await, 0);
    })
    .await;
}
