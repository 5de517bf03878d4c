//! Créances found by what is printed on their payment notice.

use axum::extract::State;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use crate::problem::{Json, Problem};
use crate::site::Site;
use crate::world::{CardKind, Creance};

/// The two values printed on a payment notice, as typed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Printed {
    reference: String,
    mot_de_passe: String,
}

#[derive(Serialize)]
pub struct Avis {
    reference: String,
    libelle: String,
    redevable: String,
    siret: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    nature: Option<CardKind>,
    reste_a_payer_centimes: i64,
    echeance: Date,
    #[serde(skip_serializing_if = "Option::is_none")]
    recette_usuelle: Option<String>,
}

/// Returns the créance of a payment notice. The same 404, whichever of the two values is wrong.
pub async fn find(
    State(site): State<Site>,
    Json(printed): Json<Printed>,
) -> Result<axum::Json<Avis>, Problem> {
    let (reference, password) = (comparable(&printed.reference), comparable(&printed.mot_de_passe));
    let found = site.simulator.read(|world| {
        let figures = world.figures.iter().filter(|((owner, _), _)| *owner == site.co_owner);
        let mut creances = figures
            .flat_map(|((_, siren), figures)| figures.creances.iter().map(move |creance| (siren, creance)));
        let (siren, creance) = creances.find(|(_, creance)| {
            let expected = creance.notice_password.as_deref().map(comparable).unwrap_or_default();
            !expected.is_empty()
                && comparable(&creance.reference) == reference
                && bool::from(expected.as_bytes().ct_eq(password.as_bytes()))
        })?;
        let name = world.companies.get(siren).map(|company| company.raison_sociale.as_str());
        Some(avis(creance, name.unwrap_or_default()))
    });
    let unknown = || Problem::not_found("Aucun avis n’a cette référence et ce mot de passe.");
    found.map(axum::Json).ok_or_else(unknown)
}

fn avis(creance: &Creance, debtor: &str) -> Avis {
    Avis {
        reference: creance.reference.clone(),
        libelle: creance.label.clone(),
        redevable: masked(debtor),
        siret: creance.siret.clone(),
        nature: creance.kind,
        reste_a_payer_centimes: creance.remaining,
        echeance: creance.due,
        recette_usuelle: creance.recette.clone(),
    }
}

/// Upper case, without what people type between groups.
fn comparable(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// Replaces all letters of each word but the first: `B••••••• N•••••`.
fn masked(name: &str) -> String {
    let mask = |word: &str| {
        word.chars().enumerate().map(|(rank, c)| if rank == 0 { c } else { '•' }).collect::<String>()
    };
    name.split_whitespace().map(mask).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_masked_and_typed_values_compared() {
        assert_eq!(masked("Îlot des Épices"), "Î••• d•• É•••••");
        assert_eq!(comparable(" demo\u{a0}ci-0027 "), "DEMOCI0027");
    }
}
