use platform::{Error, db::Tx, execute, execute_tx};

use crate::{
    Portal,
    documents::access::Reader,
    id::{AccountId, DocumentVersionId},
};

/// Inserts the acknowledgement of a version, unless the reader has acknowledged it.
pub async fn insert(
    portal: &Portal,
    version: DocumentVersionId,
    reader: &Reader<'_>,
    company: &str,
) -> Result<(), Error> {
    execute!(
        portal.db,
        sqlx::query(
            "INSERT INTO document_acknowledgement (version, reader, reader_name, company, acknowledged_at)
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (version, reader) DO NOTHING",
        )
        .bind(version)
        .bind(reader.id)
        .bind(&reader.name)
        .bind(company)
        .bind(portal.clock.now())
    )?;
    Ok(())
}

/// Replaces the name of a person in their acknowledgements.
pub async fn sign(tx: &mut Tx, account: AccountId, name: &str) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query("UPDATE document_acknowledgement SET reader_name = $1 WHERE reader = $2")
            .bind(name)
            .bind(account)
    )?;
    Ok(())
}
