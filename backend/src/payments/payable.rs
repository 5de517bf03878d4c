use domain::{
    amount::Amount,
    card_payment::{CardKind, CardRefusal, check_card},
    co_owner::CoOwner,
    siret::Siret,
};
use jiff::civil::Date;
use platform::db::Duration;

/// Administration whose téléservice takes cards.
pub(super) const CARDS_AT: CoOwner = CoOwner::Dgddi;

/// Time to pay as long as the co-owner has not set it, by the clock of the portal.
pub(super) const TIME_TO_PAY: Duration = Duration::from_secs(15 * 60);

/// A créance of customs that may be paid by card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payable {
    pub reference: String,
    pub label: String,
    /// Name of the company that owes it; masked for a visitor.
    pub debtor: String,
    pub siret: Siret,
    /// `None` for a kind that cannot be paid by card.
    pub kind: Option<CardKind>,
    pub remaining: Amount,
    pub due: Date,
    /// Code of the recette that collects it; empty if unknown.
    pub recette: String,
}

impl Payable {
    /// Returns the reason why it cannot be paid by card, if any.
    pub fn refusal(&self) -> Option<CardRefusal> {
        check_card(self.kind, self.remaining).err()
    }
}
