//! Mandats of the company at the co-owners: all of them for who may *adhérer* on one SIRET, each to be managed by who
//! may on the very SIRET that made it (004, Habilitations).

use domain::{
    co_owner::CoOwner,
    rights::{Action, Decision, Denial, Teleservice},
};

use super::{Mandat, Share, decide, figures, overview::narrowed};
use crate::{
    Error, Portal,
    companies::{self, CompanyView},
    partners::{FigureKind, Figures},
    session::Session,
    single_sign_on,
};

#[derive(Clone, Debug)]
pub struct Mandats {
    pub view: CompanyView,
    pub shares: Vec<Share<Vec<MandatRow>>>,
    /// Questions may be asked about customs' mandats.
    pub may_ask: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct MandatRow {
    pub mandat: Mandat,
    /// Where it is changed or deleted, or why this person may not; `None` when the co-owner has no page for it.
    pub manage: Option<Result<String, Denial>>,
}

/// The mandats of the company of the session.
///
/// # Errors
/// As [`super::overview`].
pub async fn mandats(portal: &Portal, session: &Session) -> Result<Mandats, Error> {
    let view = companies::company_view(portal, session).await?;
    let co_owners: Vec<CoOwner> = portal.partners.offered().collect();
    let wanted: Vec<_> = co_owners.iter().map(|co_owner| (*co_owner, FigureKind::Mandats)).collect();
    let mut answers = figures::get(portal, &view, &wanted).await?;
    let mut shares = Vec::new();
    for co_owner in co_owners {
        let block = narrowed(answers.take(co_owner, FigureKind::Mandats), mandats_of);
        let block = block.map(|list| list.into_iter().map(|mandat| row(portal, &view, mandat)).collect());
        shares.push(Share { co_owner, block });
    }
    let may_ask = decide(&view, Action::UseMessaging).is_allowed();
    Ok(Mandats { view, shares, may_ask })
}

pub(super) fn mandats_of(figures: Figures) -> Option<Vec<Mandat>> {
    match figures {
        Figures::Mandats(list) => Some(list),
        _ => None,
    }
}

fn row(portal: &Portal, view: &CompanyView, mandat: Mandat) -> MandatRow {
    let manage = match (mandat.co_owner, &mandat.siret) {
        (CoOwner::Dgddi, Some(siret)) => match decide(view, Action::ManageMandat(siret)) {
            Decision::Denied(denial) => Some(Err(denial)),
            Decision::Allowed => {
                single_sign_on::way_in(portal, Teleservice::TelepaiementSepa, view.siren()).map(Ok)
            }
        },
        (CoOwner::Dgddi, None) => None,
        (CoOwner::Dgfip, _) => {
            single_sign_on::way_in(portal, Teleservice::PaiementsDgfip, view.siren()).map(Ok)
        }
        (CoOwner::Urssaf, _) => {
            single_sign_on::way_in(portal, Teleservice::PaiementsUrssaf, view.siren()).map(Ok)
        }
    };
    MandatRow { mandat, manage }
}
