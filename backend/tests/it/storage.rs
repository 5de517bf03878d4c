use std::time::{Duration, Instant};

use backend::{Error, change, db::Db, health, on, session};

use crate::database::{on_each_database, on_each_database_with};

#[tokio::test(flavor = "multi_thread")]
async fn a_fresh_database_is_ready_and_migrating_again_changes_nothing() {
    on_each_database(async |house| {
        assert!(health::check(&house.portal).await.is_ready());
        house.portal.migrate().await.expect("nothing to do");
        assert_eq!(health::outbox_counts(&house.portal).await.expect("counted"), (0, 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_is_durable_and_its_readers_cannot_write() {
    on_each_database(async |house| {
        let Db::Sqlite { read, write, .. } = &house.portal.db else { return };
        for pool in [read, write] {
            let journal: String =
                sqlx::query_scalar("PRAGMA journal_mode").fetch_one(pool).await.expect("asked");
            let synchronous: i64 =
                sqlx::query_scalar("PRAGMA synchronous").fetch_one(pool).await.expect("asked");
            let keys: i64 = sqlx::query_scalar("PRAGMA foreign_keys").fetch_one(pool).await.expect("asked");
            assert_eq!((journal.as_str(), synchronous, keys), ("wal", 2, 1));
        }
        let refused = sqlx::query("DELETE FROM session").execute(read).await;
        assert!(refused.is_err(), "a reader wrote");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_held_too_long_is_answered_busy_and_readers_go_on() {
    on_each_database_with(
        |config| {
            config.database.busy_seconds = 1;
            config.database.max_connections = 4;
        },
        async |house| {
            let (token, session) = house.visitor().await;
            let mut tx = house.portal.db.begin().await.expect("a transaction");
            backend::on_tx!(tx, |c| {
                sqlx::query("UPDATE session SET network = 'x' WHERE id = $1")
                    .bind(session.id)
                    .execute(c)
                    .await
                    .map(|_| ())
            })
            .expect("locked");
            let started = Instant::now();
            let outcome = session::close(&house.portal, session.id).await;
            assert!(matches!(outcome, Err(Error::Busy { .. })), "{outcome:?}");
            assert!(started.elapsed() < Duration::from_secs(5), "an answer, not a hang");
            house.session(&token).await;
            tx.rollback().await.expect("released");
            session::close(&house.portal, session.id).await.expect("recovers without a restart");
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dropped_transaction_leaves_no_half_write() {
    on_each_database(async |house| {
        let (_, session) = house.visitor().await;
        for _ in 0..10 {
            let mut tx = house.portal.db.begin().await.expect("a transaction");
            backend::on_tx!(tx, |c| {
                sqlx::query("UPDATE session SET network = 'x' WHERE id = $1")
                    .bind(session.id)
                    .execute(c)
                    .await
                    .map(|_| ())
            })
            .expect("written");
            drop(tx);
        }
        let network: String = on!(house.portal.db, |c| {
            sqlx::query_scalar("SELECT network FROM session WHERE id = $1")
                .bind(session.id)
                .fetch_one(c)
                .await
        })
        .expect("read");
        assert_eq!(network, "192.0.2.1");
        change!(house.portal.db, |c| sqlx::query("DELETE FROM session").execute(c).await.map(|_| ()))
            .expect("the writer is free again");
    })
    .await;
}
