//! Copies of one question, made by statements on sets of rows: a hundred thousand take seconds.

use domain::siren::Siren;
use platform::db::{Db, Tx, Work};
use sqlx::AssertSqlSafe;

/// Copies question `number` of the portal `count` times, with its first message and first step, for a company.
///
/// The company must not have copies yet. One copy of ten is confidential, and each status has a quarter. Half of them are assigned
/// to an agent of the service, if it has one; of those that await an answer, half are late and the delay of the others ends now. Those with the
/// status of an act of the service are unread for the author and a colleague, and notified to the author. The copies were
/// sent one second apart, before the original.
pub async fn copy_question(db: &Db, number: &str, siren: &Siren, count: u32) -> Result<(), sqlx::Error> {
    let mut tx = db.begin().await?;
    for statement in COPIES {
        let text = statement.replace("{id}", random_id(&mut tx)).replace("{count}", &count.to_string());
        let text = text.replace("{number}", random_number(&mut tx));
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

/// SQL expression of a random positive number.
fn random_number(tx: &mut Tx) -> &'static str {
    match tx.this() {
        Work::Sqlite(..) => "abs(random() / 2)",
        Work::Postgres(_) => "CAST(random() * 9e18 AS BIGINT)",
    }
}

/// `$1` number of the original, `$2` SIREN of the copies. A copy has the number of the original, a
/// hyphen, the SIREN, a hyphen and its rank.
const COPIES: [&str; 6] = [
    "INSERT INTO conversation (id, number, siren, company, motif, motif_version, motif_title, confidential, definition,
         service, assignee, subject, search_number, status, author, asked_at, waiting_since, answer_due_at, pressing_at, activity_at)
     WITH RECURSIVE copy (n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM copy WHERE n < {count})
     SELECT {id}, c.number || '-' || $2 || '-' || n, $2, c.company, c.motif, c.motif_version, c.motif_title, n % 10 = 0,
            c.definition, c.service,
            CASE WHEN n % 8 IN (1, 2, 3, 5)
                 THEN (SELECT x.member FROM staff_service x WHERE x.service = c.service ORDER BY x.member LIMIT 1) END,
            c.subject, {number},
            CASE n % 4 WHEN 0 THEN 'transmis' WHEN 1 THEN 'pris_en_charge' WHEN 2 THEN 'repondu' ELSE 'clos' END,
            c.author, c.asked_at - n * 1000000, c.asked_at - n * 1000000,
            CASE WHEN n % 8 IN (0, 1) THEN c.asked_at - 1 - n ELSE c.asked_at + 3600000000 + n END,
            CASE WHEN n % 8 IN (0, 1) THEN c.asked_at - 1 - n ELSE c.asked_at + 3600000000 + n END, c.asked_at - n * 1000000
     FROM conversation c CROSS JOIN copy WHERE c.number = $1",
    // The words of the original, the number of the copy, and the scope of its company.
    "INSERT INTO search_scoped (rowid, tokens)
     SELECT c.search_number,
            REPLACE(t.tokens, 'zsiren' || o.siren, CASE WHEN c.confidential THEN 'zconfidentiel' ELSE 'zsiren' END || $2)
            || ' tm' || lower(replace(c.number, '-', ''))
     FROM conversation o JOIN search_scoped t ON t.rowid = o.search_number
     JOIN conversation c ON c.siren = $2 AND c.number LIKE $1 || '-%'
     WHERE o.number = $1",
    "INSERT INTO message (id, conversation, kind, author, author_name, content, draft, sent_at)
     SELECT {id}, c.id, m.kind, m.author, m.author_name, m.content, {id}, c.asked_at
     FROM conversation o JOIN message m ON m.conversation = o.id AND m.kind = 'question'
     JOIN conversation c ON c.siren = $2 AND c.number LIKE $1 || '-%'
     WHERE o.number = $1",
    "INSERT INTO conversation_step (id, conversation, status, at, by_agent, by_name, by_account)
     SELECT {id}, c.id, 'transmis', c.asked_at, FALSE, m.author_name, m.author
     FROM message m JOIN conversation c ON c.id = m.conversation
     WHERE c.siren = $2 AND c.number LIKE $1 || '-%'",
    "INSERT INTO conversation_unread (conversation, reader, siren, confidential, since)
     SELECT id, author, siren, confidential, activity_at FROM conversation
     WHERE siren = $2 AND number LIKE $1 || '-%' AND status IN ('pris_en_charge', 'repondu')
     UNION ALL
     SELECT id, {id}, siren, confidential, activity_at FROM conversation
     WHERE siren = $2 AND number LIKE $1 || '-%' AND status IN ('pris_en_charge', 'repondu')",
    "INSERT INTO notification (id, account, conversation, siren, confidential, step, created_at)
     SELECT {id}, author, id, siren, confidential, status, activity_at FROM conversation
     WHERE siren = $2 AND number LIKE $1 || '-%' AND status IN ('pris_en_charge', 'repondu')",
];
