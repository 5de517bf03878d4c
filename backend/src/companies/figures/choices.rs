//! Créances and mandats of the company that a form of the messaging offers, as far as the person's rights allow.

use std::sync::Arc;

use domain::co_owner::CoOwner;

use platform::{
    Error,
    co_owners::{Creance, FigureKind, Figures, Mandat},
};

use super::{
    block::{Block, into_creances, into_mandats, narrow_block},
    get::get,
};

use crate::{Portal, accounts::sessions::Session, companies::rights::company_view};

/// Returns the créances that the person may see, those in progress first; none without the right.
///
/// # Errors
/// [`Error::CoOwnerDown`] if customs do not answer and never did; [`Error::NotFound`] without a company.
pub async fn creances_to_choose(portal: &Portal, session: &Session) -> Result<Vec<Arc<Creance>>, Error> {
    let mut all = list(portal, session, FigureKind::CreancesEnCours, into_creances).await?;
    let past = match list(portal, session, FigureKind::CreancesHistorique, into_creances).await {
        Ok(past) => past,
        // Most questions are about those in progress: the form works without the others.
        Err(Error::CoOwnerDown { .. }) if !all.is_empty() => Vec::new(),
        Err(error) => return Err(error),
    };
    for past in past {
        if !all.iter().any(|one| one.co_owner == past.co_owner && one.reference == past.reference) {
            all.push(past);
        }
    }
    Ok(all)
}

/// Returns the mandats that the person may see; none without the right.
///
/// # Errors
/// As [`creances_to_choose`].
pub async fn mandats_to_choose(portal: &Portal, session: &Session) -> Result<Vec<Mandat>, Error> {
    list(portal, session, FigureKind::Mandats, into_mandats).await
}

async fn list<T>(
    portal: &Portal,
    session: &Session,
    kind: FigureKind,
    narrow: fn(Figures) -> Option<Vec<T>>,
) -> Result<Vec<T>, Error> {
    let view = company_view(portal, session).await?;
    let wanted: Vec<_> = portal.co_owners.offered().map(|co_owner| (co_owner, kind)).collect();
    let mut blocks = get(portal, &view, &wanted).await?;
    let mut all = Vec::new();
    for (co_owner, kind) in wanted {
        match narrow_block(blocks.take(co_owner, kind), narrow) {
            Block::Shown(dated) => all.extend(dated.value),
            // Questions go to customs: the list is usable without the figures of the others.
            Block::Unavailable if co_owner == CoOwner::Dgddi => {
                return Err(Error::CoOwnerDown { what: co_owner.site().to_owned() });
            }
            Block::Unavailable | Block::Denied(_) | Block::NotLinked => {}
        }
    }
    Ok(all)
}
