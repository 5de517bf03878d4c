use std::time::Duration;

use backend::messaging;
use futures::TryStreamExt;
use uuid::Uuid;

use crate::{
    database::on_each_database,
    messaging::people::{RECETTE, text},
};

const DAY: Duration = Duration::from_secs(24 * 3600);

#[tokio::test(flavor = "multi_thread")]
async fn questions_are_deleted_seven_years_after_the_last_exchange() {
    on_each_database(async |house| {
        house.services().await;
        let (_, session) = house.accountant("alix").await;
        let old = house.asked_confidential(&session).await;
        house.advance(30 * DAY);
        let agent = house.agent("agent", RECETTE).await;
        messaging::take_in_charge(&house.portal, &agent, old).await.expect("taken in charge");
        messaging::reply(&house.portal, &agent, old, Uuid::now_v7(), &text("Voici")).await.expect("answered");
        assert!(house.count("notification").await > 0);

        // Seven years after the question, 30 days before the archive's end.
        house.advance((7 * 365 + 1) * DAY - DAY);
        house.run_jobs().await;
        assert_eq!(house.count("conversation").await, 1, "the answer counts");
        let kept: Vec<_> = house.portal.files.list().try_collect().await.expect("listed");
        assert_eq!(kept.len(), 1);

        house.advance(31 * DAY);
        house.run_jobs().await;
        for table in [
            "conversation",
            "message",
            "conversation_step",
            "attachment",
            "notification",
            "conversation_read",
            "draft",
        ] {
            assert_eq!(house.count(table).await, 0, "{table}");
        }
        let kept: Vec<_> = house.portal.files.list().try_collect().await.expect("listed");
        assert!(kept.is_empty(), "{kept:?}");
    })
    .await;
}
