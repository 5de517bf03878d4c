//! Habilitations of an account, and accounts with habilitations on a company.

use domain::{rights::Habilitation, siren::Siren};

use super::{refresh, right_row::RightRow};
use platform::{Error, on};

use crate::{Portal, id::AccountId};

/// Returns the rights of an account, its own and delegated, on one SIREN or on all. Refreshes stale rights first.
///
/// # Errors
/// [`Error::Busy`]. If a co-owner does not answer, its last known rights are used.
pub async fn habilitations(
    portal: &Portal,
    account: AccountId,
    siren: Option<&Siren>,
) -> Result<Vec<Habilitation>, Error> {
    refresh::refresh_if_stale(portal, account).await?;
    known_habilitations(portal, account, siren).await
}

/// Like [`habilitations`], without refreshing: returns the last known rights.
///
/// # Errors
/// [`Error::Busy`].
pub async fn known_habilitations(
    portal: &Portal,
    account: AccountId,
    siren: Option<&Siren>,
) -> Result<Vec<Habilitation>, Error> {
    // Two statements: only the first can use the primary key, which keeps pages fast with 500 companies.
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
struct HolderRow {
    account_id: AccountId,
    #[sqlx(flatten)]
    right: RightRow,
}

/// Returns every account with rights of its own on a SIREN, and these rights, as last known. Delegated rights are left
/// out: used to notify of customs' answers, and customs rights are never delegated.
pub async fn accounts_of_siren(
    portal: &Portal,
    siren: &Siren,
) -> Result<Vec<(AccountId, Vec<Habilitation>)>, Error> {
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
    let mut holders: Vec<(AccountId, Vec<Habilitation>)> = Vec::new();
    for row in rows {
        let Some(right) = row.right.read() else { continue };
        match holders.last_mut() {
            Some((account, rights)) if *account == row.account_id => rights.push(right),
            _ => holders.push((row.account_id, vec![right])),
        }
    }
    Ok(holders)
}
