//! Transparency log: numbers without gaps, proofs of every entry, changes found.

use platform::{
    Error,
    db::Db,
    transparency::{self, Entry, Proof, Salt},
};
use sqlx::AssertSqlSafe;

use crate::database::{TestEnv, on_each_database};

fn entry_text(number: usize, salt: &Salt) -> String {
    serde_json::json!({ "fait": number, "sel": salt }).to_string()
}

/// Appends an entry; rolls back instead of committing unless `commit`. Returns its text and number.
async fn append(env: &TestEnv, number: usize, commit: bool) -> (String, i64) {
    let salt = Salt::generate();
    let text = entry_text(number, &salt);
    let mut tx = env.portal.db.begin().await.expect("a transaction");
    let entry = Entry { json: text.as_bytes(), salt: &salt };
    let index = transparency::append(&mut tx, env.clock.now(), &entry).await.expect("appended");
    if commit {
        tx.commit().await.expect("committed");
    } else {
        tx.rollback().await.expect("rolled back");
    }
    (text, index)
}

async fn sign(env: &TestEnv) -> Result<u64, Error> {
    transparency::sign_checkpoint(&env.portal).await
}

async fn execute(env: &TestEnv, statement: &str) {
    let statement = AssertSqlSafe(statement.to_owned());
    match &env.portal.db {
        Db::Sqlite { write, .. } => drop(sqlx::raw_sql(statement).execute(write).await.expect("executed")),
        Db::Postgres(pool) => drop(sqlx::raw_sql(statement).execute(pool).await.expect("executed")),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn parallel_entries_have_numbers_without_gaps() {
    on_each_database(async |env| {
        let appended =
            futures::future::join_all((0..24).map(|number| append(&env, number, number % 4 != 0))).await;
        let committed = appended.into_iter().enumerate().filter(|(number, _)| number % 4 != 0);
        let mut numbers: Vec<i64> = committed.map(|(_, (_, index))| index).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (0..18).collect::<Vec<i64>>());
        assert_eq!(sign(&env).await.expect("signed"), 18);
        assert_eq!(sign(&env).await.expect("nothing to sign"), 0);
        assert_eq!(env.count("log_checkpoint").await, 1);
        assert_eq!(transparency::audit(&env.portal).await.expect("consistent"), 18);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn checkpoints_signed_at_the_same_time_agree() {
    on_each_database(async |env| {
        for round in 1..=5 {
            append(&env, round, true).await;
            let signed = futures::future::join_all((0..4).map(|_| sign(&env))).await;
            let signed: Vec<u64> = signed.into_iter().map(|one| one.expect("signed")).collect();
            assert_eq!(signed.iter().sum::<u64>(), 1, "{signed:?}");
        }
        assert_eq!(env.count("log_checkpoint").await, 5);
        assert_eq!(transparency::audit(&env.portal).await.expect("consistent"), 5);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_entry_is_proven_by_every_later_checkpoint() {
    on_each_database(async |env| {
        let keys = env.portal.log_keys.verifying();
        let mut texts = Vec::new();
        for size in 1..=9 {
            texts.push(append(&env, size, true).await.0);
            let last = i64::try_from(size - 1).expect("a number");
            assert_eq!(transparency::proof(&env.portal, last).await.expect("asked"), None, "not covered yet");
            assert_eq!(sign(&env).await.expect("signed"), 1);
            for (index, text) in (0..).zip(&texts) {
                let proof = transparency::proof(&env.portal, index).await.expect("asked").expect("covered");
                let read = Proof::parse(&proof.to_string()).expect("well formed");
                let proven = read.verify(text.as_bytes(), &keys).expect("verified");
                assert_eq!(proven.checkpoint.size, size as u64);
            }
        }
        assert_eq!(transparency::audit(&env.portal).await.expect("consistent"), 9);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_of_the_log_are_found() {
    on_each_database(async |env| {
        for number in 0..4 {
            append(&env, number, true).await;
        }
        sign(&env).await.expect("signed");
        append(&env, 4, true).await;
        sign(&env).await.expect("signed");
        execute(&env, "CREATE TABLE kept_entry AS SELECT * FROM log_entry").await;
        let restore = "DELETE FROM log_entry; INSERT INTO log_entry SELECT * FROM kept_entry";
        for change in [
            // Another hash.
            "UPDATE log_entry SET leaf = (SELECT salt_hash FROM log_entry WHERE number = 2) WHERE number = 1",
            // Two entries exchanged.
            "UPDATE log_entry SET number = 99 WHERE number = 0; UPDATE log_entry SET number = 0 WHERE number = 1;
             UPDATE log_entry SET number = 1 WHERE number = 99",
            // Removed: one, the first, the last, all.
            "DELETE FROM log_entry WHERE number = 2",
            "DELETE FROM log_entry WHERE number = 0",
            "DELETE FROM log_entry WHERE number = 4",
            "DELETE FROM log_entry",
        ] {
            execute(&env, change).await;
            assert!(transparency::audit(&env.portal).await.is_err(), "{change}");
            execute(&env, restore).await;
            assert_eq!(transparency::audit(&env.portal).await.expect("consistent"), 5);
        }
        // Nothing is signed on top of an altered tree, nor once the end was cut off.
        append(&env, 5, true).await;
        execute(&env, "UPDATE log_checkpoint SET root = (SELECT leaf FROM log_entry WHERE number = 0) WHERE size = 5")
            .await;
        assert!(sign(&env).await.is_err());
        execute(&env, "UPDATE log_counter SET size = 3").await;
        assert!(sign(&env).await.is_err());
    })
    .await;
}
