//! Encrypts the keys of authenticator apps again, when the configuration has a new encryption key.

use platform::{
    Error,
    encryption::{Encrypted, Rotation, SecretRow},
    execute, on,
};
use sqlx::FromRow;

use super::{apps, enrolment};
use crate::{
    Portal,
    id::{PersonId, RowId},
};

/// Rows read at a time.
const BATCH: i64 = 100;

/// A table with keys. `select`: rows after an identifier that another encryption key than the current one encrypted.
struct Table {
    select: &'static str,
    update: &'static str,
    secret_row: fn(PersonId, &[u8; 16]) -> SecretRow,
}

const TABLES: [Table; 2] = [
    Table {
        select: "SELECT id, COALESCE(account_id, staff_id) AS owner, secret, key_id FROM totp_factor
                 WHERE key_id <> $1 AND id > $2 ORDER BY id LIMIT $3",
        update: "UPDATE totp_factor SET secret = $1, key_id = $2 WHERE id = $3 AND secret = $4",
        secret_row: apps::secret_row,
    },
    Table {
        select: "SELECT session_id AS id, COALESCE(account_id, staff_id) AS owner, secret, key_id
                 FROM totp_enrolment
                 WHERE key_id <> $1 AND session_id > $2 ORDER BY session_id LIMIT $3",
        update: "UPDATE totp_enrolment SET secret = $1, key_id = $2 WHERE session_id = $3 AND secret = $4",
        secret_row: enrolment::secret_row,
    },
];

#[derive(FromRow)]
struct Row {
    id: RowId,
    owner: PersonId,
    secret: Vec<u8>,
    key_id: String,
}

/// Encrypts every key again with the current encryption key, row by row: may be interrupted and repeated.
pub async fn encrypt_authenticator_apps_again(portal: &Portal) -> Result<Rotation, Error> {
    let mut done = Rotation::default();
    for table in &TABLES {
        let mut last = RowId::NIL;
        loop {
            let rows = read(portal, table, last).await?;
            let Some(end) = rows.last() else { break };
            last = end.id;
            for row in &rows {
                done = done.plus(encrypt_again(portal, table, row).await?);
            }
        }
    }
    Ok(done)
}

async fn read(portal: &Portal, table: &Table, after: RowId) -> Result<Vec<Row>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(table.select)
            .bind(portal.keyring.current_id())
            .bind(after)
            .bind(BATCH)
            .fetch_all(c)
            .await
    })?)
}

/// Replaces the key of a row, unless the row changed since it was read.
async fn encrypt_again(portal: &Portal, table: &Table, row: &Row) -> Result<Rotation, Error> {
    let stored = Encrypted { key_id: row.key_id.clone(), bytes: row.secret.clone() };
    let secret_row = (table.secret_row)(row.owner, row.id.as_bytes());
    let Some(new) = portal.keyring.encrypt_again(&secret_row, &stored)? else {
        return Ok(Rotation { unreadable: 1, ..Rotation::default() });
    };
    let encrypted = execute!(
        portal.db,
        sqlx::query(table.update).bind(new.bytes).bind(new.key_id).bind(row.id).bind(&row.secret)
    )?;
    Ok(Rotation { encrypted, ..Rotation::default() })
}
