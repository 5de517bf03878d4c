//! Companies on which an account has rights.

use std::collections::BTreeMap;

use domain::{co_owner::CoOwner, siren::Siren, siret::Siret};

use super::{habilitations::known_habilitations, refresh};
use platform::{Error, co_owners::Etablissement, on};

use crate::{
    Portal,
    accounts::sessions::Session,
    companies::company::{Company, CompanyView},
    id::AccountId,
};

#[derive(sqlx::FromRow)]
struct CompanyRow {
    siren: String,
    raison_sociale: String,
    siret: Option<String>,
    nom: Option<String>,
    commune: Option<String>,
}

/// Returns the companies of an account with their establishments, sorted by name, as last known.
pub async fn companies_of(portal: &Portal, account: AccountId) -> Result<Vec<Company>, Error> {
    companies(portal, account, None).await
}

/// Returns one company of an account, as last known.
///
/// # Errors
/// [`Error::NotFound`] if the account has no right on that SIREN, whether the company exists or not.
pub async fn company(portal: &Portal, account: AccountId, siren: &Siren) -> Result<Company, Error> {
    companies(portal, account, Some(siren)).await?.pop().ok_or(Error::NotFound)
}

async fn companies(
    portal: &Portal,
    account: AccountId,
    siren: Option<&Siren>,
) -> Result<Vec<Company>, Error> {
    let statement = match siren {
        Some(_) => {
            "SELECT e.siren, e.raison_sociale, t.siret, t.nom, t.commune
             FROM right_link l
             JOIN entreprise e ON e.rattachement_id = l.rattachement_id AND e.siren = $2
             LEFT JOIN etablissement t ON t.rattachement_id = e.rattachement_id AND t.siren = e.siren
             WHERE l.account_id = $1 AND l.only_siren IN ('', $2) AND l.until > $3
             ORDER BY e.search_key, e.siren, t.siret, l.co_owner"
        }
        None => {
            "SELECT e.siren, e.raison_sociale, t.siret, t.nom, t.commune
             FROM right_link l
             JOIN entreprise e ON e.rattachement_id = l.rattachement_id
             LEFT JOIN etablissement t ON t.rattachement_id = e.rattachement_id AND t.siren = e.siren
             WHERE l.account_id = $1 AND l.only_siren IN ('', e.siren, $2) AND l.until > $3
             ORDER BY e.search_key, e.siren, t.siret, l.co_owner"
        }
    };
    let rows = on!(portal.db, |c| {
        sqlx::query_as::<_, CompanyRow>(statement)
            .bind(account)
            .bind(siren.map_or("", Siren::as_str))
            .bind(portal.clock.now())
            .fetch_all(c)
            .await
    })?;
    Ok(grouped(rows))
}

/// Groups rows by company. If several co-owners name the same company or establishment, the first name is used:
/// customs' before the others.
fn grouped(rows: Vec<CompanyRow>) -> Vec<Company> {
    let mut order: Vec<Siren> = Vec::new();
    let mut by_siren: BTreeMap<Siren, (String, BTreeMap<Siret, Etablissement>)> = BTreeMap::new();
    for row in rows {
        let Ok(siren) = Siren::parse(&row.siren) else { continue };
        let (_, etablissements) = by_siren.entry(siren.clone()).or_insert_with(|| {
            order.push(siren);
            (row.raison_sociale, BTreeMap::new())
        });
        if let Some(Ok(siret)) = row.siret.as_deref().map(Siret::parse) {
            let named = Etablissement {
                siret: siret.clone(),
                nom: row.nom.unwrap_or_default(),
                commune: row.commune.unwrap_or_default(),
            };
            let first = etablissements.entry(siret).or_insert_with(|| named.clone());
            if first.nom.is_empty() {
                *first = named;
            }
        }
    }
    let company = |siren: Siren| {
        let (raison_sociale, etablissements) = by_siren.remove(&siren)?;
        Some(Company { siren, raison_sociale, etablissements: etablissements.into_values().collect() })
    };
    order.into_iter().filter_map(company).collect()
}

/// Returns the current company of a session and the person's rights on it. Refreshes stale rights first.
///
/// # Errors
/// [`Error::NotFound`] if no company is selected, or the person no longer has a right on it.
pub async fn company_view(portal: &Portal, session: &Session) -> Result<CompanyView, Error> {
    company_view_of(portal, session.usager()?.account, session.siren()?).await
}

/// Like [`company_view`], for a program that reads without a session.
pub(crate) async fn company_view_of(
    portal: &Portal,
    account: AccountId,
    siren: &Siren,
) -> Result<CompanyView, Error> {
    let mut linked: Vec<CoOwner> = refresh::refresh_if_stale(portal, account)
        .await?
        .into_iter()
        .filter(|link| link.only_siren.as_ref().is_none_or(|only| only == siren))
        .map(|link| link.co_owner)
        .collect();
    linked.dedup();
    let habilitations = known_habilitations(portal, account, Some(siren)).await?;
    if habilitations.is_empty() {
        return Err(Error::NotFound);
    }
    let company = company(portal, account, siren).await?;
    Ok(CompanyView { company, habilitations, linked })
}
