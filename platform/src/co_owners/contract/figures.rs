use std::sync::Arc;

pub use domain::payments::CreanceState;
use domain::{
    amount::Amount, card_payment::CardKind, co_owner::CoOwner, declarant_statements::DeclarantStatement,
    export_follow_up::ExportPath, rights::Teleservice, siret::Siret,
};
use jiff::civil::Date;
use serde::Deserialize;

/// Figures of one company at one co-owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Figures {
    Synthese(Synthese),
    /// Each shared, because a page shows a hundred and the portal keeps them.
    Creances(Vec<Arc<Creance>>),
    Mandats(Vec<Mandat>),
    Echeancier(Vec<Echeance>),
    Declarations(Vec<DeclarationCount>),
    Exports(Vec<Arc<Export>>),
    DeclarantStatements(Arc<[DeclarantStatement]>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Synthese {
    pub paid: Amount,
    pub to_pay: Amount,
    pub overdue: Amount,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Creance {
    pub co_owner: CoOwner,
    pub reference: String,
    pub libelle: String,
    /// `None` if the co-owner sent an invalid SIRET: the créance can be seen, not paid.
    pub siret: Option<Siret>,
    pub amount: Amount,
    pub remaining: Amount,
    pub due: Date,
    pub teleservice: Option<Teleservice>,
    /// `None` for a kind that cannot be paid by card.
    pub card_kind: Option<CardKind>,
    pub payment: Option<Payment>,
    pub state: CreanceState,
    /// Code of the recette that usually handles it.
    pub usual_recette: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    pub date: Date,
    pub means: PaymentMeans,
    pub reference: String,
}

/// Means of payment, never a bank transfer (virement): the contract excludes them (004, Tableau de bord).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentMeans {
    Telepaiement,
    Carte,
}

impl PaymentMeans {
    pub const fn label(self) -> &'static str {
        match self {
            PaymentMeans::Telepaiement => "Télépaiement",
            PaymentMeans::Carte => "Carte bancaire",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mandat {
    pub co_owner: CoOwner,
    /// Référence unique de mandat.
    pub rum: String,
    pub iban: String,
    pub holder: String,
    pub siret: Option<Siret>,
    /// `None` until it is signed.
    pub signed: Option<Date>,
    pub state: MandatState,
    /// Code of the recette that collects with it.
    pub usual_recette: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MandatState {
    /// Created, and not signed yet.
    ASigner,
    Actif,
    Suspendu,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Echeance {
    pub date: Date,
    pub libelle: String,
    /// `None` until the declaration is made.
    pub amount: Option<Amount>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclarationCount {
    pub teleservice: Teleservice,
    pub in_progress: u32,
    pub next_due: Option<Date>,
}

/// Export declaration of a company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    pub path: ExportPath,
    /// `None` if the co-owner sent an invalid SIRET.
    pub siret: Option<Siret>,
}
