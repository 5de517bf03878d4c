//! Gets figures from the cache or from the co-owners, in parallel, within their time-out.

use std::collections::HashMap;

use domain::{
    co_owner::CoOwner,
    rights::{Action, Decision},
    siren::Siren,
};
use platform::{
    Error,
    co_owners::{FigureKind, Figures},
    db::Moment,
};

use super::{
    block::{Block, Dated, decide},
    cache::{self, Kind},
};
use crate::{Portal, companies::company::CompanyView};

/// Blocks of the wanted kinds.
pub(crate) struct Blocks(HashMap<Kind, Block<Figures>>);

impl Blocks {
    /// Removes and returns one block.
    pub fn take(&mut self, co_owner: CoOwner, kind: FigureKind) -> Block<Figures> {
        self.0.remove(&(co_owner, kind)).unwrap_or(Block::Unavailable)
    }
}

/// Returns the wanted figures, as far as the person's rights allow: from the cache if they are not stale, else from the
/// co-owners, else the last known ones.
pub(crate) async fn get(portal: &Portal, view: &CompanyView, wanted: &[Kind]) -> Result<Blocks, Error> {
    let mut blocks = HashMap::new();
    let mut allowed = Vec::new();
    for &(co_owner, kind) in wanted {
        if !view.linked.contains(&co_owner) {
            blocks.insert((co_owner, kind), Block::NotLinked);
        } else if let Some(Decision::Denied(denial)) =
            action(co_owner, kind).map(|action| decide(view, action))
        {
            blocks.insert((co_owner, kind), Block::Denied(denial));
        } else {
            allowed.push((co_owner, kind));
        }
    }
    blocks.extend(read_or_fetch(portal, view.siren(), &allowed).await?);
    Ok(Blocks(blocks))
}

/// Action that a kind of figures requires. `None` for declarations, which the caller checks line by line.
fn action(co_owner: CoOwner, kind: FigureKind) -> Option<Action<'static>> {
    match kind {
        FigureKind::Synthese => Some(Action::SeeSynthese(co_owner)),
        FigureKind::CreancesEnCours | FigureKind::CreancesHistorique => Some(Action::SeePayments(co_owner)),
        FigureKind::Mandats => Some(Action::SeeMandats(co_owner)),
        FigureKind::Echeancier => Some(Action::SeeSchedule(co_owner)),
        FigureKind::Declarations => None,
    }
}

async fn read_or_fetch(
    portal: &Portal,
    siren: &Siren,
    wanted: &[Kind],
) -> Result<HashMap<Kind, Block<Figures>>, Error> {
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let now = portal.clock.now();
    let limit = now - portal.co_owners.settings().figures_freshness();
    let mut cached = cache::read(portal, siren, wanted).await?;
    let stale: Vec<Kind> = wanted
        .iter()
        .filter(|one| cached.get(one).is_none_or(|cached| cached.received_at <= limit))
        .copied()
        .collect();
    let mut blocks = HashMap::new();
    let fetched = fetch(portal, siren, &stale).await;
    store(portal, siren, &fetched, now).await;
    for (one, fetched) in fetched {
        let block = match (fetched, cached.remove(&one)) {
            (Some((_, value)), _) => Block::Shown(Dated { value, received_at: now, stale: false }),
            (None, Some(last)) => {
                Block::Shown(Dated { value: last.figures, received_at: last.received_at, stale: true })
            }
            (None, None) => Block::Unavailable,
        };
        blocks.insert(one, block);
    }
    for (one, fresh) in cached {
        let dated = Dated { value: fresh.figures, received_at: fresh.received_at, stale: false };
        blocks.entry(one).or_insert(Block::Shown(dated));
    }
    Ok(blocks)
}

/// Result of one request: the answer as sent and as read; `None` without a usable answer.
type Fetched = (Kind, Option<(String, Figures)>);

/// Sends all requests in parallel. The co-owners' client limits the time of each.
async fn fetch(portal: &Portal, siren: &Siren, stale: &[Kind]) -> Vec<Fetched> {
    let calls = stale.iter().map(async |&(co_owner, kind)| {
        let answer = portal.co_owners.figures(&portal.clock, co_owner, siren, kind).await;
        let answer = answer.inspect_err(|failure| {
            tracing::warn!(co_owner = co_owner.code(), kind = kind.code(), %failure, "failed to fetch figures");
        });
        ((co_owner, kind), answer.ok())
    });
    futures::future::join_all(calls).await
}

/// Caches the usable answers. An error is only logged: the person can still see the fetched figures.
async fn store(portal: &Portal, siren: &Siren, fetched: &[Fetched], now: Moment) {
    let usable: Vec<(Kind, &str)> =
        fetched.iter().filter_map(|(one, answer)| Some((*one, answer.as_ref()?.0.as_str()))).collect();
    if usable.is_empty() {
        return;
    }
    if let Err(error) = cache::store(portal, siren, &usable, now).await {
        tracing::warn!(%error, "failed to cache figures");
    }
}
