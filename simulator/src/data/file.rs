//! Format of the data file. Amounts are in cents; days are relative to today.

use serde::Deserialize;

use crate::catalogue::Droit;
use crate::co_owner::CoOwner;
use crate::world::{CardKind, Company, ExportStage, MandatState, PaymentMeans};

/// Default password, for accounts without one in the data.
pub const PASSWORD: &str = "Simulateur-2026";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    pub entreprises: Vec<Company>,
    #[serde(default)]
    pub comptes: Vec<Account>,
    #[serde(default)]
    pub creances: Vec<Creance>,
    #[serde(default)]
    pub mandats: Vec<Mandat>,
    #[serde(default)]
    pub echeances: Vec<Due>,
    #[serde(default)]
    pub declarations: Vec<Declaration>,
    #[serde(default)]
    pub exports: Vec<Export>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    pub identifiant: String,
    pub mot_de_passe: Option<String>,
    pub prenom: String,
    pub nom: String,
    pub email: String,
    pub telephone: Option<String>,
    pub role: String,
    /// Co-owners at which the person has an account, with or without rights.
    pub co_owners: Vec<CoOwner>,
    #[serde(default)]
    pub droits: Vec<Rights>,
}

/// Grants every listed right at every listed place.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rights {
    pub co_owner: CoOwner,
    pub teleservice: String,
    pub droits: Vec<Droit>,
    pub lieux: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Creance {
    pub co_owner: CoOwner,
    pub siret: String,
    pub reference: String,
    pub libelle: String,
    pub montant: i64,
    pub reste: Option<i64>,
    pub echeance: i32,
    pub teleservice: Option<String>,
    pub nature: Option<CardKind>,
    /// Password of the payment notice.
    pub mot_de_passe: Option<String>,
    pub paiement: Option<Payment>,
    pub recette: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Payment {
    pub jour: i32,
    pub moyen: PaymentMeans,
    pub reference: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mandat {
    pub co_owner: CoOwner,
    pub siret: String,
    pub rum: String,
    pub iban: String,
    pub titulaire: String,
    pub signe: i32,
    pub etat: MandatState,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Due {
    pub co_owner: CoOwner,
    pub siren: String,
    pub jour: i32,
    pub libelle: String,
    pub montant: Option<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declaration {
    pub co_owner: CoOwner,
    pub siren: String,
    pub teleservice: String,
    pub en_cours: u32,
    pub prochaine: Option<i32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Export {
    pub co_owner: CoOwner,
    pub siret: String,
    pub mrn: String,
    pub etapes: Vec<ExportStep>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExportStep {
    pub etape: ExportStage,
    pub jour: i32,
    pub bureau: String,
}
