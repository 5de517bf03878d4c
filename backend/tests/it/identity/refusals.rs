use std::time::Duration;

use backend::{
    Error,
    identity::{self, Arrival, BackParams},
};
use domain::{
    co_owner::CoOwner,
    identity_provider::{IdentityProvider, Setback},
};
use serde_json::json;

use super::{PROCONNECT, setback, with_provider};

#[tokio::test(flavor = "multi_thread")]
async fn a_state_serves_once_in_its_own_browser_within_ten_minutes() {
    with_provider(&[], &[], async |house, simulator| {
        let (_, visitor) = house.visitor().await;
        let (_, stranger) = house.visitor().await;
        let params = house.at_provider(simulator, &visitor, "alix.demo").await;
        let forged = BackParams { state: Some("inventé".to_owned()), ..params.clone() };
        for wrong in [forged, BackParams { state: None, ..params.clone() }] {
            let arrival = house.back(&visitor, &wrong).await.expect("answered");
            assert_eq!(setback(&arrival), Setback::Expired);
        }
        let elsewhere = house.back(&stranger, &params).await.expect("answered");
        assert_eq!(setback(&elsewhere), Setback::Expired, "another browser's journey");
        let first = house.back(&visitor, &params).await.expect("answered");
        assert!(matches!(first, Arrival::Unknown { .. }), "{first:?}");
        let replayed = house.back(&visitor, &params).await.expect("answered");
        assert_eq!(setback(&replayed), Setback::Expired);

        let params = house.at_provider(simulator, &visitor, "alix.demo").await;
        house.advance(Duration::from_secs(601));
        let late = house.back(&visitor, &params).await.expect("answered");
        assert_eq!(setback(&late), Setback::Expired);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_uses_at_once_of_one_state_are_one() {
    with_provider(&[], &[], async |house, simulator| {
        let (_, visitor) = house.visitor().await;
        let params = house.at_provider(simulator, &visitor, "alix.demo").await;
        let uses = (0..50).map(|_| house.back(&visitor, &params));
        let ends = futures::future::join_all(uses).await;
        let taken = ends.iter().filter(|end| matches!(end, Ok(Arrival::Unknown { .. }))).count();
        eprintln!("one state used 50 times at once: {taken} accepted");
        assert_eq!(taken, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_serves_once() {
    with_provider(&[], &[], async |house, simulator| {
        let (_, visitor) = house.visitor().await;
        let first = house.at_provider(simulator, &visitor, "alix.demo").await;
        house.back(&visitor, &first).await.expect("answered");
        let second = house.at_provider(simulator, &visitor, "alix.demo").await;
        let replayed = BackParams { code: first.code, ..second };
        let arrival = house.back(&visitor, &replayed).await.expect("answered");
        assert_eq!(setback(&arrival), Setback::Refused);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_proves_nothing_is_refused() {
    with_provider(&[], &[], async |house, simulator| {
        let (_, visitor) = house.visitor().await;
        for fault in ["nonce", "audience", "signature", "expire"] {
            simulator.set_token_fault(Some(fault)).await;
            let arrival = house.arrives(simulator, &visitor, "alix.demo").await;
            assert_eq!(setback(&arrival), Setback::Refused, "{fault}");
            assert_eq!(house.count("identity_waiting").await, 0, "{fault}");
        }
        simulator.set_token_fault(None).await;
        let params = house.at_provider(simulator, &visitor, "alix.demo").await;
        let foreign = BackParams { iss: Some("https://ailleurs.example".to_owned()), ..params };
        assert_eq!(setback(&house.back(&visitor, &foreign).await.expect("answered")), Setback::Refused);
        let arrival = house.arrives(simulator, &visitor, "alix.demo").await;
        assert!(matches!(arrival, Arrival::Unknown { .. }), "a right one is accepted: {arrival:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn giving_up_there_and_a_weak_level_are_told_apart() {
    with_provider(&["eidas3"], &[], async |house, simulator| {
        let (_, visitor) = house.visitor().await;
        let weak = house.arrives(simulator, &visitor, "alix.demo").await;
        assert_eq!(setback(&weak), Setback::TooWeak);
        for (error, expected) in [
            ("access_denied", Setback::Cancelled),
            ("temporarily_unavailable", Setback::Silent),
            ("invalid_scope", Setback::Refused),
        ] {
            let params = house.at_provider(simulator, &visitor, "alix.demo").await;
            let params = BackParams { code: None, error: Some(error.to_owned()), ..params };
            assert_eq!(setback(&house.back(&visitor, &params).await.expect("answered")), expected, "{error}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_is_down_or_not_configured_is_told() {
    with_provider(&[], &[], async |house, simulator| {
        let (_, visitor) = house.visitor().await;
        let begin = async |provider: IdentityProvider| {
            identity::begin(&house.portal, &visitor, &house.client(), provider.into(), "").await
        };
        assert!(matches!(begin(IdentityProvider::FranceConnect).await, Err(Error::NotFound)));
        let params = house.at_provider(simulator, &visitor, "alix.demo").await;
        let down = |down: bool| json!({ "co_owner": "proconnect", "en_panne": down });
        simulator.administer(reqwest::Method::POST, "panne", down(true)).await;
        assert!(matches!(begin(PROCONNECT).await, Err(Error::PartnerDown { .. })));
        assert_eq!(setback(&house.back(&visitor, &params).await.expect("answered")), Setback::Silent);
        simulator.administer(reqwest::Method::POST, "panne", down(false)).await;
        assert!(begin(PROCONNECT).await.is_ok());
        assert_eq!(house.portal.partners.offered().filter(|one| *one == CoOwner::Dgddi).count(), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_never_ended_is_forgotten() {
    with_provider(&[], &[], async |house, simulator| {
        let (_, visitor) = house.visitor().await;
        house.arrives(simulator, &visitor, "alix.demo").await;
        house.at_provider(simulator, &visitor, "alix.demo").await;
        assert_eq!((house.count("identity_request").await, house.count("identity_waiting").await), (1, 1));
        house.advance(Duration::from_secs(31 * 60));
        let waiting = identity::waiting(&house.portal, &visitor).await.expect("read");
        assert_eq!(waiting, None, "half an hour is enough");
        house.run_jobs().await;
        assert_eq!((house.count("identity_request").await, house.count("identity_waiting").await), (0, 0));
    })
    .await;
}
