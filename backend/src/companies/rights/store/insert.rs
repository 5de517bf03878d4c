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
    insert_rows,
};
use sqlx::QueryBuilder;

use crate::{companies::search::search_key, id::RattachementId};

/// Inserts rights: a set, because a co-owner that reports a right twice must not violate the primary key. `named`: the
/// names that the co-owner gives to companies and establishments.
pub(super) async fn insert(
    tx: &mut Tx,
    link: RattachementId,
    rights: &BTreeSet<Habilitation>,
    named: &[GrantedCompany],
) -> Result<(), Error> {
    let companies = companies_of(rights, named);
    let rights: Vec<_> = rights.iter().map(|right| (right.place.siren(), right)).collect();
    insert_rows!(
        tx,
        QueryBuilder::new("INSERT INTO habilitation (rattachement_id, siren, place, teleservice, droit) "),
        rights,
        |values, (siren, right)| {
            values.push_bind(link).push_bind(siren.as_str()).push_bind(right.place.number());
            values.push_bind(right.teleservice.code()).push_bind(right.droit.code());
        }
    );
    insert_companies(tx, link, &companies).await?;
    insert_etablissements(tx, link, &companies).await
}

/// Inserts companies. Does not change the name of those already stored.
async fn insert_companies(
    tx: &mut Tx,
    link: RattachementId,
    companies: &BTreeMap<Siren, NamedCompany>,
) -> Result<(), Error> {
    let rows: Vec<_> = companies
        .iter()
        .map(|(siren, company)| (siren, company.name.as_str(), search_key(&company.name, siren)))
        .collect();
    insert_rows!(
        tx,
        QueryBuilder::new("INSERT INTO entreprise (rattachement_id, siren, raison_sociale, search_key) "),
        rows,
        |values, (siren, name, key)| {
            values.push_bind(link).push_bind(siren.as_str()).push_bind(*name).push_bind(key.as_str());
        },
        " ON CONFLICT DO NOTHING"
    );
    Ok(())
}

/// Inserts establishments. Does not change the name of those already stored.
async fn insert_etablissements(
    tx: &mut Tx,
    link: RattachementId,
    companies: &BTreeMap<Siren, NamedCompany>,
) -> Result<(), Error> {
    let rows: Vec<_> = companies
        .iter()
        .flat_map(|(siren, company)| company.etablissements.values().map(move |one| (siren, one)))
        .collect();
    insert_rows!(
        tx,
        QueryBuilder::new("INSERT INTO etablissement (rattachement_id, siren, siret, nom, commune) "),
        rows,
        |values, (siren, one)| {
            values.push_bind(link).push_bind(siren.as_str()).push_bind(one.siret.as_str());
            values.push_bind(one.nom.as_str()).push_bind(one.commune.as_str());
        },
        " ON CONFLICT DO NOTHING"
    );
    Ok(())
}

struct NamedCompany {
    name: String,
    etablissements: BTreeMap<Siret, Etablissement>,
}

/// Returns the companies of `rights`, with the name given by the co-owner, or their number without one.
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
