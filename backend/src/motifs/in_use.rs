//! The motifs in use, in each process.

use domain::motif::{Catalogue, Motif};
use platform::{Error, on};
use sqlx::types::Json;

use crate::Portal;

/// Uses the versions that are published now, as a worker of every process does each few seconds. Returns `true` if something changed.
///
/// # Errors
/// A failure of the database, or a stored definition that this program cannot read: the motifs in use then stay.
pub async fn refresh(portal: &Portal) -> Result<bool, Error> {
    // One at a time, so that an older reading never replaces a newer one.
    let _turn = portal.motifs.turn().await;
    let numbers = published_numbers(portal).await?;
    if portal.motifs.has(&numbers) {
        return Ok(false);
    }
    let catalogue = Catalogue::shipped().with(published(portal).await?).map_err(anyhow::Error::from)?;
    tracing::info!(versions = numbers.len(), "motifs read");
    portal.motifs.replace(catalogue, numbers);
    Ok(true)
}

async fn published_numbers(portal: &Portal) -> Result<Vec<(String, i64)>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT motif, MAX(number) FROM motif_version WHERE author <> '' AND published_at <= $1
             GROUP BY motif ORDER BY motif",
        )
        .bind(portal.clock.now())
        .fetch_all(c)
        .await
    })?)
}

async fn published(portal: &Portal) -> Result<Vec<Motif>, Error> {
    let definitions: Vec<Json<Motif>> = on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT v.definition FROM motif_version v
             WHERE v.number = (SELECT MAX(number) FROM motif_version
                               WHERE motif = v.motif AND author <> '' AND published_at <= $1)",
        )
        .bind(portal.clock.now())
        .fetch_all(c)
        .await
    })?;
    Ok(definitions.into_iter().map(|Json(motif)| motif).collect())
}
