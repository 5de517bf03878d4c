use std::time::Duration;

use backend::{id::DraftId, messaging};
use futures::TryStreamExt;

use crate::{
    database::on_each_database,
    messaging::fixtures::{RECETTE, text},
};

const DAY: Duration = Duration::from_secs(24 * 3600);

#[tokio::test(flavor = "multi_thread")]
async fn questions_are_deleted_seven_years_after_the_last_exchange() {
    on_each_database(async |env| {
        env.add_services().await;
        let (_, session) = env.accountant("alix").await;
        let old = env.send_confidential_question(&session).await;
        env.advance(30 * DAY);
        let agent = env.signed_in_agent("agent", RECETTE).await;
        messaging::take_in_charge(&env.portal, &agent, old).await.expect("taken in charge");
        messaging::reply(&env.portal, &agent, old, DraftId::generate(), &text("Voici"))
            .await
            .expect("answered");
        assert!(env.count("notification").await > 0);

        // Seven years after the question, 30 days before seven years after the reply.
        env.advance((7 * 365 + 1) * DAY - DAY);
        env.run_jobs().await;
        assert_eq!(env.count("conversation").await, 1, "counted from the reply");
        let files: Vec<_> = env.portal.files.list().try_collect().await.expect("listed");
        assert_eq!(files.len(), 1);

        env.advance(31 * DAY);
        env.run_jobs().await;
        for table in [
            "conversation",
            "message",
            "conversation_step",
            "attachment",
            "notification",
            "conversation_unread",
            "draft",
        ] {
            assert_eq!(env.count(table).await, 0, "{table}");
        }
        let files: Vec<_> = env.portal.files.list().try_collect().await.expect("listed");
        assert!(files.is_empty(), "{files:?}");
    })
    .await;
}
