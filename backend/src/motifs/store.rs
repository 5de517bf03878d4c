//! Writes drafts and versions. A version is inserted once, and deleted only before its date: no statement updates one.

use domain::motif::Motif;
use platform::{
    Error,
    db::{Moment, Tx},
    execute_tx, on_tx,
};
use sqlx::types::Json;

/// Inserts the draft of a motif. Returns `false` if it has one, or a publication to come.
pub(super) async fn insert_draft(
    tx: &mut Tx,
    now: Moment,
    motif: &Motif,
    author: &str,
) -> Result<bool, Error> {
    let planned: i64 = on_tx!(tx, |c| {
        sqlx::query_scalar("SELECT COUNT(*) FROM motif_version WHERE motif = $1 AND published_at > $2")
            .bind(&motif.id)
            .bind(now)
            .fetch_one(c)
            .await
    })?;
    if planned > 0 {
        return Ok(false);
    }
    let inserted = execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO motif_draft (motif, definition, revision, author, changed_at) VALUES ($1, $2, 1, $3, $4)
             ON CONFLICT (motif) DO NOTHING",
        )
        .bind(&motif.id)
        .bind(Json(motif))
        .bind(author)
        .bind(now)
    )?;
    Ok(inserted == 1)
}

/// Replaces the draft of this revision. Returns `false` if it has another one, or is gone.
pub(super) async fn update_draft(
    tx: &mut Tx,
    now: Moment,
    motif: &Motif,
    revision: i64,
    author: &str,
) -> Result<bool, Error> {
    let updated = execute_tx!(
        tx,
        sqlx::query(
            "UPDATE motif_draft SET definition = $1, revision = revision + 1, author = $2, changed_at = $3
             WHERE motif = $4 AND revision = $5",
        )
        .bind(Json(motif))
        .bind(author)
        .bind(now)
        .bind(&motif.id)
        .bind(revision)
    )?;
    Ok(updated == 1)
}

/// Deletes the draft of this revision. Returns `false` if it has another one, or is gone.
pub(super) async fn delete_draft(tx: &mut Tx, motif: &str, revision: i64) -> Result<bool, Error> {
    let deleted = execute_tx!(
        tx,
        sqlx::query("DELETE FROM motif_draft WHERE motif = $1 AND revision = $2").bind(motif).bind(revision)
    )?;
    Ok(deleted == 1)
}

/// Number of the last version of a motif, published or to come; 0 without any.
pub(super) async fn last_number(tx: &mut Tx, motif: &str) -> Result<i64, Error> {
    Ok(on_tx!(tx, |c| {
        sqlx::query_scalar("SELECT COALESCE(MAX(number), 0) FROM motif_version WHERE motif = $1")
            .bind(motif)
            .fetch_one(c)
            .await
    })?)
}

/// A version to insert.
pub(super) struct NewVersion<'a> {
    pub definition: &'a Motif,
    pub note: &'a str,
    /// Empty for a shipped definition.
    pub author: &'a str,
    pub published_at: Moment,
}

/// Inserts a version. Returns `false` if the motif has one of this number, which stays as it is.
pub(super) async fn insert_version(
    tx: &mut Tx,
    now: Moment,
    version: &NewVersion<'_>,
) -> Result<bool, Error> {
    let inserted = execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO motif_version (motif, number, definition, note, author, created_at, published_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (motif, number) DO NOTHING",
        )
        .bind(&version.definition.id)
        .bind(i64::from(version.definition.version))
        .bind(Json(version.definition))
        .bind(version.note)
        .bind(version.author)
        .bind(now)
        .bind(version.published_at)
    )?;
    Ok(inserted == 1)
}

/// Deletes a version whose date has not come. Returns `false` if there is none.
pub(super) async fn delete_planned(
    tx: &mut Tx,
    now: Moment,
    motif: &str,
    number: i64,
) -> Result<bool, Error> {
    let deleted = execute_tx!(
        tx,
        sqlx::query("DELETE FROM motif_version WHERE motif = $1 AND number = $2 AND published_at > $3")
            .bind(motif)
            .bind(number)
            .bind(now)
    )?;
    Ok(deleted == 1)
}
