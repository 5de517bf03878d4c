//! Reconciliation and retention.

use std::time::Duration;

use backend::companies;
use domain::co_owner::CoOwner;
use platform::co_owners::Settings;

use super::{SIRET, event, telepayer, with_link};
use crate::simulator::co_owners;

#[tokio::test(flavor = "multi_thread")]
async fn reconciliation_finds_changes_that_were_not_pushed() {
    with_link(async |mut linked| {
        let settings = Settings { rights_freshness_seconds: 86_400, ..linked.simulator.settings() };
        linked.env.portal.co_owners = co_owners(&settings);
        linked.env.run_jobs().await;
        linked.simulator.set_silent(CoOwner::Dgddi, true).await;
        linked.simulator.withdraw("basile.demo", "TELEPAIEMENT-SEPA", "telepayer", SIRET).await;
        linked.env.advance(Duration::from_secs(59 * 60));
        linked.env.run_jobs().await;
        assert!(linked.may_pay().await, "confirmed less than an hour ago");
        linked.env.advance(Duration::from_secs(60));
        linked.env.run_jobs().await;
        assert!(!linked.may_pay().await);
        assert_eq!(linked.notices().await, ["douane.gouv.fr vous a retiré une habilitation."]);
        assert_eq!(
            companies::reconcile(&linked.env.portal).await.expect("reconciled"),
            0,
            "not reconciled again immediately"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_and_events_are_purged_after_their_retention() {
    with_link(async |linked| {
        let body = event(linked.version, linked.version + 1, &[], &[telepayer()]);
        linked.push(&body).await.expect("accepted");
        companies::unlink(&linked.env.portal, &linked.session, CoOwner::Dgddi).await.expect("unlinked");
        let changes = linked.env.count("right_change").await;
        assert_eq!(changes % 2, 0, "each right was granted once and withdrawn once");
        assert_eq!(linked.notices().await.len(), 1, "no notice about one's own unlinking");
        linked.env.advance(Duration::from_secs(31 * 24 * 3600));
        linked.env.run_jobs().await;
        assert_eq!(linked.env.count("rights_event").await, 0);
        assert_eq!(linked.env.count("right_change").await, changes);
        linked.env.advance(Duration::from_secs(366 * 24 * 3600));
        linked.env.run_jobs().await;
        assert_eq!(linked.env.count("right_change").await + linked.env.count("rights_notice").await, 0);
    })
    .await;
}
