//! Export of the security of an account.

use serde_json::{Value, json};

use platform::{Error, db::Moment, on};

use super::export::date;
use crate::{
    Portal,
    accounts::{identity_providers::attached_identities, sessions},
    id::AccountId,
};

pub(super) async fn security(portal: &Portal, account: AccountId) -> Result<Value, Error> {
    let (level, number, confirmed): (String, Option<String>, Option<Moment>) = on!(portal.db, |c| {
        sqlx::query_as("SELECT security_level, sms_number, sms_confirmed_at FROM account WHERE id = $1")
            .bind(account)
            .fetch_one(c)
            .await
    })?;
    Ok(json!({
        "niveau": level,
        "numero_sms": { "numero": number, "confirme_le": date(confirmed) },
        "applications": dated(portal, account, "derniere_utilisation", APPLICATIONS).await?,
        "cles_d_acces": dated(portal, account, "derniere_utilisation", PASSKEYS).await?,
        "fournisseurs_d_identite": identities(portal, account).await?,
        "codes_de_secours_restants": recovery_codes(portal, account).await?,
        "appareils_de_confiance": dated(portal, account, "jusqu_au", DEVICES).await?,
        "sessions_ouvertes": open_sessions(portal, account).await?,
    }))
}

const APPLICATIONS: &str =
    "SELECT name, created_at, last_used_at FROM totp_factor WHERE account_id = $1 ORDER BY created_at";
const PASSKEYS: &str =
    "SELECT name, created_at, last_used_at FROM passkey WHERE account_id = $1 ORDER BY created_at";
const DEVICES: &str =
    "SELECT label, created_at, expires_at FROM trusted_device WHERE account_id = $1 ORDER BY created_at";

/// Exports rows of a name and two dates; `last`: member name of the second date.
async fn dated(
    portal: &Portal,
    account: AccountId,
    last: &str,
    statement: &'static str,
) -> Result<Vec<Value>, Error> {
    let rows: Vec<(String, Moment, Option<Moment>)> =
        on!(portal.db, |c| sqlx::query_as(statement).bind(account).fetch_all(c).await)?;
    let rows = rows
        .into_iter()
        .map(|(name, since, until)| json!({ "nom": name, "depuis": since.rfc3339(), last: date(until) }));
    Ok(rows.collect())
}

async fn identities(portal: &Portal, account: AccountId) -> Result<Vec<Value>, Error> {
    let identities = attached_identities(portal, account).await?.into_iter().map(|identity| {
        json!({
            "fournisseur": identity.provider.label(), "nom": identity.name, "mel": identity.email,
            "depuis": identity.attached_at.rfc3339(), "derniere_connexion": date(identity.last_used_at),
        })
    });
    Ok(identities.collect())
}

async fn recovery_codes(portal: &Portal, account: AccountId) -> Result<i64, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_scalar("SELECT COUNT(*) FROM recovery_code WHERE account_id = $1 AND used_at IS NULL")
            .bind(account)
            .fetch_one(c)
            .await
    })?)
}

async fn open_sessions(portal: &Portal, account: AccountId) -> Result<Vec<Value>, Error> {
    let rows: Vec<(String, String, Moment, Moment)> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT network, device, created_at, seen_at FROM session
             WHERE account_id = $1 AND closed_at IS NULL ORDER BY created_at",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?;
    let sessions = rows.into_iter().map(|(network, device, since, seen)| {
        json!({
            "depuis": sessions::stored_place(&network, &device), "ouverte_le": since.rfc3339(),
            "derniere_activite": seen.rfc3339(),
        })
    });
    Ok(sessions.collect())
}
