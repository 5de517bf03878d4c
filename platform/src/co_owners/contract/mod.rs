//! Answers of the co-owners' contract, read defensively: bounded lists, cleaned texts, checked numbers.
//!
//! An unreadable right is ignored, because the portal must never grant more than the co-owner; an unreadable figure
//! makes the whole answer unreadable, because the portal must never show a part as the whole.

mod card_payments;
mod figures;
mod read_figures;
mod rights;
mod text;

pub use card_payments::{CardPayment, PaymentNotice};
pub(super) use card_payments::{read_card_payment, read_notice, read_payment_event};
pub use figures::{
    Creance, CreanceState, DeclarationCount, Echeance, Export, Figures, Mandat, MandatState, Payment,
    PaymentMeans, Synthese,
};
pub(super) use read_figures::read_export;
pub use rights::{Etablissement, GrantedCompany, Rights};
pub(super) use rights::{company, fingerprint, habilitation, read_opened_account, read_rights};
pub use text::clean;
pub(super) use text::parse;
