//! The créances that a filter selects, and the schedule, for the page and for its files alike.

use std::sync::Arc;

use domain::{
    co_owner::CoOwner,
    payments::{FilteredPayment, PaymentsFilter, PaymentsTab},
};
use platform::co_owners::{Creance, Echeance, FigureKind, Figures};

use crate::companies::figures::{Block, Blocks, Share, into_creances, narrow_block};

/// Kind of figures that a tab lists.
pub(super) fn kind(tab: PaymentsTab) -> FigureKind {
    match tab {
        PaymentsTab::EnCours => FigureKind::CreancesEnCours,
        PaymentsTab::Historique => FigureKind::CreancesHistorique,
    }
}

/// Takes the selected créances of one co-owner.
pub(super) fn selected(
    blocks: &mut Blocks,
    filter: &PaymentsFilter,
    co_owner: CoOwner,
) -> Block<Vec<Arc<Creance>>> {
    let block = narrow_block(blocks.take(co_owner, kind(filter.tab)), into_creances);
    block.map(|mut creances| {
        creances.retain(|creance| filter.accepts(&filtered(creance)));
        creances
    })
}

pub(super) fn into_echeances(figures: Figures) -> Option<Vec<Echeance>> {
    match figures {
        Figures::Echeancier(echeances) => Some(echeances),
        _ => None,
    }
}

fn filtered(creance: &Creance) -> FilteredPayment<'_> {
    FilteredPayment {
        siret: creance.siret.as_ref(),
        state: creance.state,
        due: creance.due,
        paid: creance.payment.as_ref().map(|payment| payment.date),
    }
}

/// One share for each co-owner.
pub(super) fn shares<T>(co_owners: &[CoOwner], mut block: impl FnMut(CoOwner) -> Block<T>) -> Vec<Share<T>> {
    co_owners.iter().map(|co_owner| Share { co_owner: *co_owner, block: block(*co_owner) }).collect()
}
