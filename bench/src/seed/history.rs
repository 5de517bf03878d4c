use platform::db::Db;
use sqlx::AssertSqlSafe;

/// `$1`: login. A copy is one second older than the one before.
const COPIES: [&str; 2] = [
    "INSERT INTO account_event (id, account_id, happened_at, place, event, times)
     WITH RECURSIVE copy (n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM copy WHERE n < {count})
     SELECT {id}, e.account_id, e.happened_at - n * 1000000, e.place, e.event, 1
     FROM (SELECT e.* FROM account_event e JOIN account a ON a.id = e.account_id WHERE a.login = $1 LIMIT 1) e
     CROSS JOIN copy",
    "INSERT INTO right_change (id, account_id, co_owner, siren, place, teleservice, droit, granted, changed_at)
     WITH RECURSIVE copy (n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM copy WHERE n < {count})
     SELECT {id}, c.account_id, c.co_owner, c.siren, c.place, c.teleservice, c.droit, c.granted,
            c.changed_at - n * 1000000
     FROM (SELECT c.* FROM right_change c JOIN account a ON a.id = c.account_id WHERE a.login = $1 LIMIT 1) c
     CROSS JOIN copy",
];

pub async fn copy(db: &Db, login: &str, count: u32) -> Result<(), sqlx::Error> {
    for statement in COPIES {
        let text = statement.replace("{id}", "randomblob(16)").replace("{count}", &count.to_string());
        platform::execute!(db, sqlx::query(AssertSqlSafe(text)).bind(login))?;
    }
    Ok(())
}
