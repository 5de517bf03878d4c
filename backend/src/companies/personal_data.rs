//! Personal data stored by this context: export for the person, erasure with the account.

use serde_json::{Value, json};

use platform::{
    Error,
    db::{Moment, Tx},
    on,
};

use super::company_admins;
use crate::{Portal, accounts::account::Account, id::AccountId};

/// Exports links, habilitations and their history, recent companies and roles of an account: a JSON object with French
/// member names.
pub(crate) async fn export(portal: &Portal, account: AccountId) -> Result<Value, Error> {
    Ok(json!({
        "rattachements": links(portal, account).await?,
        "inscrit_depuis": suggested_links(portal, account).await?,
        "habilitations": habilitations(portal, account).await?,
        "historique_des_habilitations": right_changes(portal, account).await?,
        "entreprises_recentes": recent_companies(portal, account).await?,
        "roles_d_administrateur_general": roles(portal, account).await?,
        "adresses_d_agenda": subscriptions(portal, account).await?,
    }))
}

/// Erases the rows that do not follow the account by a foreign key: its roles as an administrator.
pub(crate) async fn erase(tx: &mut Tx, owner: &Account, now: Moment) -> Result<(), Error> {
    company_admins::erase_account(tx, now, owner).await
}

fn date(at: Option<Moment>) -> Option<String> {
    at.map(|at| at.rfc3339())
}

async fn links(portal: &Portal, account: AccountId) -> Result<Vec<Value>, Error> {
    type Row = (String, String, Option<String>, Option<String>, Moment, Option<Moment>);
    let rows: Vec<Row> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT co_owner, subject, name, email, linked_at, last_used_at FROM rattachement
             WHERE account_id = $1 ORDER BY co_owner",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?;
    let links = rows.into_iter().map(|(co_owner, subject, name, email, linked, used)| {
        json!({
            "administration": co_owner, "compte": subject, "nom": name, "adresse_mel": email,
            "le": linked.rfc3339(), "derniere_connexion": date(used),
        })
    });
    Ok(links.collect())
}

async fn suggested_links(portal: &Portal, account: AccountId) -> Result<Vec<Value>, Error> {
    let rows: Vec<(String, Moment)> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT co_owner, suggested_at FROM suggested_link WHERE account_id = $1 ORDER BY suggested_at",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?;
    let links =
        rows.into_iter().map(|(co_owner, at)| json!({ "administration": co_owner, "le": at.rfc3339() }));
    Ok(links.collect())
}

async fn habilitations(portal: &Portal, account: AccountId) -> Result<Vec<Value>, Error> {
    let rows: Vec<(String, String, String, String, String)> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT r.co_owner, h.siren, h.place, h.teleservice, h.droit
             FROM rattachement r JOIN habilitation h ON h.rattachement_id = r.id WHERE r.account_id = $1
             ORDER BY r.co_owner, h.siren, h.place, h.teleservice, h.droit",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?;
    let habilitations = rows.into_iter().map(|(co_owner, siren, place, teleservice, droit)| {
        json!({
            "administration": co_owner, "siren": siren, "sur": place, "teleservice": teleservice, "droit": droit,
        })
    });
    Ok(habilitations.collect())
}

async fn right_changes(portal: &Portal, account: AccountId) -> Result<Vec<Value>, Error> {
    type Row = (String, String, String, String, String, bool, Moment);
    let rows: Vec<Row> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT co_owner, siren, place, teleservice, droit, granted, changed_at FROM right_change
             WHERE account_id = $1 ORDER BY changed_at, id",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?;
    let changes = rows.into_iter().map(|(co_owner, siren, place, teleservice, droit, granted, at)| {
        json!({
            "administration": co_owner, "siren": siren, "sur": place, "teleservice": teleservice, "droit": droit,
            "accordee": granted, "le": at.rfc3339(),
        })
    });
    Ok(changes.collect())
}

async fn recent_companies(portal: &Portal, account: AccountId) -> Result<Vec<Value>, Error> {
    let rows: Vec<(String, Moment)> = on!(portal.db, |c| {
        sqlx::query_as("SELECT siren, chosen_at FROM recent_company WHERE account_id = $1 ORDER BY chosen_at")
            .bind(account)
            .fetch_all(c)
            .await
    })?;
    Ok(rows.into_iter().map(|(siren, at)| json!({ "siren": siren, "le": at.rfc3339() })).collect())
}

/// Exports the companies whose due dates a calendar program may read.
async fn subscriptions(portal: &Portal, account: AccountId) -> Result<Vec<Value>, Error> {
    let rows: Vec<(String, Moment, Option<Moment>)> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT siren, created_at, read_at FROM calendar_subscription WHERE account_id = $1 ORDER BY siren",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?;
    let subscriptions = rows.into_iter().map(|(siren, created, read)| {
        json!({ "siren": siren, "le": created.rfc3339(), "derniere_lecture": date(read) })
    });
    Ok(subscriptions.collect())
}

/// Exports the roles received, and the roles given without the input of other persons.
async fn roles(portal: &Portal, account: AccountId) -> Result<Vec<Value>, Error> {
    type Row = (String, bool, Moment, Option<Moment>, Option<Moment>, Option<Moment>, String);
    let rows: Vec<Row> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT siren, account_id IS NOT NULL AND account_id = $1, offered_at, starts_at, ends_at, closed_at,
                    CASE WHEN giver = $1 THEN typed ELSE '' END
             FROM company_admin_role WHERE account_id = $1 OR giver = $1 ORDER BY offered_at, id",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?;
    let roles = rows.into_iter().map(|(siren, received, offered, starts, ends, closed, typed)| {
        json!({
            "siren": siren, "role": if received { "recu" } else { "delegue" }, "propose_le": offered.rfc3339(),
            "depuis": date(starts), "jusqu_au": date(ends), "termine_le": date(closed), "destinataire_saisi": typed,
        })
    });
    Ok(roles.collect())
}
