use platform::{
    Error,
    db::{Moment, Tx},
    execute_tx,
};

use crate::{
    accounts::sessions::StaffMember,
    documents::folder::Folder,
    id::{DocumentId, DocumentVersionId},
};

/// Inserts a version of this number. Returns `false` if the identifier is used already.
pub async fn insert(
    tx: &mut Tx,
    (document, id, number): (DocumentId, DocumentVersionId, i32),
    folder: &Folder,
    author: &StaffMember,
    note: &str,
    now: Moment,
) -> Result<bool, Error> {
    let inserted = execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO document_version (id, document, number, service, author_name, note, published_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING",
        )
        .bind(id)
        .bind(document)
        .bind(number)
        .bind(&folder.service)
        .bind(&author.name)
        .bind(note)
        .bind(now)
    )?;
    Ok(inserted == 1)
}

/// Deletes the versions of a document, with their acknowledgements.
pub async fn delete_of(tx: &mut Tx, document: DocumentId) -> Result<(), Error> {
    execute_tx!(tx, sqlx::query("DELETE FROM document_version WHERE document = $1").bind(document))?;
    Ok(())
}
