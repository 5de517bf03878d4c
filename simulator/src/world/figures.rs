use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What one co-owner knows of one company's money and declarations.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    pub creances: Vec<Creance>,
    pub mandats: Vec<Mandat>,
    pub schedule: Vec<Due>,
    pub declarations: Vec<Declaration>,
}

/// A debt that can be télépayée. Amounts are in cents.
#[derive(Clone, Debug)]
pub struct Creance {
    pub reference: String,
    pub label: String,
    pub siret: String,
    pub amount: i64,
    /// Zero once it is paid.
    pub remaining: i64,
    pub due: Date,
    pub teleservice: Option<String>,
    pub payment: Option<Payment>,
    /// Code of the customs service that collects it.
    pub recette: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Payment {
    pub date: Date,
    pub means: Means,
    pub reference: String,
}

/// Transfers are never shown (004, Paiements).
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Means {
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
    pub signed: Date,
    pub state: MandatState,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MandatState {
    Actif,
    Suspendu,
}

/// A line of the payment schedule.
#[derive(Clone, Debug)]
pub struct Due {
    pub date: Date,
    pub label: String,
    /// Unknown until the declaration is made.
    pub amount: Option<i64>,
}

#[derive(Clone, Debug)]
pub struct Declaration {
    pub teleservice: String,
    pub in_progress: u32,
    pub next: Option<Date>,
}
