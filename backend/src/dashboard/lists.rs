//! What the forms of the messaging let people choose from: the company's créances and mandats, each under its right.

use domain::co_owner::CoOwner;

use super::{
    Block, Creance, Mandat, figures,
    mandats::mandats_of,
    overview::{creances, narrowed},
};
use crate::{Error, Portal, companies, partners::FigureKind, session::Session};

/// The créances that the person may see, in progress first; empty without the right.
///
/// # Errors
/// [`Error::PartnerDown`] when customs do not answer and never did; [`Error::NotFound`] without a company.
pub async fn creances_to_choose(portal: &Portal, session: &Session) -> Result<Vec<Creance>, Error> {
    let mut all = get(portal, session, FigureKind::CreancesEnCours, creances).await?;
    let past = match get(portal, session, FigureKind::CreancesHistorique, creances).await {
        Ok(past) => past,
        // Those in progress are the ones people mostly ask about.
        Err(Error::PartnerDown { .. }) if !all.is_empty() => Vec::new(),
        Err(error) => return Err(error),
    };
    for past in past {
        if !all.iter().any(|one| one.co_owner == past.co_owner && one.reference == past.reference) {
            all.push(past);
        }
    }
    Ok(all)
}

/// The mandats that the person may see; empty without the right.
///
/// # Errors
/// As [`creances_to_choose`].
pub async fn mandats_to_choose(portal: &Portal, session: &Session) -> Result<Vec<Mandat>, Error> {
    get(portal, session, FigureKind::Mandats, mandats_of).await
}

async fn get<T>(
    portal: &Portal,
    session: &Session,
    kind: FigureKind,
    narrow: fn(crate::partners::Figures) -> Option<Vec<T>>,
) -> Result<Vec<T>, Error> {
    let view = companies::company_view(portal, session).await?;
    let wanted: Vec<_> = portal.partners.offered().map(|co_owner| (co_owner, kind)).collect();
    let mut answers = figures::get(portal, &view, &wanted).await?;
    let mut all = Vec::new();
    for (co_owner, kind) in wanted {
        match narrowed(answers.take(co_owner, kind), narrow) {
            Block::Shown(dated) => all.extend(dated.value),
            // Questions go to customs: a silence of the others leaves the list usable.
            Block::Silent if co_owner == CoOwner::Dgddi => {
                return Err(Error::PartnerDown { what: co_owner.site().to_owned() });
            }
            Block::Silent | Block::Denied(_) | Block::NotLinked => {}
        }
    }
    Ok(all)
}
