//! Writes the index.

use std::collections::BTreeMap;

use domain::analyser;
use platform::{Error, db::Tx, execute_tx, insert_rows, on};
use sha2::{Digest, Sha256};
use sqlx::QueryBuilder;

use super::{Document, Kind, document::joined};
use crate::Portal;

/// Raised when the analyser changes: every text is indexed again.
const VERSION: &[u8] = b"1";

/// Returns the hash by which [`is_indexed`] knows these texts.
fn hash(documents: &[Document]) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(VERSION);
    hash.update(include_bytes!("../../../domain/search/synonymes.txt"));
    for Document { reference, title, keywords, body } in documents {
        for part in [reference, title, keywords, body] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
    }
    hash.finalize().to_vec()
}

/// Returns `true` if exactly these texts of a kind are indexed.
pub(crate) async fn is_indexed(portal: &Portal, kind: Kind, documents: &[Document]) -> Result<bool, Error> {
    let known: Option<Vec<u8>> = on!(portal.db, |c| {
        sqlx::query_scalar("SELECT hash FROM search_source WHERE kind = $1")
            .bind(kind.code())
            .fetch_optional(c)
            .await
    })?;
    Ok(known.is_some_and(|known| known == hash(documents)))
}

/// Indexes the texts of a kind, in place of those indexed before.
pub(crate) async fn index(tx: &mut Tx, kind: Kind, documents: &[Document]) -> Result<(), Error> {
    // First: instances that start together wait here for one another.
    execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO search_source (kind, hash) VALUES ($1, $2) ON CONFLICT (kind) DO UPDATE SET hash = excluded.hash"
        )
        .bind(kind.code())
        .bind(hash(documents))
    )?;
    remove(tx, kind).await?;
    insert_rows!(
        tx,
        QueryBuilder::new(
            "INSERT INTO search_document (id, kind, reference, title_stems, keyword_stems, body_stems) "
        ),
        documents,
        |values, document| {
            values
                .push_bind(format!("{}:{}", kind.code(), document.reference))
                .push_bind(kind.code())
                .push_bind(&document.reference)
                .push_bind(joined(&analyser::stems(&document.title)))
                .push_bind(joined(&analyser::stems(&document.keywords)))
                .push_bind(joined(&analyser::stems(&document.body)));
        }
    );
    insert_stems(tx, kind).await?;
    insert_words(tx, kind, documents).await
}

async fn remove(tx: &mut Tx, kind: Kind) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query(
            "DELETE FROM search_stems WHERE document IN (SELECT id FROM search_document WHERE kind = $1)"
        )
        .bind(kind.code())
    )?;
    execute_tx!(tx, sqlx::query("DELETE FROM search_document WHERE kind = $1").bind(kind.code()))?;
    execute_tx!(tx, sqlx::query("DELETE FROM search_word WHERE kind = $1").bind(kind.code()))?;
    Ok(())
}

async fn insert_stems(tx: &mut Tx, kind: Kind) -> Result<(), Error> {
    if tx.is_postgres() {
        // An array, not a text: the parser of texts would take some stems apart.
        execute_tx!(
            tx,
            sqlx::query(
                "INSERT INTO search_stems (document, stems)
                 SELECT id, array_to_tsvector(array_remove(
                     string_to_array(title_stems || keyword_stems || body_stems, ' '), ''))
                 FROM search_document WHERE kind = $1"
            )
            .bind(kind.code())
        )?;
    } else {
        execute_tx!(
            tx,
            sqlx::query(
                "INSERT INTO search_stems (document, stems)
                 SELECT id, title_stems || keyword_stems || body_stems FROM search_document WHERE kind = $1"
            )
            .bind(kind.code())
        )?;
    }
    Ok(())
}

async fn insert_words(tx: &mut Tx, kind: Kind, documents: &[Document]) -> Result<(), Error> {
    let mut words: BTreeMap<String, (String, i64)> = BTreeMap::new();
    for (folded, shown) in documents.iter().flat_map(Document::words) {
        words.entry(folded).or_insert((shown, 0)).1 += 1;
    }
    let words: Vec<_> = words.into_iter().collect();
    insert_rows!(
        tx,
        QueryBuilder::new("INSERT INTO search_word (kind, folded, shown, uses) "),
        words,
        |values, (folded, (shown, uses))| {
            values.push_bind(kind.code()).push_bind(folded).push_bind(shown).push_bind(*uses);
        }
    );
    Ok(())
}
