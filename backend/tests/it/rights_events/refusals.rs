//! Events that are refused.

use backend::companies::PushRefusal;
use domain::co_owner::CoOwner;

use super::{event, telepayer, with_link};
use crate::simulator::{co_owners, push_secret};

#[tokio::test(flavor = "multi_thread")]
async fn events_with_a_wrong_signature_or_account_are_refused() {
    with_link(async |linked| {
        let secret = push_secret(CoOwner::Dgddi);
        let body = event(linked.version, linked.version + 1, &[], &[telepayer()]);
        let is_unsigned = async |from, secret: &str, late| {
            let refused = linked.push_as(from, secret, late, &body).await;
            assert!(matches!(refused, Err(PushRefusal::Unsigned)), "{refused:?}");
        };
        is_unsigned(CoOwner::Dgddi, "a secret that an attacker made up, long enough", 0).await;
        is_unsigned(CoOwner::Dgddi, &push_secret(CoOwner::Dgfip), 0).await;
        is_unsigned(CoOwner::Dgfip, &secret, 0).await;
        is_unsigned(CoOwner::Dgddi, &secret, 301).await;
        is_unsigned(CoOwner::Dgddi, &secret, -301).await;
        // The valid signature of another co-owner gives no access to accounts of customs.
        let foreign = linked.push_as(CoOwner::Dgfip, &push_secret(CoOwner::Dgfip), 0, &body).await;
        assert!(matches!(foreign, Err(PushRefusal::Unknown)), "{foreign:?}");
        let foreign_account = linked.push(&body.replace("basile.demo", "chloe.demo")).await;
        assert!(matches!(foreign_account, Err(PushRefusal::Unknown)), "{foreign_account:?}");
        let unknown_field = linked.push(&body.replace("\"compte\"", "\"admin\":true,\"compte\"")).await;
        assert!(matches!(unknown_field, Err(PushRefusal::Unreadable(_))), "{unknown_field:?}");
        assert_eq!(linked.env.count("rights_event").await, 0, "refused events are not stored");
        assert!(linked.may_pay().await && linked.notices().await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn events_of_a_co_owner_without_push_secret_are_refused() {
    with_link(async |mut linked| {
        let mut settings = linked.simulator.settings();
        settings.dgddi.as_mut().expect("customs").push_secret = None;
        linked.env.portal.co_owners = co_owners(&settings);
        let body = event(linked.version, linked.version + 1, &[], &[telepayer()]);
        for secret in ["", &push_secret(CoOwner::Dgddi)] {
            let refused = linked.push_as(CoOwner::Dgddi, secret, 0, &body).await;
            assert!(matches!(refused, Err(PushRefusal::Unsigned)), "{refused:?}");
        }
        assert!(linked.may_pay().await);
    })
    .await;
}
