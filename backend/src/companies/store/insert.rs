//! The rows of granted rights, and of the companies and establishments that come with them.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    rights::{Habilitation, Place},
    siren::Siren,
    siret::Siret,
};
use uuid::Uuid;

use crate::{Error, companies::Etablissement, db::Tx, on_tx, partners::GrantedCompany};

/// Rows per statement: far below what SQLite (32 766) and PostgreSQL (65 535) take as values of one statement.
const ROWS: usize = 1_000;

/// A set: a co-owner that says the same right twice must not break the key.
pub(super) async fn insert(
    tx: &mut Tx,
    link: Uuid,
    held: &BTreeSet<Habilitation>,
    named: &[GrantedCompany],
) -> Result<(), Error> {
    let companies = held_companies(held, named);
    let held: Vec<_> = held.iter().map(|right| (right.place.siren(), right)).collect();
    for rows in held.chunks(ROWS) {
        on_tx!(tx, |c| {
            let mut insert = sqlx::QueryBuilder::new(
                "INSERT INTO habilitation (rattachement_id, siren, place, teleservice, droit) ",
            );
            insert.push_values(rows, |mut row, (siren, right)| {
                row.push_bind(link).push_bind(siren.as_str()).push_bind(right.place.number());
                row.push_bind(right.teleservice.code()).push_bind(right.droit.code());
            });
            insert.build().execute(c).await.map(|_| ())
        })?;
    }
    insert_companies(tx, link, &companies).await
}

/// Those that are there already keep the names they have.
async fn insert_companies(tx: &mut Tx, link: Uuid, companies: &BTreeMap<Siren, Held>) -> Result<(), Error> {
    let rows: Vec<_> = companies
        .iter()
        .map(|(siren, held)| (siren, held.name.as_str(), search_key(&held.name, siren)))
        .collect();
    for rows in rows.chunks(ROWS) {
        on_tx!(tx, |c| {
            let mut insert = sqlx::QueryBuilder::new(
                "INSERT INTO entreprise (rattachement_id, siren, raison_sociale, search_key) ",
            );
            insert.push_values(rows, |mut row, (siren, name, key)| {
                row.push_bind(link).push_bind(siren.as_str()).push_bind(*name).push_bind(key.as_str());
            });
            insert.push(" ON CONFLICT DO NOTHING");
            insert.build().execute(c).await.map(|_| ())
        })?;
    }
    let places: Vec<_> = companies
        .iter()
        .flat_map(|(siren, held)| held.places.values().map(move |place| (siren, place)))
        .collect();
    for rows in places.chunks(ROWS) {
        on_tx!(tx, |c| {
            let mut insert = sqlx::QueryBuilder::new(
                "INSERT INTO etablissement (rattachement_id, siren, siret, nom, commune) ",
            );
            insert.push_values(rows, |mut row, (siren, place)| {
                row.push_bind(link).push_bind(siren.as_str()).push_bind(place.siret.as_str());
                row.push_bind(place.nom.as_str()).push_bind(place.commune.as_str());
            });
            insert.push(" ON CONFLICT DO NOTHING");
            insert.build().execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}

struct Held {
    name: String,
    places: BTreeMap<Siret, Etablissement>,
}

/// The companies with at least one right: named by the co-owner, or by their number when it forgets to.
fn held_companies(rights: &BTreeSet<Habilitation>, named: &[GrantedCompany]) -> BTreeMap<Siren, Held> {
    let mut companies: BTreeMap<Siren, Held> = BTreeMap::new();
    for right in rights {
        let siren = right.place.siren();
        let name = format!("Entreprise {}", siren.grouped());
        let held = companies.entry(siren).or_insert_with(|| Held { name, places: BTreeMap::new() });
        if let Place::Siret(siret) = &right.place {
            let unnamed =
                || Etablissement { siret: siret.clone(), nom: String::new(), commune: String::new() };
            held.places.entry(siret.clone()).or_insert_with(unnamed);
        }
    }
    for company in named {
        let Some(held) = companies.get_mut(&company.siren) else { continue };
        if !company.raison_sociale.is_empty() {
            held.name.clone_from(&company.raison_sociale);
        }
        held.places.extend(company.etablissements.iter().map(|place| (place.siret.clone(), place.clone())));
    }
    companies
}

fn search_key(name: &str, siren: &Siren) -> String {
    format!("{} {}", plain(name), siren.as_str())
}

/// Lower case, without accents, one space between words: what is typed in the search box meets what is kept.
pub(in crate::companies) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'à' | 'â' | 'ä' | 'á' | 'ã' => plain.push('a'),
            'ç' => plain.push('c'),
            'é' | 'è' | 'ê' | 'ë' => plain.push('e'),
            'î' | 'ï' | 'í' => plain.push('i'),
            'ñ' => plain.push('n'),
            'ô' | 'ö' | 'ó' | 'õ' => plain.push('o'),
            'ù' | 'û' | 'ü' | 'ú' => plain.push('u'),
            'ÿ' => plain.push('y'),
            'œ' => plain.push_str("oe"),
            'æ' => plain.push_str("ae"),
            c if c.is_alphanumeric() => plain.push(c),
            _ if plain.ends_with(' ') || plain.is_empty() => {}
            _ => plain.push(' '),
        }
    }
    plain.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_searched_without_accents_nor_punctuation() {
        assert_eq!(plain("  Îlot des Épices (fictif)"), "ilot des epices fictif");
        assert_eq!(plain("Œuvre & Cie"), "oeuvre cie");
    }
}
