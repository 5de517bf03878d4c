//! Effects of pushed events.

use std::time::Duration;

use backend::{
    companies::{self, EventOutcome, PushRefusal},
    messaging::notifications,
};
use domain::{
    co_owner::CoOwner,
    limited_count::LimitedCount,
    rights::{Droit, Teleservice},
};
use serde_json::json;

use super::{SIRET, event, right, telepayer, version, with_link};

#[tokio::test(flavor = "multi_thread")]
async fn withdrawal_event_applies_once_with_its_date_and_notice() {
    with_link(async |linked| {
        let portal = &linked.env.portal;
        let granted = companies::right_changes(portal, &linked.session, 1).await.expect("changes").changes;
        assert!(
            !granted.is_empty() && granted.iter().all(|change| change.granted),
            "linking records dated changes"
        );
        assert!(linked.notices().await.is_empty(), "no notice about one's own linking");
        linked.env.advance(Duration::from_secs(60));
        let body = event(linked.version, linked.version + 3, &[], &[telepayer()]);
        for _ in 0..2 {
            let outcome = linked.push(&body).await.expect("accepted");
            assert_eq!(outcome, EventOutcome::Applied, "the same outcome each time");
        }
        assert!(!linked.may_pay().await);
        let latest = companies::right_changes(portal, &linked.session, 1).await.expect("changes").changes;
        assert_eq!(latest.len(), granted.len() + 1);
        assert!(
            !latest[0].granted && latest[0].right.grants(Teleservice::TelepaiementSepa, Droit::Telepayer)
        );
        assert_eq!(latest[0].at, linked.env.clock.now());
        assert_eq!(linked.notices().await, ["douane.gouv.fr vous a retiré une habilitation."]);
        assert_eq!(
            notifications::unread_count(portal, &linked.session).await.expect("counted"),
            LimitedCount::Exact(1)
        );
        notifications::mark_all_read(portal, &linked.session).await.expect("read");
        assert_eq!(
            notifications::unread_count(portal, &linked.session).await.expect("counted"),
            LimitedCount::Exact(0)
        );
        // The identifier is bound to its body.
        let other = linked.push(&body.replace("telepayer", "adherer")).await;
        assert!(matches!(other, Err(PushRefusal::OtherBody)), "{other:?}");
        assert_eq!(linked.count().await, granted.len() - 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_deliveries_apply_once() {
    with_link(async |linked| {
        let body = event(linked.version, linked.version + 1, &[], &[telepayer()]);
        let deliveries = (0..50).map(|_| linked.push(&body));
        for outcome in futures::future::join_all(deliveries).await {
            assert_eq!(outcome.expect("accepted"), EventOutcome::Applied);
        }
        assert_eq!(linked.notices().await.len(), 1);
        assert_eq!(linked.env.count("rights_event").await, 1);
        assert_eq!(version(&linked.env).await, linked.version + 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn version_gap_refetches_rights_and_late_events_are_ignored() {
    with_link(async |linked| {
        let (start, before) = (linked.version, linked.count().await);
        linked.simulator.withdraw("basile.demo", "TELEPAIEMENT-SEPA", "telepayer", SIRET).await;
        linked.simulator.withdraw("basile.demo", "DELTA-G", "declarer", SIRET).await;
        let declarer = right("DELTA-G", "declarer", SIRET);
        let (first, second) =
            (event(start, start + 1, &[], &[telepayer()]), event(start + 1, start + 2, &[], &[declarer]));
        // The second event arrives first while the co-owner is unavailable: the push must be repeated.
        linked.simulator.set_down(CoOwner::Dgddi, true).await;
        assert!(matches!(linked.push(&second).await, Err(PushRefusal::CoOwnerUnavailable)));
        assert!(linked.may_pay().await);
        linked.simulator.set_down(CoOwner::Dgddi, false).await;
        assert_eq!(linked.push(&second).await.expect("accepted"), EventOutcome::Refetched);
        assert_eq!((linked.may_pay().await, linked.count().await), (false, before - 2));
        assert_eq!(linked.notices().await, ["douane.gouv.fr vous a retiré 2\u{a0}habilitations."]);
        assert_eq!(linked.push(&first).await.expect("accepted"), EventOutcome::AlreadyKnown);
        assert_eq!(
            linked.push(&first).await.expect("accepted"),
            EventOutcome::AlreadyKnown,
            "the same outcome"
        );
        assert_eq!(
            linked.push(&second).await.expect("accepted"),
            EventOutcome::Refetched,
            "the same outcome"
        );
        assert_eq!((linked.notices().await.len(), version(&linked.env).await), (1, start + 2));
        // A late grant does not restore a right withdrawn since.
        let late = event(start, start + 1, &[telepayer()], &[]);
        assert_eq!(linked.push(&late).await.expect("accepted"), EventOutcome::AlreadyKnown);
        assert!(!linked.may_pay().await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn granted_right_adds_its_company_and_withdrawal_removes_it() {
    with_link(async |linked| {
        let portal = &linked.env.portal;
        let siret = "00020202800015";
        let company = json!({ "siren": "000202028", "raison_sociale": "Îlot des Épices (fictif)", "etablissements": [
            { "siret": siret, "nom": "Comptoir", "commune": "Brest" },
        ]});
        let read = right("DELTA-G", "lire", siret);
        let body = event(linked.version, linked.version + 1, std::slice::from_ref(&read), &[])
            .replace("\"entreprises\":[]", &format!("\"entreprises\":[{company}]"));
        assert_eq!(linked.push(&body).await.expect("accepted"), EventOutcome::Applied);
        let names = async || -> Vec<String> {
            let companies = companies::companies_of(portal, linked.account).await.expect("companies");
            companies.into_iter().map(|one| one.raison_sociale).collect()
        };
        assert_eq!(names().await, ["Brumaire Négoce (fictif)", "Îlot des Épices (fictif)"]);
        assert_eq!(linked.notices().await, ["douane.gouv.fr vous a accordé une habilitation."]);
        let body = event(linked.version + 1, linked.version + 2, &[], &[read]);
        assert_eq!(linked.push(&body).await.expect("accepted"), EventOutcome::Applied);
        assert_eq!(names().await, ["Brumaire Négoce (fictif)"]);
    })
    .await;
}
