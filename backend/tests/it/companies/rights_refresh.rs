//! Refresh of the rights granted by a co-owner.

use std::time::Duration;

use backend::companies;
use domain::{
    co_owner::CoOwner,
    rights::{Droit, Teleservice},
};
use platform::{co_owners::Settings, db::Moment, on};
use serde_json::json;

use super::{BRUMAIRE, siren, with_simulator};
use crate::simulator::co_owners;

#[tokio::test(flavor = "multi_thread")]
async fn changes_at_the_co_owner_apply_at_the_next_request() {
    with_simulator(async |env, simulator| {
        let portal = &env.portal;
        let (account, session) = env.signed_in_account("basile").await;
        simulator.link(portal, &session, CoOwner::Dgddi, "basile.demo").await;
        let may_pay = async || {
            let rights =
                companies::habilitations(portal, account, Some(&siren(BRUMAIRE))).await.expect("rights");
            rights.iter().any(|right| right.grants(Teleservice::TelepaiementSepa, Droit::Telepayer))
        };
        assert!(may_pay().await);
        simulator.withdraw("basile.demo", "TELEPAIEMENT-SEPA", "telepayer", "00010101400017").await;
        assert!(!may_pay().await);
        // Without rights, the company is removed too.
        let none = json!({ "co_owner": "dgddi", "compte": "basile.demo", "habilitations": [] });
        simulator.administer(reqwest::Method::PUT, "habilitations", none).await;
        assert!(companies::habilitations(portal, account, None).await.expect("read").is_empty());
        assert!(companies::companies_of(portal, account).await.expect("read").is_empty());
        // The co-owner is reset to its first data, with smaller versions.
        simulator.administer(reqwest::Method::POST, "reinitialiser", json!({})).await;
        env.advance(Duration::from_secs(61));
        assert!(may_pay().await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fresh_rights_are_not_fetched_again() {
    with_simulator(async |mut env, simulator| {
        let settings = Settings { rights_freshness_seconds: 60, ..simulator.settings() };
        env.portal.co_owners = co_owners(&settings);
        let portal = &env.portal;
        let (account, session) = env.signed_in_account("basile").await;
        simulator.link(portal, &session, CoOwner::Dgddi, "basile.demo").await;
        simulator.withdraw("basile.demo", "TELEPAIEMENT-SEPA", "telepayer", "00010101400017").await;
        let count = async || companies::habilitations(portal, account, None).await.expect("rights").len();
        let before = count().await;
        env.advance(Duration::from_secs(61));
        assert_eq!(count().await, before - 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unavailable_co_owner_keeps_rights_and_unknown_account_loses_them() {
    with_simulator(async |env, simulator| {
        let portal = &env.portal;
        let body = json!({ "co_owner": "dgddi", "identifiant": "passagere", "comme": "basile.demo" });
        simulator.administer(reqwest::Method::POST, "comptes", body).await;
        let (account, session) = env.signed_in_account("passagere").await;
        simulator.link(portal, &session, CoOwner::Dgddi, "passagere").await;
        simulator.set_down(CoOwner::Dgddi, true).await;
        env.advance(Duration::from_secs(5));
        assert!(
            !companies::habilitations(portal, account, None).await.expect("the last known rights").is_empty()
        );
        let links = companies::links(portal, &session).await.expect("links");
        let customs = links[0].linked.as_ref().expect("linked");
        assert!(customs.stale && customs.known && customs.answered_at < Some(env.clock.now()));

        simulator.set_down(CoOwner::Dgddi, false).await;
        // The reset deletes the account: the co-owner responds 404.
        simulator.administer(reqwest::Method::POST, "reinitialiser", json!({})).await;
        assert!(companies::habilitations(portal, account, None).await.expect("read").is_empty());
        let links = companies::links(portal, &session).await.expect("links");
        assert!(!links[0].linked.as_ref().expect("still linked").known);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unchanged_response_updates_only_the_dates() {
    with_simulator(async |env, simulator| {
        let portal = &env.portal;
        let (_, session) = env.signed_in_account("alix").await;
        simulator.link(portal, &session, CoOwner::Dgddi, "alix.demo").await;
        let account = session.usager().expect("signed in").account;
        let fetch = async || companies::habilitations(portal, account, None).await.expect("rights");
        let first = fetch().await;
        env.advance(Duration::from_secs(60));
        assert_eq!(fetch().await, first);
        let (requested_at, answered_at): (Moment, Moment) = on!(portal.db, |c| {
            sqlx::query_as("SELECT requested_at, answered_at FROM rattachement").fetch_one(c).await
        })
        .expect("dates");
        assert_eq!((requested_at, answered_at), (portal.clock.now(), portal.clock.now()));
        simulator.withdraw("alix.demo", "DELTA-X", "lire", "00010101400017").await;
        assert_eq!(fetch().await.len(), first.len() - 1, "a changed response is stored");
    })
    .await;
}
