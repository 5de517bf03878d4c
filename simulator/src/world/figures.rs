//! Créances, mandats, payment schedules and declarations.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One company's créances, mandats, payment schedule and declarations at one co-owner.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    pub creances: Vec<Creance>,
    pub mandats: Vec<Mandat>,
    pub schedule: Vec<Due>,
    /// Numbers of declarations in progress.
    pub declarations: Vec<Declaration>,
    /// Export declarations.
    pub exports: Vec<Export>,
    /// Declarations filed in the simulated téléservices, oldest first.
    pub filed: Vec<FiledDeclaration>,
}

impl Figures {
    /// Returns the line of a téléservice, which is added if the company has none.
    pub fn declarations_on(&mut self, teleservice: &str) -> &mut Declaration {
        let known = self.declarations.iter().position(|one| one.teleservice == teleservice);
        let index = known.unwrap_or_else(|| {
            let teleservice = teleservice.to_owned();
            self.declarations.push(Declaration { teleservice, in_progress: 0, next: None });
            self.declarations.len() - 1
        });
        &mut self.declarations[index]
    }

    /// Recette that collects the créances of an establishment.
    pub fn recette_of(&self, siret: &str) -> Option<String> {
        self.creances.iter().filter(|one| one.siret == siret).find_map(|one| one.recette.clone())
    }

    /// Pays the whole remaining amount of a créance. The declaration that created it is no longer in progress.
    pub fn settle(&mut self, reference: &str, payment: Payment) -> Option<()> {
        let creance = self.creances.iter_mut().find(|one| one.reference == reference)?;
        creance.remaining = 0;
        creance.payment = Some(payment);
        let filed = self.filed.iter().find(|one| one.creance.as_deref() == Some(reference));
        if let Some(teleservice) = filed.map(|one| one.teleservice) {
            let line = self.declarations_on(teleservice);
            line.in_progress = line.in_progress.saturating_sub(1);
        }
        Some(())
    }
}

/// A créance that can be paid online. Amounts are in cents.
#[derive(Clone, Debug)]
pub struct Creance {
    pub reference: String,
    pub label: String,
    pub siret: String,
    pub amount: i64,
    /// Amount left to pay; zero once paid.
    pub remaining: i64,
    pub due: Date,
    pub teleservice: Option<String>,
    /// `None` for a kind that cannot be paid by card.
    pub kind: Option<CardKind>,
    /// Password printed on the payment notice; `None` if no notice was sent.
    pub notice_password: Option<String>,
    pub payment: Option<Payment>,
    /// Code of the customs service that collects it.
    pub recette: Option<String>,
}

/// Kind of créance that can be paid by card (004, Paiements).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardKind {
    Alcools,
    OctroiDeMerInterne,
}

impl CardKind {
    /// Greatest amount that can be paid by card, in cents.
    pub fn limit(self) -> i64 {
        match self {
            Self::Alcools => 200_000,
            Self::OctroiDeMerInterne => 150_000,
        }
    }
}

#[derive(Clone, Debug)]
pub struct Payment {
    pub date: Date,
    pub means: PaymentMeans,
    pub reference: String,
}

/// Means of payment. Bank transfers are never shown (004, Paiements).
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PaymentMeans {
    Telepaiement,
    Carte,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CreanceState {
    APayer,
    Paye,
    EnRetard,
}

impl Creance {
    /// State of the créance on a given day.
    pub fn state(&self, today: Date) -> CreanceState {
        if self.remaining == 0 {
            CreanceState::Paye
        } else if self.due < today {
            CreanceState::EnRetard
        } else {
            CreanceState::APayer
        }
    }
}

#[derive(Clone, Debug)]
pub struct Mandat {
    pub rum: String,
    pub iban: String,
    pub holder: String,
    pub siret: String,
    /// `None` until it is signed.
    pub signed: Option<Date>,
    pub state: MandatState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MandatState {
    /// Created, and not signed yet.
    ASigner,
    Actif,
    Suspendu,
}

/// An entry of the payment schedule.
#[derive(Clone, Debug)]
pub struct Due {
    pub date: Date,
    pub label: String,
    /// In cents; unknown until the declaration is made.
    pub amount: Option<i64>,
}

/// Declarations in progress on one téléservice.
#[derive(Clone, Debug)]
pub struct Declaration {
    pub teleservice: String,
    pub in_progress: u32,
    /// Next due date.
    pub next: Option<Date>,
}

/// A declaration filed by a person who came from the portal.
#[derive(Clone, Debug)]
pub struct FiledDeclaration {
    pub number: String,
    pub teleservice: &'static str,
    pub siret: String,
    /// What is declared, in words.
    pub object: String,
    /// In cents.
    pub amount: i64,
    /// Reference of the créance; `None` if nothing is due.
    pub creance: Option<String>,
    pub filed_at: Timestamp,
    /// Name of the person.
    pub by: String,
    /// Key of the form, so that a form sent twice files once.
    pub key: String,
}

/// An export declaration.
#[derive(Clone, Debug)]
pub struct Export {
    pub mrn: String,
    pub siret: String,
    /// In the order of the path; never empty.
    pub steps: Vec<ExportStep>,
}

#[derive(Clone, Debug)]
pub struct ExportStep {
    pub stage: ExportStage,
    pub day: Date,
    /// Code of the customs office.
    pub office: String,
}

/// Stage of the path of an export declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ExportStage {
    Acceptee,
    Mainlevee,
    Arrivee,
    Sortie,
    Arretee,
}
