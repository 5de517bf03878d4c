use std::time::{Duration, Instant};

use backend::{accounts::sessions, health};
use platform::{
    Error,
    db::{Db, Moment},
    execute, mail, on,
};

use crate::database::{on_each_database, on_each_database_with};

#[tokio::test(flavor = "multi_thread")]
async fn fresh_database_is_ready_and_migration_is_idempotent() {
    on_each_database(async |env| {
        assert!(health::check(&env.portal).await.is_ready());
        env.portal.migrate().await.expect("migrated again");
        assert_eq!(mail::counts(&env.portal).await.expect("counted"), mail::Counts::default());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_is_durable_and_its_read_pool_cannot_write() {
    on_each_database(async |env| {
        let Db::Sqlite { read, write, .. } = &env.portal.db else { return };
        let mut reader = read.acquire().await.expect("a connection");
        let mut writer = write.acquire().await.expect("a connection");
        for connection in [&mut *reader, &mut *writer] {
            let journal: String =
                sqlx::query_scalar("PRAGMA journal_mode").fetch_one(&mut *connection).await.expect("read");
            let synchronous: i64 =
                sqlx::query_scalar("PRAGMA synchronous").fetch_one(&mut *connection).await.expect("read");
            let keys: i64 =
                sqlx::query_scalar("PRAGMA foreign_keys").fetch_one(connection).await.expect("read");
            assert_eq!((journal.as_str(), synchronous, keys), ("wal", 2, 1));
        }
        let refused = sqlx::query("DELETE FROM session").execute(&mut *reader).await;
        assert!(refused.is_err(), "the read pool cannot write");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lock_timeout_returns_busy_and_readers_continue() {
    on_each_database_with(
        |config| {
            config.database.busy_seconds = 1;
            config.database.max_connections = 4;
        },
        async |env| {
            let (token, session) = env.visitor().await;
            let mut tx = env.portal.db.begin().await.expect("a transaction");
            platform::execute_tx!(
                tx,
                sqlx::query("UPDATE session SET network = 'x' WHERE id = $1").bind(session.id)
            )
            .expect("locked");
            let started = Instant::now();
            let outcome = sessions::close(&env.portal, session.id).await;
            assert!(matches!(outcome, Err(Error::Busy { .. })), "{outcome:?}");
            assert!(started.elapsed() < Duration::from_secs(5), "returned after the timeout");
            env.session(&token).await;
            tx.rollback().await.expect("released");
            sessions::close(&env.portal, session.id).await.expect("works again after the lock");
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dropped_transaction_is_rolled_back() {
    on_each_database(async |env| {
        let (_, session) = env.visitor().await;
        for _ in 0..10 {
            let mut tx = env.portal.db.begin().await.expect("a transaction");
            platform::execute_tx!(
                tx,
                sqlx::query("UPDATE session SET network = 'x' WHERE id = $1").bind(session.id)
            )
            .expect("written");
            drop(tx);
        }
        let network: String = on!(env.portal.db, |c| {
            sqlx::query_scalar("SELECT network FROM session WHERE id = $1")
                .bind(session.id)
                .fetch_one(c)
                .await
        })
        .expect("read");
        assert_eq!(network, "192.0.2.1");
        execute!(env.portal.db, sqlx::query("DELETE FROM session")).expect("the writer is released");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn moments_round_trip_with_microseconds_and_keep_their_order() {
    on_each_database(async |env| {
        let (_, session) = env.visitor().await;
        let stored = env.clock.now() + Duration::from_micros(123_456);
        execute!(
            env.portal.db,
            sqlx::query("UPDATE session SET seen_at = $1 WHERE id = $2").bind(stored).bind(session.id)
        )
        .expect("written");
        let (read, is_later): (Moment, bool) = on!(env.portal.db, |c| {
            sqlx::query_as("SELECT seen_at, seen_at > created_at FROM session WHERE id = $1")
                .bind(session.id)
                .fetch_one(c)
                .await
        })
        .expect("read");
        assert_eq!((read, is_later), (stored, true));
    })
    .await;
}
