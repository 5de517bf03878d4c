//! JSON of the contract. Unknown keys are ignored: a co-owner may add some.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::contract::{CreanceState, MandatState, PaymentMeans};

#[derive(Deserialize)]
pub struct Rights {
    pub version: i64,
    pub habilitations: Vec<Habilitation>,
    pub entreprises: Vec<Entreprise>,
}

/// Person to open an account for.
#[derive(Serialize)]
pub struct NewPerson<'a> {
    pub prenom: &'a str,
    pub nom: &'a str,
    pub adresse_mel: &'a str,
}

#[derive(Deserialize)]
pub struct OpenedAccount {
    pub compte: String,
}

#[derive(Deserialize)]
pub struct Habilitation {
    pub teleservice: String,
    pub droit: String,
    pub siret: Option<String>,
    pub siren: Option<String>,
}

#[derive(Deserialize)]
pub struct Entreprise {
    pub siren: String,
    pub raison_sociale: String,
    #[serde(default)]
    pub etablissements: Vec<Etablissement>,
}

#[derive(Deserialize)]
pub struct Etablissement {
    pub siret: String,
    pub nom: String,
    #[serde(default)]
    pub commune: String,
}

#[derive(Deserialize)]
pub struct Synthese {
    pub paye_centimes: i64,
    pub a_payer_centimes: i64,
    pub en_retard_centimes: i64,
}

#[derive(Deserialize)]
pub struct Creances {
    pub creances: Vec<Creance>,
}

#[derive(Deserialize)]
pub struct Creance {
    pub reference: String,
    pub libelle: String,
    pub siret: String,
    pub montant_centimes: i64,
    pub reste_a_payer_centimes: i64,
    pub echeance: Date,
    pub teleservice: Option<String>,
    pub nature: Option<String>,
    pub paiement: Option<Payment>,
    pub etat: CreanceState,
    pub recette_usuelle: Option<String>,
}

#[derive(Deserialize)]
pub struct Payment {
    pub date: Date,
    pub moyen: PaymentMeans,
    pub reference: String,
}

#[derive(Deserialize)]
pub struct Exports {
    pub exports: Vec<Export>,
}

#[derive(Deserialize)]
pub struct Export {
    pub mrn: String,
    /// Establishment that exports; absent from the answer about one declaration, which anyone may ask for.
    pub siret: Option<String>,
    pub etapes: Vec<ExportStep>,
}

#[derive(Deserialize)]
pub struct ExportStep {
    pub etape: String,
    pub date: Date,
    pub bureau: Option<String>,
}

#[derive(Deserialize)]
pub struct Statements {
    pub etats: Vec<Statement>,
}

#[derive(Deserialize)]
pub struct Statement {
    pub mois: String,
    pub teleservice: String,
    pub operations: u32,
    pub montant_centimes: i64,
}

/// What is printed on a payment notice.
#[derive(Serialize)]
pub struct PrintedNotice<'a> {
    pub reference: &'a str,
    pub mot_de_passe: &'a str,
}

#[derive(Deserialize)]
pub struct PaymentNotice {
    pub reference: String,
    pub libelle: String,
    pub redevable: String,
    pub siret: String,
    pub nature: Option<String>,
    pub reste_a_payer_centimes: i64,
    pub echeance: Date,
    pub recette_usuelle: Option<String>,
}

/// Payment by card to begin.
#[derive(Serialize)]
pub struct NewCardPayment<'a> {
    /// Reference of the créance.
    pub reference: &'a str,
    /// The whole remaining amount, as shown to the payer.
    pub montant_centimes: i64,
    /// Page of the portal to return to.
    pub retour: &'a str,
}

#[derive(Deserialize)]
pub struct CardPayment {
    pub paiement: Uuid,
    pub reference: String,
    pub montant_centimes: i64,
    pub etat: String,
    pub adresse: Option<String>,
    pub expire_le: Timestamp,
    pub termine_le: Option<Timestamp>,
    pub reference_paiement: Option<String>,
}

#[derive(Deserialize)]
pub struct PaymentEvent {
    pub paiement: CardPayment,
}

#[derive(Deserialize)]
pub struct Mandats {
    pub mandats: Vec<Mandat>,
}

#[derive(Deserialize)]
pub struct Mandat {
    pub rum: String,
    pub iban: String,
    pub titulaire: String,
    pub siret: String,
    pub signe_le: Option<Date>,
    pub etat: MandatState,
    pub recette_usuelle: Option<String>,
}

#[derive(Deserialize)]
pub struct Echeancier {
    pub echeances: Vec<Echeance>,
}

#[derive(Deserialize)]
pub struct Echeance {
    pub date: Date,
    pub libelle: String,
    pub montant_centimes: Option<i64>,
}

#[derive(Deserialize)]
pub struct Declarations {
    pub declarations: Vec<Declaration>,
}

#[derive(Deserialize)]
pub struct Declaration {
    pub teleservice: String,
    pub en_cours: u32,
    pub prochaine_echeance: Option<Date>,
}
