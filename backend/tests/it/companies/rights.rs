//! What a co-owner grants and withdraws, and when it is asked.

use std::time::Duration;

use backend::{companies, db::Moment, on, partners::Settings};
use domain::{
    co_owner::CoOwner,
    rights::{Droit, Teleservice},
};
use serde_json::json;

use super::{BRUMAIRE, siren, with_simulator};
use crate::simulator::partners;

#[tokio::test(flavor = "multi_thread")]
async fn what_the_co_owner_changes_applies_at_the_next_request() {
    with_simulator(async |house, simulator| {
        let portal = &house.portal;
        let (account, session) = house.signed_in("basile").await;
        simulator.link(portal, &session, CoOwner::Dgddi, "basile.demo").await;
        let may_pay = async || {
            let rights =
                companies::habilitations(portal, account, Some(&siren(BRUMAIRE))).await.expect("rights");
            rights.iter().any(|right| right.gives(Teleservice::TelepaiementSepa, Droit::Telepayer))
        };
        assert!(may_pay().await);
        simulator.withdraw("basile.demo", "TELEPAIEMENT-SEPA", "telepayer", "00010101400017").await;
        assert!(!may_pay().await);
        // Every right on the company goes: so does the company.
        let none = json!({ "co_owner": "dgddi", "compte": "basile.demo", "habilitations": [] });
        simulator.administer(reqwest::Method::PUT, "habilitations", none).await;
        assert!(companies::habilitations(portal, account, None).await.expect("read").is_empty());
        assert!(companies::companies_of(portal, account).await.expect("read").is_empty());
        // The co-owner starts again from its first data, with smaller versions, later.
        simulator.administer(reqwest::Method::POST, "reinitialiser", json!({})).await;
        house.advance(Duration::from_secs(61));
        assert!(may_pay().await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rights_are_not_asked_again_while_they_are_fresh() {
    with_simulator(async |mut house, simulator| {
        let settings = Settings { rights_freshness_seconds: 60, ..simulator.settings() };
        house.portal.partners = partners(&settings);
        let portal = &house.portal;
        let (account, session) = house.signed_in("basile").await;
        simulator.link(portal, &session, CoOwner::Dgddi, "basile.demo").await;
        simulator.withdraw("basile.demo", "TELEPAIEMENT-SEPA", "telepayer", "00010101400017").await;
        let count = async || companies::habilitations(portal, account, None).await.expect("rights").len();
        let before = count().await;
        house.advance(Duration::from_secs(61));
        assert_eq!(count().await, before - 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_co_owner_locks_nobody_out_and_a_forgotten_account_loses_its_rights() {
    with_simulator(async |house, simulator| {
        let portal = &house.portal;
        let body = json!({ "co_owner": "dgddi", "identifiant": "passagere", "comme": "basile.demo" });
        simulator.administer(reqwest::Method::POST, "comptes", body).await;
        let (account, session) = house.signed_in("passagere").await;
        simulator.link(portal, &session, CoOwner::Dgddi, "passagere").await;
        simulator.set_down(CoOwner::Dgddi, true).await;
        house.advance(Duration::from_secs(5));
        assert!(!companies::habilitations(portal, account, None).await.expect("last known").is_empty());
        let links = companies::links(portal, &session).await.expect("links");
        let customs = links[0].linked.as_ref().expect("linked");
        assert!(customs.silent && customs.known && customs.answered_at < Some(house.clock.now()));

        simulator.set_down(CoOwner::Dgddi, false).await;
        // The account is gone after this: the contract answers 404.
        simulator.administer(reqwest::Method::POST, "reinitialiser", json!({})).await;
        assert!(companies::habilitations(portal, account, None).await.expect("read").is_empty());
        let links = companies::links(portal, &session).await.expect("links");
        assert!(!links[0].linked.as_ref().expect("still linked").known);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_answer_again_is_only_dated() {
    with_simulator(async |house, simulator| {
        let portal = &house.portal;
        let (_, session) = house.signed_in("alix").await;
        simulator.link(portal, &session, CoOwner::Dgddi, "alix.demo").await;
        let account = session.usager().expect("signed in").account;
        let ask = async || companies::habilitations(portal, account, None).await.expect("rights");
        let first = ask().await;
        house.advance(Duration::from_secs(60));
        assert_eq!(ask().await, first);
        let (asked, answered): (Moment, Moment) = on!(portal.db, |c| {
            sqlx::query_as("SELECT asked_at, answered_at FROM rattachement").fetch_one(c).await
        })
        .expect("dates");
        assert_eq!((asked, answered), (portal.clock.now(), portal.clock.now()));
        simulator.withdraw("alix.demo", "DELTA-X", "lire", "00010101400017").await;
        assert_eq!(ask().await.len(), first.len() - 1, "another answer is read");
    })
    .await;
}
