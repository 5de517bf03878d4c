//! Gets figures from the cache or from the co-owners, in parallel, within their time-out.

use std::collections::HashMap;

use domain::{
    card_payment::check_card,
    co_owner::CoOwner,
    rights::{Action, Decision, DeclarationLine, Denial},
    siren::Siren,
};
use platform::{
    Error,
    co_owners::{Creance, FigureKind, Figures},
    db::Moment,
};

use super::{
    block::{Block, Dated, decide},
    cache::{self, CachedFigures, Kind},
};
use crate::{Portal, companies::company::CompanyView};

/// Blocks of the wanted kinds.
pub(crate) struct Blocks {
    by_kind: HashMap<Kind, Block<Figures>>,
    /// Grows with every change that a co-owner reports.
    pub mark: i64,
}

impl Blocks {
    /// Removes and returns one block.
    pub fn take(&mut self, co_owner: CoOwner, kind: FigureKind) -> Block<Figures> {
        self.by_kind.remove(&(co_owner, kind)).unwrap_or(Block::Unavailable)
    }
}

/// Returns the wanted figures, as far as the person's rights allow: from the cache if they are not stale, else from the
/// co-owners, else the last known ones.
pub(crate) async fn get(portal: &Portal, view: &CompanyView, wanted: &[Kind]) -> Result<Blocks, Error> {
    let mut by_kind = HashMap::new();
    let mut allowed = Vec::new();
    let mut by_card = Vec::new();
    for &(co_owner, kind) in wanted {
        if !view.linked.contains(&co_owner) {
            by_kind.insert((co_owner, kind), Block::NotLinked);
            continue;
        }
        match access(view, co_owner, kind) {
            Access::Denied(denial) => _ = by_kind.insert((co_owner, kind), Block::Denied(denial)),
            Access::Whole => allowed.push((co_owner, kind)),
            Access::CardCreances => {
                by_card.push((co_owner, kind));
                allowed.push((co_owner, kind));
            }
        }
    }
    let (read, mark) = read_or_fetch(portal, view.siren(), &allowed).await?;
    by_kind.extend(read);
    for one in by_card {
        if let Some(block) = by_kind.remove(&one) {
            by_kind.insert(one, block.map(|figures| card_creances(view, figures)));
        }
    }
    Ok(Blocks { by_kind, mark })
}

/// What the person may see of a kind of figures.
enum Access {
    Whole,
    /// The créances that the person may pay by card: holders of Télépaiement CB alone.
    CardCreances,
    Denied(Denial),
}

fn access(view: &CompanyView, co_owner: CoOwner, kind: FigureKind) -> Access {
    match action(co_owner, kind).map(|action| decide(view, action)) {
        None | Some(Decision::Allowed) => Access::Whole,
        Some(Decision::Denied(_))
            if (co_owner, kind) == (CoOwner::Dgddi, FigureKind::CreancesEnCours)
                && decide(view, Action::SeeCardCreances).is_allowed() =>
        {
            Access::CardCreances
        }
        Some(Decision::Denied(denial)) => Access::Denied(denial),
    }
}

fn card_creances(view: &CompanyView, figures: Figures) -> Figures {
    match figures {
        Figures::Creances(mut creances) => {
            creances.retain(|creance| may_pay_by_card(view, creance));
            Figures::Creances(creances)
        }
        figures => figures,
    }
}

/// Returns `true` if the créance can be paid by card, and the person may do so.
pub(crate) fn may_pay_by_card(view: &CompanyView, creance: &Creance) -> bool {
    let siret = creance.siret.as_ref().filter(|_| creance.co_owner == CoOwner::Dgddi);
    check_card(creance.card_kind, creance.remaining).is_ok()
        && siret.is_some_and(|siret| decide(view, Action::PayByCard(siret)).is_allowed())
}

/// Action that a kind of figures requires. `None` for declarations and statements, which the caller checks line by line.
fn action(co_owner: CoOwner, kind: FigureKind) -> Option<Action<'static>> {
    match kind {
        FigureKind::Synthese => Some(Action::SeeSynthese(co_owner)),
        FigureKind::CreancesEnCours | FigureKind::CreancesHistorique => Some(Action::SeePayments(co_owner)),
        FigureKind::Mandats => Some(Action::SeeMandats(co_owner)),
        FigureKind::Echeancier => Some(Action::SeeSchedule(co_owner)),
        FigureKind::Declarations | FigureKind::DeclarantStatements => None,
        FigureKind::Exports => Some(Action::OpenDeclaration(DeclarationLine::Dedouanement)),
    }
}

/// Returns the figures and the mark of the company; see [`Blocks::mark`].
async fn read_or_fetch(
    portal: &Portal,
    siren: &Siren,
    wanted: &[Kind],
) -> Result<(HashMap<Kind, Block<Figures>>, i64), Error> {
    if wanted.is_empty() {
        return Ok((HashMap::new(), 0));
    }
    let now = portal.clock.now();
    let limit = now - portal.co_owners.settings().figures_freshness();
    let CachedFigures { by_kind: mut cached, mark } = cache::read(portal, siren, wanted).await?;
    let stale: Vec<Kind> = wanted
        .iter()
        .filter(|one| cached.get(one).is_none_or(|cached| cached.is_outdated || cached.received_at <= limit))
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
    Ok((blocks, mark))
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
    let usable: Vec<(Kind, &str, &Figures)> = fetched
        .iter()
        .filter_map(|(one, answer)| {
            let (text, figures) = answer.as_ref()?;
            Some((*one, text.as_str(), figures))
        })
        .collect();
    if usable.is_empty() {
        return;
    }
    if let Err(error) = cache::store(portal, siren, &usable, now).await {
        tracing::warn!(%error, "failed to cache figures");
    }
}
