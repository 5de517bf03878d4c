//! Figures of the co-owners: asked all at once, within their time-out; the last good ones are kept with their date.

use std::collections::HashMap;

use domain::{co_owner::CoOwner, siren::Siren};

use super::{Block, Dated, decide};
use crate::{
    Error, Portal, change,
    companies::CompanyView,
    db::{Duration, Moment},
    on, on_tx,
    partners::{FigureKind, Figures},
};
use domain::rights::{Action, Decision};

/// Figures that nobody looked at for this long are forgotten.
const KEPT: Duration = Duration::from_secs(90 * 24 * 3600);

/// A kind of figures of a co-owner.
type Wanted = (CoOwner, FigureKind);

/// What the co-owners say, as far as it was asked for.
pub(super) struct Answers(HashMap<Wanted, Block<Figures>>);

impl Answers {
    /// Each block is taken once.
    pub fn take(&mut self, co_owner: CoOwner, kind: FigureKind) -> Block<Figures> {
        self.0.remove(&(co_owner, kind)).unwrap_or(Block::Silent)
    }
}

/// Gets what is wanted and allowed: fresh from the cache, else from the co-owners, else the last known.
pub(super) async fn get(portal: &Portal, view: &CompanyView, wanted: &[Wanted]) -> Result<Answers, Error> {
    let mut answers = HashMap::new();
    let mut allowed = Vec::new();
    for &(co_owner, kind) in wanted {
        if !view.linked.contains(&co_owner) {
            answers.insert((co_owner, kind), Block::NotLinked);
        } else if let Some(Decision::Denied(denial)) =
            action(co_owner, kind).map(|action| decide(view, action))
        {
            answers.insert((co_owner, kind), Block::Denied(denial));
        } else {
            allowed.push((co_owner, kind));
        }
    }
    answers.extend(read(portal, view.siren(), &allowed).await?);
    Ok(Answers(answers))
}

/// The right that opens a kind of figures; declarations are opened line by line, by their reader.
fn action(co_owner: CoOwner, kind: FigureKind) -> Option<Action<'static>> {
    match kind {
        FigureKind::Synthese => Some(Action::SeeSynthese(co_owner)),
        FigureKind::CreancesEnCours | FigureKind::CreancesHistorique => Some(Action::SeePayments(co_owner)),
        FigureKind::Mandats => Some(Action::SeeMandats(co_owner)),
        FigureKind::Echeancier => Some(Action::SeeSchedule(co_owner)),
        FigureKind::Declarations => None,
    }
}

struct Kept {
    figures: Figures,
    received_at: Moment,
}

async fn read(
    portal: &Portal,
    siren: &Siren,
    wanted: &[Wanted],
) -> Result<HashMap<Wanted, Block<Figures>>, Error> {
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let now = portal.clock.now();
    let limit = now - portal.partners.settings().figures_freshness();
    let mut kept = kept(portal, siren, wanted).await?;
    let stale: Vec<Wanted> = wanted
        .iter()
        .filter(|one| kept.get(one).is_none_or(|kept| kept.received_at <= limit))
        .copied()
        .collect();
    let mut answers = HashMap::new();
    let fetched = fetch(portal, siren, &stale).await;
    keep(portal, siren, &fetched, now).await;
    for (one, fetched) in fetched {
        let block = match (fetched, kept.remove(&one)) {
            (Some((_, value)), _) => Block::Shown(Dated { value, received_at: now, silent: false }),
            (None, Some(last)) => {
                Block::Shown(Dated { value: last.figures, received_at: last.received_at, silent: true })
            }
            (None, None) => Block::Silent,
        };
        answers.insert(one, block);
    }
    for (one, fresh) in kept {
        let dated = Dated { value: fresh.figures, received_at: fresh.received_at, silent: false };
        answers.entry(one).or_insert(Block::Shown(dated));
    }
    Ok(answers)
}

#[derive(sqlx::FromRow)]
struct Row {
    co_owner: String,
    kind: String,
    content: String,
    received_at: Moment,
}

/// What is kept of the wanted figures. A content that this version of the portal cannot read counts as absent.
async fn kept(portal: &Portal, siren: &Siren, wanted: &[Wanted]) -> Result<HashMap<Wanted, Kept>, Error> {
    let rows = on!(portal.db, |c| {
        sqlx::query_as::<_, Row>(
            "SELECT co_owner, kind, content, received_at FROM partner_figures WHERE siren = $1",
        )
        .bind(siren.as_str())
        .fetch_all(c)
        .await
    })?;
    let read = |one: &Wanted| {
        let row = rows.iter().find(|row| row.co_owner == one.0.code() && row.kind == one.1.code())?;
        let figures = Figures::read(one.0, one.1, &row.content).ok()?;
        Some((*one, Kept { figures, received_at: row.received_at }))
    };
    Ok(wanted.iter().filter_map(read).collect())
}

/// Asks for everything at once; each call is bounded by the time-out of the partners' client.
async fn fetch(portal: &Portal, siren: &Siren, stale: &[Wanted]) -> Vec<(Wanted, Option<(String, Figures)>)> {
    let calls = stale.iter().map(async |&(co_owner, kind)| {
        let answer = portal.partners.figures(&portal.clock, co_owner, siren, kind).await;
        let answer = answer.inspect_err(|failure| {
            tracing::warn!(co_owner = co_owner.code(), kind = kind.code(), %failure, "no figures");
        });
        ((co_owner, kind), answer.ok())
    });
    futures::future::join_all(calls).await
}

/// Keeps the good answers. A busy database does not hide from the person what the co-owners just said.
async fn keep(portal: &Portal, siren: &Siren, fetched: &[(Wanted, Option<(String, Figures)>)], now: Moment) {
    let good: Vec<(Wanted, &str)> =
        fetched.iter().filter_map(|(one, answer)| Some((*one, answer.as_ref()?.0.as_str()))).collect();
    if good.is_empty() {
        return;
    }
    if let Err(error) = write(portal, siren, &good, now).await {
        tracing::warn!(%error, "figures could not be kept");
    }
}

async fn write(portal: &Portal, siren: &Siren, good: &[(Wanted, &str)], now: Moment) -> Result<(), Error> {
    let mut tx = portal.db.begin().await?;
    // Always in the same order: two pages that keep the same rows never wait for each other in a circle.
    let mut good = good.to_vec();
    good.sort_by_key(|((co_owner, kind), _)| (co_owner.code(), kind.code()));
    for ((co_owner, kind), content) in good {
        on_tx!(tx, |c| {
            sqlx::query(
                "INSERT INTO partner_figures (co_owner, siren, kind, content, received_at) VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT (siren, co_owner, kind) DO UPDATE
                 SET content = excluded.content, received_at = excluded.received_at
                 WHERE partner_figures.received_at <= excluded.received_at",
            )
            .bind(co_owner.code())
            .bind(siren.as_str())
            .bind(kind.code())
            .bind(content)
            .bind(now)
            .execute(c)
            .await
            .map(|_| ())
        })?;
    }
    tx.commit().await?;
    Ok(())
}

/// Forgets figures that nobody looked at for ninety days.
pub async fn purge(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - KEPT;
    Ok(change!(portal.db, |c| {
        sqlx::query("DELETE FROM partner_figures WHERE received_at < $1")
            .bind(limit)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })?)
}
