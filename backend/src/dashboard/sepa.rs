//! Opening of the very créance or mandat at Télépaiement SEPA.

use domain::{
    co_owner::CoOwner,
    payments::SepaPage,
    rights::{Action, Decision, Denial, Teleservice},
    siren::Siren,
    siret::Siret,
};
use platform::{Error, co_owners::FigureKind};

use crate::{
    Portal,
    accounts::sessions::Session,
    companies::{
        self, CompanyView,
        figures::{self, Block, decide, into_creances, into_mandats, narrow_block},
    },
    oidc_provider::{self, Launch},
};

/// Opens a page of Télépaiement SEPA, if the person has the right on the very establishment; `shown`: company of the page
/// that led here.
///
/// # Errors
/// [`Error::NotFound`] for a créance, mandat or establishment that the company does not have; [`Error::CoOwnerDown`] if
/// customs do not answer and never did; as [`oidc_provider::launch`].
pub async fn open_at_sepa(
    portal: &Portal,
    session: &Session,
    page: &SepaPage,
    shown: Option<&Siren>,
) -> Result<Launch, Error> {
    let launch =
        oidc_provider::launch(portal, session, Teleservice::TelepaiementSepa, shown, Some(page)).await?;
    let Launch::Redirect(_) = launch else { return Ok(launch) };
    let view = companies::company_view(portal, session).await?;
    match check(portal, &view, page).await? {
        Ok(()) => Ok(launch),
        Err(denial) if denial.hidden => Err(Error::NotFound),
        Err(denial) => Ok(Launch::Denied(denial)),
    }
}

/// Checks the right on the establishment of the page.
async fn check(portal: &Portal, view: &CompanyView, page: &SepaPage) -> Result<Result<(), Denial>, Error> {
    let decision = match page {
        SepaPage::NewMandat(siret) => decide(view, Action::ManageMandat(siret)),
        SepaPage::Mandat { rum, .. } => match siret_of_mandat(portal, view, rum).await? {
            Ok(siret) => decide(view, Action::ManageMandat(&siret)),
            Err(denial) => Decision::Denied(denial),
        },
        SepaPage::Creance { reference } => match siret_of_creance(portal, view, reference).await? {
            Ok(Some(siret)) => decide(view, Action::PayCreance(&siret)),
            // Without a SIRET the right cannot be checked here: the téléservice checks it.
            Ok(None) => Decision::Allowed,
            Err(denial) => Decision::Denied(denial),
        },
    };
    Ok(decision.or_denied())
}

async fn siret_of_mandat(
    portal: &Portal,
    view: &CompanyView,
    rum: &str,
) -> Result<Result<Siret, Denial>, Error> {
    let mut blocks = figures::get(portal, view, &[(CoOwner::Dgddi, FigureKind::Mandats)]).await?;
    let block = narrow_block(blocks.take(CoOwner::Dgddi, FigureKind::Mandats), into_mandats);
    let mandats = match shown(block)? {
        Ok(mandats) => mandats,
        Err(denial) => return Ok(Err(denial)),
    };
    let mandat = mandats.into_iter().find(|one| one.rum == rum).ok_or(Error::NotFound)?;
    mandat.siret.map(Ok).ok_or(Error::NotFound)
}

async fn siret_of_creance(
    portal: &Portal,
    view: &CompanyView,
    reference: &str,
) -> Result<Result<Option<Siret>, Denial>, Error> {
    let mut blocks = figures::get(portal, view, &[(CoOwner::Dgddi, FigureKind::CreancesEnCours)]).await?;
    let block = narrow_block(blocks.take(CoOwner::Dgddi, FigureKind::CreancesEnCours), into_creances);
    let creances = match shown(block)? {
        Ok(creances) => creances,
        Err(denial) => return Ok(Err(denial)),
    };
    let creance = creances.into_iter().find(|one| one.reference == reference).ok_or(Error::NotFound)?;
    Ok(Ok(creance.siret.clone()))
}

/// Returns the figures or the denial.
fn shown<T>(block: Block<T>) -> Result<Result<T, Denial>, Error> {
    match block {
        Block::Shown(dated) => Ok(Ok(dated.value)),
        Block::Denied(denial) => Ok(Err(denial)),
        Block::Unavailable => Err(Error::CoOwnerDown { what: CoOwner::Dgddi.site().to_owned() }),
        Block::NotLinked => Err(Error::NotFound),
    }
}
