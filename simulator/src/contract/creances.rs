//! Créances of a company, and their summary.

use axum::Json;
use axum::extract::{Path, State};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::problem::{Problem, Query};
use crate::site::Site;
use crate::world::{self, CardKind, CreanceState, PaymentMeans};

use super::figures::{as_of, figures};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    etat: Option<Period>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Period {
    EnCours,
    Historique,
}

#[derive(Serialize)]
pub struct Creances {
    arrete_au: Timestamp,
    creances: Vec<Creance>,
}

#[derive(Serialize)]
struct Creance {
    reference: String,
    libelle: String,
    siret: String,
    montant_centimes: i64,
    reste_a_payer_centimes: i64,
    echeance: Date,
    #[serde(skip_serializing_if = "Option::is_none")]
    teleservice: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nature: Option<CardKind>,
    paiement: Option<Payment>,
    etat: CreanceState,
    #[serde(skip_serializing_if = "Option::is_none")]
    recette_usuelle: Option<String>,
}

#[derive(Serialize)]
struct Payment {
    date: Date,
    moyen: PaymentMeans,
    reference: String,
}

#[derive(Serialize)]
pub struct Summary {
    arrete_au: Timestamp,
    paye_centimes: i64,
    a_payer_centimes: i64,
    en_retard_centimes: i64,
}

/// Returns the créances of a company that can be paid online, oldest due date first.
pub async fn list(
    State(site): State<Site>,
    Path(siren): Path<String>,
    Query(filter): Query<Filter>,
) -> Result<Json<Creances>, Problem> {
    let today = site.simulator.clock.today();
    let mut creances = figures(&site, &siren, |figures| {
        let wanted = |one: &&world::Creance| match filter.etat {
            None => true,
            Some(Period::EnCours) => one.remaining > 0,
            Some(Period::Historique) => one.remaining == 0,
        };
        figures.creances.iter().filter(wanted).map(|one| to_json(one, today)).collect::<Vec<_>>()
    })?;
    creances.sort_by(|a, b| (a.echeance, &a.reference).cmp(&(b.echeance, &b.reference)));
    Ok(Json(Creances { arrete_au: as_of(&site), creances }))
}

/// Returns the amounts paid, to be paid and overdue, which do not overlap.
pub async fn summary(State(site): State<Site>, Path(siren): Path<String>) -> Result<Json<Summary>, Problem> {
    let today = site.simulator.clock.today();
    let arrete_au = as_of(&site);
    figures(&site, &siren, |figures| {
        let mut summary = Summary { arrete_au, paye_centimes: 0, a_payer_centimes: 0, en_retard_centimes: 0 };
        for one in &figures.creances {
            summary.paye_centimes += one.amount - one.remaining;
            match one.state(today) {
                CreanceState::EnRetard => summary.en_retard_centimes += one.remaining,
                CreanceState::APayer | CreanceState::Paye => summary.a_payer_centimes += one.remaining,
            }
        }
        Json(summary)
    })
}

fn to_json(one: &world::Creance, today: Date) -> Creance {
    let payment = one.payment.as_ref();
    Creance {
        reference: one.reference.clone(),
        libelle: one.label.clone(),
        siret: one.siret.clone(),
        montant_centimes: one.amount,
        reste_a_payer_centimes: one.remaining,
        echeance: one.due,
        teleservice: one.teleservice.clone(),
        nature: one.kind,
        paiement: payment.map(|paid| Payment {
            date: paid.date,
            moyen: paid.means,
            reference: paid.reference.clone(),
        }),
        etat: one.state(today),
        recette_usuelle: one.recette.clone(),
    }
}
