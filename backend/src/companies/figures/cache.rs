//! Last good answers of the co-owners, by company and kind of figures.

use std::collections::HashMap;

use domain::{co_owner::CoOwner, siren::Siren};
use platform::{
    Error,
    co_owners::{FigureKind, Figures},
    db::{Duration, Moment},
    execute, execute_tx, on,
};

use crate::Portal;

/// Retention of figures after they were fetched.
const RETENTION: Duration = Duration::from_secs(90 * 24 * 3600);

/// One kind of figures of one co-owner.
pub(super) type Kind = (CoOwner, FigureKind);

pub(super) struct Cached {
    pub figures: Figures,
    pub received_at: Moment,
}

#[derive(sqlx::FromRow)]
struct Row {
    co_owner: String,
    kind: String,
    content: String,
    received_at: Moment,
}

/// Returns the cached figures of the wanted kinds. Content that this version of the portal cannot read is left out.
pub(super) async fn read(
    portal: &Portal,
    siren: &Siren,
    wanted: &[Kind],
) -> Result<HashMap<Kind, Cached>, Error> {
    let rows = on!(portal.db, |c| {
        sqlx::query_as::<_, Row>(
            "SELECT co_owner, kind, content, received_at FROM co_owner_figures WHERE siren = $1",
        )
        .bind(siren.as_str())
        .fetch_all(c)
        .await
    })?;
    let read = |one: &Kind| {
        let row = rows.iter().find(|row| row.co_owner == one.0.code() && row.kind == one.1.code())?;
        let figures = Figures::read(one.0, one.1, &row.content).ok()?;
        Some((*one, Cached { figures, received_at: row.received_at }))
    };
    Ok(wanted.iter().filter_map(read).collect())
}

/// Stores answers received at `now`, as sent by the co-owners.
pub(super) async fn store(
    portal: &Portal,
    siren: &Siren,
    answers: &[(Kind, &str)],
    now: Moment,
) -> Result<(), Error> {
    let mut tx = portal.db.begin().await?;
    // Sorted, so that two pages that store the same rows do not deadlock.
    let mut answers = answers.to_vec();
    answers.sort_by_key(|((co_owner, kind), _)| (co_owner.code(), kind.code()));
    for ((co_owner, kind), content) in answers {
        execute_tx!(
            tx,
            sqlx::query(
                "INSERT INTO co_owner_figures (co_owner, siren, kind, content, received_at)
                 VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT (siren, co_owner, kind) DO UPDATE
                 SET content = excluded.content, received_at = excluded.received_at
                 WHERE co_owner_figures.received_at <= excluded.received_at",
            )
            .bind(co_owner.code())
            .bind(siren.as_str())
            .bind(kind.code())
            .bind(content)
            .bind(now)
        )?;
    }
    tx.commit().await?;
    Ok(())
}

/// Deletes figures fetched more than ninety days ago.
pub async fn purge(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - RETENTION;
    Ok(execute!(portal.db, sqlx::query("DELETE FROM co_owner_figures WHERE received_at < $1").bind(limit))?)
}
