//! The dashboard: synthesis, payments, schedule, declarations, access to the messaging.

use domain::{
    co_owner::CoOwner,
    limited_count::LimitedCount,
    payments::PaymentsFilter,
    rights::{Action, Decision, DeclarationLine, Denial},
};

use platform::{
    Error,
    co_owners::{Echeance, FigureKind, Figures, Synthese},
};

use super::{
    creances::{CreanceRow, creance_rows},
    declarations::{Declarations, declarations, into_counts},
    selection::{into_echeances, kind, selected, shares},
};
use crate::{
    Portal,
    accounts::sessions::Session,
    companies::{
        self, CompanyView,
        figures::{self, Share, decide, narrow_block},
    },
    messaging,
};

/// Content of the page. Includes denials with their reason.
#[derive(Clone, Debug)]
pub struct Dashboard {
    pub view: CompanyView,
    pub synthese: Vec<Share<Synthese>>,
    /// Those that the filter selects.
    pub payments: Vec<Share<Vec<CreanceRow>>>,
    /// DGFiP and Urssaf only: customs have none (004).
    pub schedule: Vec<Share<Vec<Echeance>>>,
    pub declarations: Declarations,
    /// Number of unread messages, or the denial of the messaging.
    pub messaging: Result<LimitedCount, Denial>,
    /// Grows with every change of the figures that a co-owner reports.
    pub figures_mark: i64,
}

/// Returns the dashboard of the current company. Figures are fetched from the co-owners in parallel.
///
/// # Errors
/// [`Error::NotFound`] if no company is selected or the person no longer has a right on it; [`Error::Busy`].
pub async fn overview(
    portal: &Portal,
    session: &Session,
    filter: &PaymentsFilter,
) -> Result<Dashboard, Error> {
    let view = companies::company_view(portal, session).await?;
    // A co-owner for declarations only has no figures and is not shown at all.
    let co_owners: Vec<CoOwner> = portal.co_owners.offered().filter(|one| one.has_payments()).collect();
    let with_schedule: Vec<CoOwner> = co_owners.iter().copied().filter(|one| one.has_schedule()).collect();
    let with_payments: Vec<CoOwner> = co_owners.iter().copied().filter(|one| filter.includes(*one)).collect();
    let mut wanted: Vec<_> = with_payments.iter().map(|one| (*one, kind(filter.tab))).collect();
    wanted.extend(other_figures(&view, &co_owners, &with_schedule));
    let mut blocks = figures::get(portal, &view, &wanted).await?;
    let messaging = messaging_access(portal, session, &view).await?;
    let may_use_messaging = messaging.is_ok();
    let synthese =
        shares(&co_owners, |one| narrow_block(blocks.take(one, FigureKind::Synthese), into_synthese));
    let payments = shares(&with_payments, |one| {
        let block = selected(&mut blocks, filter, one);
        block.map(|list| creance_rows(portal, &view, one, list, may_use_messaging))
    });
    let schedule =
        shares(&with_schedule, |one| narrow_block(blocks.take(one, FigureKind::Echeancier), into_echeances));
    let counts = narrow_block(blocks.take(CoOwner::Dgddi, FigureKind::Declarations), into_counts);
    let declarations = declarations(portal, &view, counts);
    let figures_mark = blocks.mark;
    Ok(Dashboard { view, synthese, payments, schedule, declarations, messaging, figures_mark })
}

/// Figures of the other sections than the payments.
fn other_figures(
    view: &CompanyView,
    co_owners: &[CoOwner],
    with_schedule: &[CoOwner],
) -> Vec<(CoOwner, FigureKind)> {
    let mut wanted: Vec<_> = with_schedule.iter().map(|one| (*one, FigureKind::Echeancier)).collect();
    wanted.extend(co_owners.iter().map(|one| (*one, FigureKind::Synthese)));
    let may_open = |line| decide(view, Action::OpenDeclaration(line)).is_allowed();
    if DeclarationLine::ALL.into_iter().any(may_open) {
        wanted.push((CoOwner::Dgddi, FigureKind::Declarations));
    }
    wanted
}

fn into_synthese(figures: Figures) -> Option<Synthese> {
    match figures {
        Figures::Synthese(synthese) => Some(synthese),
        _ => None,
    }
}

/// Number of unread messages, or the denial of the messaging.
async fn messaging_access(
    portal: &Portal,
    session: &Session,
    view: &CompanyView,
) -> Result<Result<LimitedCount, Denial>, Error> {
    if let Decision::Denied(denial) = decide(view, Action::UseMessaging) {
        return Ok(Err(denial));
    }
    let account = session.usager()?.account;
    Ok(Ok(messaging::unread_count(portal, account, view.siren(), &view.habilitations).await?))
}
