//! Rights and companies as last said by the co-owners; every other feature reads them here.

use std::collections::BTreeMap;

use domain::{
    co_owner::CoOwner,
    rights::{Droit, Habilitation, Place, Teleservice},
    siren::Siren,
    siret::Siret,
};
use uuid::Uuid;

use super::{Company, CompanyView, Etablissement, refresh};
use crate::{Error, Portal, on, session::Session};

/// A row of `habilitation`, with the co-owner it comes from.
#[derive(sqlx::FromRow)]
pub(super) struct RightRow {
    co_owner: String,
    place: String,
    teleservice: String,
    droit: String,
}

impl RightRow {
    /// `None` for a right of a téléservice that this version of the portal does not know.
    pub(super) fn read(&self) -> Option<Habilitation> {
        let place = match Siren::parse(&self.place) {
            Ok(siren) => Place::Siren(siren),
            Err(_) => Place::Siret(Siret::parse(&self.place).ok()?),
        };
        Some(Habilitation {
            co_owner: CoOwner::from_code(&self.co_owner)?,
            teleservice: Teleservice::from_code(&self.teleservice)?,
            droit: Droit::from_code(&self.droit)?,
            place,
        })
    }
}

/// What an account may do, by itself and by delegation, on one SIREN or on all; asks the co-owners again first when what
/// they said is too old.
///
/// # Errors
/// [`Error::Busy`]; a co-owner that does not answer is no error: its last word stands.
pub async fn habilitations(
    portal: &Portal,
    account: Uuid,
    siren: Option<&Siren>,
) -> Result<Vec<Habilitation>, Error> {
    refresh::when_stale(portal, account).await?;
    known_habilitations(portal, account, siren).await
}

/// The same as last known: no co-owner is asked.
///
/// # Errors
/// [`Error::Busy`].
pub async fn known_habilitations(
    portal: &Portal,
    account: Uuid,
    siren: Option<&Siren>,
) -> Result<Vec<Habilitation>, Error> {
    // Two statements: only the first can be answered by the key, which keeps a page as quick with 500 companies.
    let statement = match siren {
        Some(_) => {
            "SELECT DISTINCT l.co_owner, h.place, h.teleservice, h.droit
             FROM right_link l JOIN habilitation h ON h.rattachement_id = l.rattachement_id AND h.siren = $2
             WHERE l.account_id = $1 AND l.only_siren IN ('', $2) AND l.until > $3
             ORDER BY l.co_owner, h.place, h.teleservice, h.droit"
        }
        None => {
            "SELECT DISTINCT l.co_owner, h.place, h.teleservice, h.droit
             FROM right_link l JOIN habilitation h ON h.rattachement_id = l.rattachement_id
             WHERE l.account_id = $1 AND l.only_siren IN ('', h.siren, $2) AND l.until > $3
             ORDER BY l.co_owner, h.place, h.teleservice, h.droit"
        }
    };
    let rows = on!(portal.db, |c| {
        sqlx::query_as::<_, RightRow>(statement)
            .bind(account)
            .bind(siren.map_or("", Siren::as_str))
            .bind(portal.clock.now())
            .fetch_all(c)
            .await
    })?;
    Ok(rows.iter().filter_map(RightRow::read).collect())
}

#[derive(sqlx::FromRow)]
struct CompanyRow {
    siren: String,
    raison_sociale: String,
    siret: Option<String>,
    nom: Option<String>,
    commune: Option<String>,
}

/// The companies of an account with their establishments, sorted by name; as last known.
pub async fn companies_of(portal: &Portal, account: Uuid) -> Result<Vec<Company>, Error> {
    companies(portal, account, None).await
}

/// One company of an account.
///
/// # Errors
/// [`Error::NotFound`] when the account holds nothing on that SIREN, whether it exists or not.
pub async fn company(portal: &Portal, account: Uuid, siren: &Siren) -> Result<Company, Error> {
    companies(portal, account, Some(siren)).await?.pop().ok_or(Error::NotFound)
}

async fn companies(portal: &Portal, account: Uuid, siren: Option<&Siren>) -> Result<Vec<Company>, Error> {
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

/// Two co-owners may name the same company and the same establishments: each is listed once, customs' names first.
fn grouped(rows: Vec<CompanyRow>) -> Vec<Company> {
    let mut order: Vec<Siren> = Vec::new();
    let mut by_siren: BTreeMap<Siren, (String, BTreeMap<Siret, Etablissement>)> = BTreeMap::new();
    for row in rows {
        let Ok(siren) = Siren::parse(&row.siren) else { continue };
        let company = by_siren.entry(siren.clone()).or_insert_with(|| {
            order.push(siren);
            (row.raison_sociale, BTreeMap::new())
        });
        if let Some(Ok(siret)) = row.siret.as_deref().map(Siret::parse) {
            let named = Etablissement {
                siret: siret.clone(),
                nom: row.nom.unwrap_or_default(),
                commune: row.commune.unwrap_or_default(),
            };
            let kept = company.1.entry(siret).or_insert_with(|| named.clone());
            if kept.nom.is_empty() {
                *kept = named;
            }
        }
    }
    let company = |siren: Siren| {
        let (raison_sociale, etablissements) = by_siren.remove(&siren)?;
        Some(Company { siren, raison_sociale, etablissements: etablissements.into_values().collect() })
    };
    order.into_iter().filter_map(company).collect()
}

/// The company that a session works on, with rights asked again when they are too old.
///
/// # Errors
/// [`Error::NotFound`] when no SIREN is chosen, or nothing is held on it any more.
pub async fn company_view(portal: &Portal, session: &Session) -> Result<CompanyView, Error> {
    let account = session.usager()?.account;
    let siren = session.siren()?;
    let mut linked: Vec<CoOwner> = refresh::when_stale(portal, account)
        .await?
        .into_iter()
        .filter(|opened| opened.only_siren.as_ref().is_none_or(|only| only == siren))
        .map(|opened| opened.co_owner)
        .collect();
    linked.dedup();
    let habilitations = known_habilitations(portal, account, Some(siren)).await?;
    if habilitations.is_empty() {
        return Err(Error::NotFound);
    }
    let company = company(portal, account, siren).await?;
    Ok(CompanyView { company, habilitations, linked })
}

#[derive(sqlx::FromRow)]
struct HolderRow {
    account_id: Uuid,
    #[sqlx(flatten)]
    right: RightRow,
}

/// Every account that holds something on a SIREN by itself, with what it holds there: who is told of an answer, since
/// nothing of customs is ever delegated. As last known; no co-owner is asked.
pub async fn accounts_of_siren(
    portal: &Portal,
    siren: &Siren,
) -> Result<Vec<(Uuid, Vec<Habilitation>)>, Error> {
    let rows = on!(portal.db, |c| {
        sqlx::query_as::<_, HolderRow>(
            "SELECT r.account_id, r.co_owner, h.place, h.teleservice, h.droit
             FROM habilitation h JOIN rattachement r ON r.id = h.rattachement_id
             WHERE h.siren = $1
             ORDER BY r.account_id",
        )
        .bind(siren.as_str())
        .fetch_all(c)
        .await
    })?;
    let mut holders: Vec<(Uuid, Vec<Habilitation>)> = Vec::new();
    for row in rows {
        let Some(right) = row.right.read() else { continue };
        match holders.last_mut() {
            Some((account, rights)) if *account == row.account_id => rights.push(right),
            _ => holders.push((row.account_id, vec![right])),
        }
    }
    Ok(holders)
}
