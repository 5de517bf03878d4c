//! Copies of one question, made by statements on sets of rows: a hundred thousand take seconds.

use domain::siren::Siren;
use platform::db::{Db, Tx, Work};
use sqlx::AssertSqlSafe;

/// Copies question `number` of the portal `count` times, with its first message and first step, for a company.
///
/// The company must not have copies yet. One copy of ten is confidential, and each status has a quarter. Those with the
/// status of an act of the service are unread for the author and a colleague, and notified to the author. The copies were
/// sent one second apart, before the original.
pub async fn copy_question(db: &Db, number: &str, siren: &Siren, count: u32) -> Result<(), sqlx::Error> {
    let mut tx = db.begin().await?;
    for statement in COPIES {
        let text = statement.replace("{id}", random_id(&mut tx)).replace("{count}", &count.to_string());
        platform::execute_tx!(tx, sqlx::query(AssertSqlSafe(text)).bind(number).bind(siren.as_str()))?;
    }
    tx.commit().await
}

/// SQL expression of a new identifier.
fn random_id(tx: &mut Tx) -> &'static str {
    match tx.this() {
        Work::Sqlite(..) => "randomblob(16)",
        Work::Postgres(_) => "gen_random_uuid()",
    }
}

/// `$1` number of the original, `$2` SIREN of the copies. A copy has the number of the original, a
/// hyphen, the SIREN, a hyphen and its rank.
const COPIES: [&str; 5] = [
    "INSERT INTO conversation (id, number, siren, company, motif, motif_version, motif_title, confidential, definition,
         service, subject, search, service_search, status, author, asked_at, waiting_since, answer_due_at, activity_at)
     WITH RECURSIVE copy (n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM copy WHERE n < {count})
     SELECT {id}, c.number || '-' || $2 || '-' || n, $2, c.company, c.motif, c.motif_version, c.motif_title, n % 10 = 0,
            c.definition, c.service, c.subject, c.search || ' ' || n, c.service_search || ' ' || n,
            CASE n % 4 WHEN 0 THEN 'transmis' WHEN 1 THEN 'pris_en_charge' WHEN 2 THEN 'repondu' ELSE 'clos' END,
            c.author, c.asked_at - n * 1000000, c.asked_at - n * 1000000, c.answer_due_at, c.asked_at - n * 1000000
     FROM conversation c CROSS JOIN copy WHERE c.number = $1",
    "INSERT INTO message (id, conversation, kind, author, author_name, content, draft, sent_at)
     SELECT {id}, c.id, m.kind, m.author, m.author_name, m.content, {id}, c.asked_at
     FROM conversation o JOIN message m ON m.conversation = o.id AND m.kind = 'question'
     JOIN conversation c ON c.siren = $2 AND c.number <> $1
     WHERE o.number = $1",
    "INSERT INTO conversation_step (id, conversation, status, at, by_agent, by_name, by_account)
     SELECT {id}, c.id, 'transmis', c.asked_at, FALSE, m.author_name, m.author
     FROM message m JOIN conversation c ON c.id = m.conversation
     WHERE c.siren = $2 AND c.number <> $1",
    "INSERT INTO conversation_unread (conversation, reader, siren, confidential, since)
     SELECT id, author, siren, confidential, activity_at FROM conversation
     WHERE siren = $2 AND number <> $1 AND status IN ('pris_en_charge', 'repondu')
     UNION ALL
     SELECT id, {id}, siren, confidential, activity_at FROM conversation
     WHERE siren = $2 AND number <> $1 AND status IN ('pris_en_charge', 'repondu')",
    "INSERT INTO notification (id, account, conversation, siren, confidential, step, created_at)
     SELECT {id}, author, id, siren, confidential, status, activity_at FROM conversation
     WHERE siren = $2 AND number <> $1 AND status IN ('pris_en_charge', 'repondu')",
];
