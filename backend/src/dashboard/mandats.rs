//! Mandats of the company at the co-owners. A person with `adherer` on one SIRET sees all of them; opening, signing or
//! deleting a mandat requires `adherer` on the SIRET that made it (004, Habilitations; mission §3.3).

use std::sync::Arc;

use domain::{
    co_owner::CoOwner,
    payments::{MandatAct, SepaPage},
    rights::{Action, Decision, Denial},
    siret::Siret,
};

use platform::{
    Error,
    co_owners::{FigureKind, Mandat, MandatState},
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
    /// Establishments for which the person may create a mandat at customs, with the address of the portal that opens it.
    pub creations: Vec<(Siret, String)>,
    /// Grows with every change of the figures that a co-owner reports.
    pub figures_mark: i64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct MandatRow {
    pub mandat: Mandat,
    /// Its pages, or the denial; `None` if the co-owner has no page for it.
    pub manage: Option<Result<MandatPages, Denial>>,
}

/// Addresses of the portal that lead to a mandat.
#[derive(Clone, Debug, PartialEq)]
pub enum MandatPages {
    /// The very mandat.
    Own { open: String, sign: Option<String>, delete: String },
    /// All mandats at the co-owner.
    All(Arc<str>),
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
    let creations = creations(portal, &view);
    Ok(Mandats { shares, may_ask, creations, figures_mark: blocks.mark, view })
}

fn row(view: &CompanyView, mandat: Mandat, address: Option<&Arc<str>>) -> MandatRow {
    let manage = match (mandat.co_owner, &mandat.siret) {
        (CoOwner::Dgddi, Some(siret)) => match decide(view, Action::ManageMandat(siret)) {
            Decision::Denied(denial) => Some(Err(denial)),
            Decision::Allowed => address.map(|address| Ok(own_pages(&mandat, address))),
        },
        // Without a SIRET the right cannot be checked.
        (CoOwner::Dgddi, None) => None,
        _ => address.cloned().map(|address| Ok(MandatPages::All(address))),
    };
    MandatRow { mandat, manage }
}

fn own_pages(mandat: &Mandat, teleservice: &str) -> MandatPages {
    let page = |act| SepaPage::Mandat { rum: mandat.rum.clone(), act }.address(teleservice);
    MandatPages::Own {
        open: page(MandatAct::Open),
        sign: (mandat.state == MandatState::ASigner).then(|| page(MandatAct::Sign)),
        delete: page(MandatAct::Delete),
    }
}

fn creations(portal: &Portal, view: &CompanyView) -> Vec<(Siret, String)> {
    let Some(teleservice) = payments_address(portal, view, CoOwner::Dgddi) else { return Vec::new() };
    let sirets = view.company.etablissements.iter().map(|one| one.siret.clone());
    sirets
        .filter(|siret| decide(view, Action::ManageMandat(siret)).is_allowed())
        .map(|siret| (siret.clone(), SepaPage::NewMandat(siret).address(&teleservice)))
        .collect()
}
