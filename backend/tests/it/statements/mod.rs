//! Every SQL text of the sources is prepared on both engines, so that a wrong column is found without running its path.

mod plan;
#[path = "../../source_files/mod.rs"]
mod source_files;
mod texts;

use sqlx::{AssertSqlSafe, Executor};

use crate::database::on_each_database;
pub use plan::Plan;
pub use texts::{Statement, read};

/// Statements built at run time, which their own tests execute: those of the outbox worker, which differ by table, and
/// those with a list of rows.
const DYNAMIC: usize = 18;

#[tokio::test]
async fn every_statement_is_prepared_by_both_engines() {
    let texts = read();
    eprintln!("statements: {}, built at run time: {}", texts.statements.len(), texts.dynamic.len());
    assert!(texts.statements.len() > 300, "the statements are no longer found");
    assert!(texts.dynamic.len() <= DYNAMIC, "built at run time:\n{}", texts.dynamic.join("\n"));
    let statements = &texts.statements;
    on_each_database(async |env| {
        let mut refused = Vec::new();
        let applies = |statement: &&Statement| is_of_engine(&statement.text, env.engine);
        for statement in statements.iter().filter(applies) {
            if let Err(error) = prepare(&env.portal.db, statement).await {
                refused.push(format!("{}: {error}\n{}", statement.place, statement.text));
            }
        }
        assert!(refused.is_empty(), "{} refuses:\n{}", env.engine, refused.join("\n\n"));
    })
    .await;
}

/// LISTEN/NOTIFY, advisory locks and `tsvector` exist on PostgreSQL only, FTS5 on SQLite only.
pub fn is_of_engine(statement: &str, engine: &str) -> bool {
    let foreign: &[&str] = match engine {
        "SQLite" => &["pg_notify", "pg_advisory", "tsvector", "tsquery"],
        _ => &[" MATCH ", "SELECT id, title_stems || keyword_stems || body_stems"],
    };
    !foreign.iter().any(|words| statement.contains(words))
}

async fn prepare(db: &platform::db::Db, statement: &Statement) -> Result<(), sqlx::Error> {
    let text = || AssertSqlSafe(statement.text.clone());
    platform::change!(db, |c| {
        let mut connection = c.acquire().await?;
        connection.prepare(sqlx::SqlSafeStr::into_sql_str(text())).await.map(|_| ())
    })
}
