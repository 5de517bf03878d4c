use std::time::Duration;

use backend::{change, on};

use crate::database::on_each_database;

#[tokio::test(flavor = "multi_thread")]
async fn a_periodic_job_runs_once_per_period_whoever_asks() {
    on_each_database(async |house| {
        let purged = async || {
            let (_, session) = house.visitor().await;
            let old = house.clock.now() - Duration::from_secs(48 * 3600);
            change!(house.portal.db, |c| {
                sqlx::query("UPDATE session SET expires_at = $1, seen_at = $1 WHERE id = $2")
                    .bind(old)
                    .bind(session.id)
                    .execute(c)
                    .await
                    .map(|_| ())
            })
            .expect("aged");
            futures::join!(house.run_jobs(), house.run_jobs());
            house.count("session").await == 0
        };
        assert!(purged().await, "the first time");
        assert!(!purged().await, "not again within the hour");
        house.advance(Duration::from_secs(3600));
        assert!(purged().await, "an hour later");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn instants_keep_their_microseconds_and_their_order() {
    on_each_database(async |house| {
        let (_, session) = house.visitor().await;
        let at = house.clock.now() + Duration::from_micros(123_456);
        change!(house.portal.db, |c| {
            sqlx::query("UPDATE session SET seen_at = $1 WHERE id = $2")
                .bind(at)
                .bind(session.id)
                .execute(c)
                .await
                .map(|_| ())
        })
        .expect("written");
        let (seen, later): (backend::db::Moment, bool) = on!(house.portal.db, |c| {
            sqlx::query_as("SELECT seen_at, seen_at > created_at FROM session WHERE id = $1")
                .bind(session.id)
                .fetch_one(c)
                .await
        })
        .expect("read");
        assert_eq!((seen, later), (at, true));
    })
    .await;
}
