//! Export of an account, its security and its history.

use serde_json::{Value, json};
use sqlx::types::Json;

use platform::{Error, db::Moment, on};

use super::security::security;
use crate::{Portal, accounts::history::Event, id::AccountId};

/// Personal data of this context, as JSON with French member names.
pub(crate) struct AccountExport {
    /// Identity, contact details, choices.
    pub account: Value,
    /// Security level, second factors without their secrets, identities, devices, sessions.
    pub security: Value,
    /// Events of the last 13 months.
    pub history: Value,
}

/// Exports an account.
///
/// # Errors
/// [`Error::NotFound`] if the account does not exist.
pub(crate) async fn export(portal: &Portal, account: AccountId) -> Result<AccountExport, Error> {
    Ok(AccountExport {
        account: details(portal, account).await?,
        security: security(portal, account).await?,
        history: history(portal, account).await?,
    })
}

pub(super) fn date(at: Option<Moment>) -> Option<String> {
    at.map(|at| at.rfc3339())
}

#[derive(sqlx::FromRow)]
struct Row {
    login: String,
    email: String,
    first_name: String,
    last_name: String,
    phone: Option<String>,
    address: Option<String>,
    company_number: Option<String>,
    company_number_verified: bool,
    newsletter: bool,
    mel_transmise: bool,
    mel_prise_en_charge: bool,
    mel_reponse: bool,
    mel_cloture: bool,
    created_at: Moment,
    activated_at: Option<Moment>,
    last_sign_in_at: Option<Moment>,
    last_sign_in_place: Option<String>,
    requested_email: Option<String>,
}

async fn details(portal: &Portal, account: AccountId) -> Result<Value, Error> {
    let row: Option<Row> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT a.login, a.email, a.first_name, a.last_name, a.phone, a.address, a.company_number,
                    a.company_number_verified, a.newsletter, a.mel_transmise, a.mel_prise_en_charge, a.mel_reponse,
                    a.mel_cloture, a.created_at, a.activated_at, a.last_sign_in_at, a.last_sign_in_place,
                    e.email AS requested_email
             FROM account a LEFT JOIN email_change e ON e.account_id = a.id WHERE a.id = $1",
        )
        .bind(account)
        .fetch_optional(c)
        .await
    })?;
    let row = row.ok_or(Error::NotFound)?;
    Ok(json!({
        "identifiant": row.login, "adresse_mel": row.email, "prenom": row.first_name, "nom": row.last_name,
        "telephone": row.phone, "adresse": row.address, "adresse_mel_demandee": row.requested_email,
        "numero_entreprise": row.company_number, "numero_entreprise_verifie": row.company_number_verified,
        "liste_diffusion": row.newsletter,
        "mels_voulus": {
            "question_transmise": row.mel_transmise, "prise_en_charge": row.mel_prise_en_charge,
            "reponse": row.mel_reponse, "cloture": row.mel_cloture,
        },
        "cree_le": row.created_at.rfc3339(), "active_le": date(row.activated_at),
        "derniere_connexion": { "le": date(row.last_sign_in_at), "depuis": row.last_sign_in_place },
    }))
}

async fn history(portal: &Portal, account: AccountId) -> Result<Value, Error> {
    let rows: Vec<(Moment, String, Json<Value>, i64)> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT happened_at, place, event, times FROM account_event WHERE account_id = $1
             ORDER BY happened_at, id",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?;
    let events = rows.into_iter().map(|(at, place, Json(event), times)| {
        let event = serde_json::from_value::<Event>(event).ok();
        json!({
            "le": at.rfc3339(), "depuis": place, "fois": times,
            "evenement": event.as_ref().map(Event::title), "detail": event.as_ref().map(Event::detail),
        })
    });
    Ok(Value::Array(events.collect()))
}
