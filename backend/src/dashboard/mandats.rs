//! Mandats of the company at the co-owners. A person with `adherer` on one SIRET sees all of them; managing a mandat
//! requires `adherer` on the SIRET that opened it (004, Habilitations).

use std::sync::Arc;

use domain::{
    co_owner::CoOwner,
    rights::{Action, Decision, Denial},
};

use platform::{
    Error,
    co_owners::{FigureKind, Mandat},
};

use super::creances::payments_address;
use crate::{
    Portal,
    accounts::sessions::Session,
    companies::{
        self, CompanyView,
        figures::{self, Share, decide, into_mandats, narrow_block},
    },
};

/// Content of the page of mandats.
#[derive(Clone, Debug)]
pub struct Mandats {
    pub view: CompanyView,
    pub shares: Vec<Share<Vec<MandatRow>>>,
    /// The person may ask questions about the mandats at customs.
    pub may_ask: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct MandatRow {
    pub mandat: Mandat,
    /// Address at which it is changed or deleted, or the denial; `None` if the co-owner has no page for it.
    pub manage: Option<Result<Arc<str>, Denial>>,
}

/// Returns the mandats of the current company.
///
/// # Errors
/// As [`super::overview`].
pub async fn mandats(portal: &Portal, session: &Session) -> Result<Mandats, Error> {
    let view = companies::company_view(portal, session).await?;
    let co_owners: Vec<CoOwner> = portal.co_owners.offered().filter(|one| one.has_payments()).collect();
    let wanted: Vec<_> = co_owners.iter().map(|co_owner| (*co_owner, FigureKind::Mandats)).collect();
    let mut blocks = figures::get(portal, &view, &wanted).await?;
    let mut shares = Vec::new();
    for co_owner in co_owners {
        let block = narrow_block(blocks.take(co_owner, FigureKind::Mandats), into_mandats);
        let address = payments_address(portal, &view, co_owner);
        let rows =
            |list: Vec<Mandat>| list.into_iter().map(|one| row(&view, one, address.as_ref())).collect();
        let block = block.map(rows);
        shares.push(Share { co_owner, block });
    }
    let may_ask = decide(&view, Action::UseMessaging).is_allowed();
    Ok(Mandats { view, shares, may_ask })
}

fn row(view: &CompanyView, mandat: Mandat, address: Option<&Arc<str>>) -> MandatRow {
    let open = address.cloned().map(Ok);
    let manage = match (mandat.co_owner, &mandat.siret) {
        (CoOwner::Dgddi, Some(siret)) => match decide(view, Action::ManageMandat(siret)) {
            Decision::Denied(denial) => Some(Err(denial)),
            Decision::Allowed => open,
        },
        // Without a SIRET the right cannot be checked.
        (CoOwner::Dgddi, None) => None,
        _ => open,
    };
    MandatRow { mandat, manage }
}
