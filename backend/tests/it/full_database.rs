//! SQLite that has no room left: transactions end, the connection can be used again, nothing is half-written. PostgreSQL
//! reports a full disk by an error inside an ordinary transaction: see the tests of the server.

use platform::{
    Error,
    db::{Db, Tx},
    execute, execute_tx, on,
};
use sqlx::{AssertSqlSafe, Executor, SqlitePool};

use crate::database::on_each_database;

const INSERT: &str = "INSERT INTO throttle (bucket, touched_at) VALUES ($1, 1)";

#[tokio::test(flavor = "multi_thread")]
async fn full_database_is_an_answer_and_leaves_nothing_half_written() {
    on_each_database(async |env| {
        let db = &env.portal.db;
        let Db::Sqlite { write, .. } = db else { return };
        let pages: i64 = sqlx::query_scalar("PRAGMA page_count").fetch_one(write).await.expect("a number");
        for round in 0..3 {
            set_most_pages(write, pages + 10).await;
            let mut tx = db.begin().await.expect("a transaction");
            let error = Error::from(insert_until_full(&mut tx).await);
            assert!(matches!(error, Error::Busy { retry_after_seconds: 60 }), "{error:?}");
            drop(tx);
            db.begin().await.expect("a transaction").rollback().await.expect("rolled back");
            set_most_pages(write, pages + 1000).await;
            write_both_ways(db, &round.to_string()).await;
        }
        assert_eq!(rows(db, "full-%").await, 0);
        assert_eq!(rows(db, "written-%").await, 6, "everything acknowledged");
    })
    .await;
}

/// SQLite itself ends a transaction at some errors, and may stay inside one at others: neither reaches the next user.
#[tokio::test(flavor = "multi_thread")]
async fn connection_left_in_another_state_than_the_driver_believes_is_replaced() {
    on_each_database(async |env| {
        let db = &env.portal.db;
        let Db::Sqlite { write, .. } = db else { return };
        for statement in ["ROLLBACK", "COMMIT"] {
            let mut tx = db.begin().await.expect("a transaction");
            execute_tx!(tx, sqlx::query(statement)).expect("ended without the driver");
            drop(tx);
            write_both_ways(db, statement).await;
        }
        let mut connection = write.acquire().await.expect("a connection");
        connection.execute("BEGIN IMMEDIATE").await.expect("begun without the driver");
        drop(connection);
        write_both_ways(db, "BEGIN").await;
        assert_eq!(rows(db, "written-%").await, 6);
        db.probe_write().await.expect("writable");
    })
    .await;
}

async fn insert_until_full(tx: &mut Tx) -> sqlx::Error {
    for row in 0..100 {
        let bucket = format!("full-{row}-{}", "x".repeat(4000));
        if let Err(error) = execute_tx!(tx, sqlx::query(INSERT).bind(bucket)) {
            return error;
        }
    }
    panic!("the database has room");
}

/// Writes one row outside and one inside a transaction.
async fn write_both_ways(db: &Db, name: &str) {
    execute!(db, sqlx::query(INSERT).bind(format!("written-alone-{name}"))).expect("written");
    let mut tx = db.begin().await.expect("a transaction");
    execute_tx!(tx, sqlx::query(INSERT).bind(format!("written-in-transaction-{name}"))).expect("written");
    tx.commit().await.expect("committed");
}

/// Limits the size of the database for the pool's connection.
async fn set_most_pages(write: &SqlitePool, pages: i64) {
    let statement = AssertSqlSafe(format!("PRAGMA max_page_count = {pages}"));
    write.execute(statement).await.expect("a limit");
}

/// Number of committed rows, as other connections see them.
async fn rows(db: &Db, pattern: &str) -> i64 {
    on!(db, |c| {
        sqlx::query_scalar("SELECT COUNT(*) FROM throttle WHERE bucket LIKE $1")
            .bind(pattern)
            .fetch_one(c)
            .await
    })
    .expect("a count")
}
