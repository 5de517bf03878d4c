//! Inserts granted rights, with their companies and establishments.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    rights::{Habilitation, Place},
    siren::Siren,
    siret::Siret,
};

use platform::{
    Error,
    co_owners::{Etablissement, GrantedCompany},
    db::Tx,
    on_tx,
};

use crate::{companies::search::search_key, id::RattachementId};

/// Rows per statement.
const ROWS: usize = 1_000;

/// `rights` is a set: a co-owner that reports a right twice must not violate the primary key. `named`: the names that the
/// co-owner gives to companies and establishments.
pub(super) async fn insert(
    tx: &mut Tx,
    link: RattachementId,
    rights: &BTreeSet<Habilitation>,
    named: &[GrantedCompany],
) -> Result<(), Error> {
    let companies = companies_of(rights, named);
    let rights: Vec<_> = rights.iter().map(|right| (right.place.siren(), right)).collect();
    for rows in rights.chunks(ROWS) {
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
    insert_companies(tx, link, &companies).await?;
    insert_etablissements(tx, link, &companies).await
}

/// Companies that are already stored keep their name.
async fn insert_companies(
    tx: &mut Tx,
    link: RattachementId,
    companies: &BTreeMap<Siren, NamedCompany>,
) -> Result<(), Error> {
    let rows: Vec<_> = companies
        .iter()
        .map(|(siren, company)| (siren, company.name.as_str(), search_key(&company.name, siren)))
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
    Ok(())
}

/// Establishments that are already stored keep their name.
async fn insert_etablissements(
    tx: &mut Tx,
    link: RattachementId,
    companies: &BTreeMap<Siren, NamedCompany>,
) -> Result<(), Error> {
    let rows: Vec<_> = companies
        .iter()
        .flat_map(|(siren, company)| company.etablissements.values().map(move |one| (siren, one)))
        .collect();
    for rows in rows.chunks(ROWS) {
        on_tx!(tx, |c| {
            let mut insert = sqlx::QueryBuilder::new(
                "INSERT INTO etablissement (rattachement_id, siren, siret, nom, commune) ",
            );
            insert.push_values(rows, |mut row, (siren, one)| {
                row.push_bind(link).push_bind(siren.as_str()).push_bind(one.siret.as_str());
                row.push_bind(one.nom.as_str()).push_bind(one.commune.as_str());
            });
            insert.push(" ON CONFLICT DO NOTHING");
            insert.build().execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}

struct NamedCompany {
    name: String,
    etablissements: BTreeMap<Siret, Etablissement>,
}

/// The companies of `rights`, named by the co-owner, or by their number if it gives no name.
fn companies_of(rights: &BTreeSet<Habilitation>, named: &[GrantedCompany]) -> BTreeMap<Siren, NamedCompany> {
    let mut companies: BTreeMap<Siren, NamedCompany> = BTreeMap::new();
    for right in rights {
        let siren = right.place.siren();
        let name = format!("Entreprise {}", siren.grouped());
        let company =
            companies.entry(siren).or_insert_with(|| NamedCompany { name, etablissements: BTreeMap::new() });
        if let Place::Siret(siret) = &right.place {
            let unnamed =
                || Etablissement { siret: siret.clone(), nom: String::new(), commune: String::new() };
            company.etablissements.entry(siret.clone()).or_insert_with(unnamed);
        }
    }
    for given in named {
        let Some(company) = companies.get_mut(&given.siren) else { continue };
        if !given.raison_sociale.is_empty() {
            company.name.clone_from(&given.raison_sociale);
        }
        company
            .etablissements
            .extend(given.etablissements.iter().map(|one| (one.siret.clone(), one.clone())));
    }
    companies
}
