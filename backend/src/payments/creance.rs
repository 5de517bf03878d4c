//! A créance of the company chosen in the session, to be paid by card.

use std::sync::Arc;

use domain::rights::Action;
use platform::{
    Error,
    co_owners::{Creance, FigureKind},
};

use super::{
    payable::{CARDS_AT, Payable},
    store::{self, Payment},
};
use crate::{
    Portal,
    accounts::sessions::Session,
    companies::{
        self, CompanyView,
        figures::{self, Block, decide, into_creances, narrow_block},
    },
};

/// A créance that the person may pay by card, if its kind and its amount allow it.
#[derive(Clone, Debug)]
pub struct CreanceToPay {
    pub view: CompanyView,
    pub creance: Payable,
    pub last_payment: Option<Payment>,
    /// The last payment was begun in this session.
    pub is_own_payment: bool,
}

/// Returns a créance in progress of the current company.
///
/// # Errors
/// [`Error::NotFound`] without a company, or for a créance that the person does not see; [`Error::Refused`] without the
/// right to pay it by card; [`Error::CoOwnerDown`].
pub async fn creance(portal: &Portal, session: &Session, reference: &str) -> Result<CreanceToPay, Error> {
    let view = companies::company_view(portal, session).await?;
    let creance = find(portal, &view, reference).await?;
    let siret = creance.siret.as_ref().ok_or(Error::NotFound)?;
    decide(&view, Action::PayByCard(siret)).or_denied().map_err(Error::Refused)?;
    let creance = Payable {
        reference: creance.reference.clone(),
        label: creance.libelle.clone(),
        debtor: view.raison_sociale().to_owned(),
        siret: siret.clone(),
        kind: creance.card_kind,
        remaining: creance.remaining,
        due: creance.due,
        recette: creance.usual_recette.clone().unwrap_or_default(),
    };
    let last_payment = store::last_of_creance(portal, CARDS_AT, &creance.reference).await?;
    let is_own_payment = last_payment.as_ref().is_some_and(|payment| payment.session == Some(session.id));
    Ok(CreanceToPay { view, creance, last_payment, is_own_payment })
}

async fn find(portal: &Portal, view: &CompanyView, reference: &str) -> Result<Arc<Creance>, Error> {
    let kind = (CARDS_AT, FigureKind::CreancesEnCours);
    let mut blocks = figures::get(portal, view, &[kind]).await?;
    match narrow_block(blocks.take(kind.0, kind.1), into_creances) {
        Block::Shown(dated) => {
            dated.value.into_iter().find(|one| one.reference == reference).ok_or(Error::NotFound)
        }
        Block::Unavailable => Err(Error::CoOwnerDown { what: CARDS_AT.site().to_owned() }),
        Block::Denied(denial) => Err(Error::Refused(denial)),
        Block::NotLinked => Err(Error::NotFound),
    }
}
