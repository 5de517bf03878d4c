//! Last good answers of the co-owners, by company and kind of figures.

use std::collections::HashMap;

use domain::{co_owner::CoOwner, siren::Siren};
use platform::{
    Error,
    co_owners::{FigureKind, Figures},
    db::{Duration, Moment, Tx},
    execute, execute_tx, on, on_tx,
};

use crate::{Portal, id::AccountId, portal::Signal};

/// Retention of figures after they were fetched.
const RETENTION: Duration = Duration::from_secs(90 * 24 * 3600);

/// One kind of figures of one co-owner.
pub(super) type Kind = (CoOwner, FigureKind);

pub(super) struct Cached {
    pub figures: Figures,
    pub received_at: Moment,
    /// The co-owner has reported a change since.
    pub is_outdated: bool,
}

/// Cached figures of a company.
#[derive(Default)]
pub(super) struct CachedFigures {
    pub by_kind: HashMap<Kind, Cached>,
    /// Grows with every change that a co-owner reports; zero before the first.
    pub mark: i64,
}

/// Returns the cached figures of the wanted kinds. Content that this version of the portal cannot read is left out.
pub(super) async fn read(portal: &Portal, siren: &Siren, wanted: &[Kind]) -> Result<CachedFigures, Error> {
    let instants = instants(portal, siren).await?;
    let mark = instants.iter().filter_map(|row| row.changed_at).max().map_or(0, Moment::micros);
    let mut by_kind = HashMap::new();
    let mut is_complete = true;
    for &(co_owner, kind) in wanted {
        let instant = instants.iter().find(|row| row.co_owner == co_owner.code() && row.kind == kind.code());
        let Some(row) = instant else { continue };
        match portal.parsed_figures.get(siren, co_owner, kind, row.received_at) {
            Some(figures) => {
                _ = by_kind.insert((co_owner, kind), Cached::new(figures, row.received_at, row.changed_at));
            }
            None => is_complete = false,
        }
    }
    if !is_complete {
        by_kind = parse(portal, siren, wanted).await?;
    }
    Ok(CachedFigures { by_kind, mark })
}

/// A stored kind, when its answer was received, and the last change that the co-owner reported.
#[derive(sqlx::FromRow)]
struct InstantRow {
    co_owner: String,
    kind: String,
    received_at: Moment,
    changed_at: Option<Moment>,
}

impl Cached {
    fn new(figures: Figures, received_at: Moment, changed_at: Option<Moment>) -> Self {
        let is_outdated = changed_at.is_some_and(|changed_at| changed_at >= received_at);
        Cached { figures, received_at, is_outdated }
    }
}

/// Returns the stored kinds of a company.
async fn instants(portal: &Portal, siren: &Siren) -> Result<Vec<InstantRow>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT co_owner, kind, received_at, changed_at FROM co_owner_figures WHERE siren = $1",
        )
        .bind(siren.as_str())
        .fetch_all(c)
        .await
    })?)
}

#[derive(sqlx::FromRow)]
struct Row {
    co_owner: String,
    kind: String,
    content: String,
    received_at: Moment,
    changed_at: Option<Moment>,
}

/// Parses the stored answers, and keeps the figures in memory.
async fn parse(portal: &Portal, siren: &Siren, wanted: &[Kind]) -> Result<HashMap<Kind, Cached>, Error> {
    let rows = on!(portal.db, |c| {
        sqlx::query_as::<_, Row>(
            "SELECT co_owner, kind, content, received_at, changed_at FROM co_owner_figures WHERE siren = $1",
        )
        .bind(siren.as_str())
        .fetch_all(c)
        .await
    })?;
    let read = |one: &Kind| {
        let row = rows.iter().find(|row| row.co_owner == one.0.code() && row.kind == one.1.code())?;
        let figures = Figures::read(one.0, one.1, &row.content).ok()?;
        portal.parsed_figures.keep(siren, *one, row.received_at, figures.clone(), row.content.len());
        Some((*one, Cached::new(figures, row.received_at, row.changed_at)))
    };
    Ok(wanted.iter().filter_map(read).collect())
}

/// Stores answers received at `now`, as sent by the co-owners and as read.
pub(super) async fn store(
    portal: &Portal,
    siren: &Siren,
    answers: &[(Kind, &str, &Figures)],
    now: Moment,
) -> Result<(), Error> {
    let mut tx = portal.db.begin().await?;
    // Sorted, so that two pages that store the same rows do not deadlock.
    let mut answers = answers.to_vec();
    answers.sort_by_key(|((co_owner, kind), ..)| (co_owner.code(), kind.code()));
    for &((co_owner, kind), content, _) in &answers {
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
    for (kind, content, figures) in answers {
        portal.parsed_figures.keep(siren, kind, now, figures.clone(), content.len());
    }
    Ok(())
}

/// Records that the co-owner's figures of a company have changed, and notifies the open pages of the accounts with a
/// right there. Returns `false` if the portal has none of its figures.
pub(crate) async fn record_change(
    tx: &mut Tx,
    co_owner: CoOwner,
    siren: &Siren,
    now: Moment,
) -> Result<bool, Error> {
    let changed = execute_tx!(
        tx,
        sqlx::query("UPDATE co_owner_figures SET changed_at = $1 WHERE siren = $2 AND co_owner = $3")
            .bind(now)
            .bind(siren.as_str())
            .bind(co_owner.code())
    )?;
    let accounts: Vec<AccountId> = on_tx!(tx, |c| {
        sqlx::query_scalar(
            "SELECT DISTINCT r.account_id FROM habilitation h JOIN rattachement r ON r.id = h.rattachement_id
             WHERE h.siren = $1 AND r.co_owner = $2",
        )
        .bind(siren.as_str())
        .bind(co_owner.code())
        .fetch_all(c)
        .await
    })?;
    for account in accounts {
        tx.notify(Signal::Figures(account));
    }
    Ok(changed > 0)
}

/// Deletes figures fetched more than ninety days ago.
pub async fn purge(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - RETENTION;
    Ok(execute!(portal.db, sqlx::query("DELETE FROM co_owner_figures WHERE received_at < $1").bind(limit))?)
}
