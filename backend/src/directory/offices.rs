//! Customs offices, imported from the official European list: a JSON array with an object per office.

use std::io::Read;

use serde::Deserialize;
use sqlx::FromRow;

use platform::{
    Error,
    db::{Moment, Tx},
    execute_tx, on, on_tx,
};

use super::index;
use crate::Portal;

/// A customs office.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Office {
    /// European reference number: `FR` and 6 characters.
    pub code: String,
    pub name: String,
    pub phone: String,
    /// Role codes of the list, separated by spaces: see [`domain::office_role`].
    pub roles: String,
    /// Import of the last list that has it.
    pub imported_at: Moment,
}

/// Numbers of offices of an import.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    pub added: u64,
    pub updated: u64,
    /// Number of offices of another country, or without a valid code or name.
    pub refused: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ListedOffice {
    id: String,
    name: String,
    #[serde(default)]
    country_id: String,
    #[serde(default)]
    phone_number: Option<String>,
    #[serde(default)]
    roles: Vec<String>,
}

/// Maximum size of the list in bytes. The whole list of the Union is under 10 MB.
const MAX_BYTES: u64 = 32 * 1024 * 1024;

/// Imports the French offices of the official list, in one transaction: adds new ones, updates the others, deletes
/// none.
///
/// # Errors
/// [`Error::Unexpected`] if it is not a JSON array.
pub async fn import(portal: &Portal, reader: impl Read) -> Result<Imported, Error> {
    let entries: Vec<serde_json::Value> = serde_json::from_reader(reader.take(MAX_BYTES))?;
    let now = portal.clock.now();
    let mut imported = Imported::default();
    let mut tx = portal.db.begin().await?;
    for entry in entries {
        match serde_json::from_value::<ListedOffice>(entry).ok().and_then(|listed| office(listed, now)) {
            Some(office) if write(&mut tx, &office).await? => imported.added += 1,
            Some(_) => imported.updated += 1,
            None => imported.refused += 1,
        }
    }
    index::write(&mut tx).await?;
    tx.commit().await?;
    Ok(imported)
}

/// Returns `None` for an office of another country, or without a valid code or name.
fn office(listed: ListedOffice, imported_at: Moment) -> Option<Office> {
    let code = listed.id.trim().to_ascii_uppercase();
    let is_valid =
        code.len() == 8 && code.starts_with("FR") && code.bytes().all(|c| c.is_ascii_alphanumeric());
    let is_french = listed.country_id.is_empty() || listed.country_id == "FR";
    let clean = |text: &str| -> String { text.chars().filter(|c| !c.is_control()).take(200).collect() };
    let name = clean(listed.name.trim());
    if !is_valid || !is_french || name.is_empty() {
        return None;
    }
    let mut roles: Vec<String> =
        listed.roles.iter().map(|role| clean(role.trim())).filter(|role| !role.is_empty()).collect();
    roles.sort();
    roles.dedup();
    let phone = clean(listed.phone_number.as_deref().unwrap_or_default().trim());
    Some(Office { code, name, phone, roles: roles.join(" "), imported_at })
}

/// Stores an office. Returns `true` if it is new.
async fn write(tx: &mut Tx, office: &Office) -> Result<bool, Error> {
    let updated =
        execute_tx!(tx, sqlx::query(
            "UPDATE customs_office SET name = $1, phone = $2, roles = $3, imported_at = $4 WHERE code = $5",
        )
        .bind(&office.name)
        .bind(&office.phone)
        .bind(&office.roles)
        .bind(office.imported_at)
        .bind(&office.code))?;
    if updated == 1 {
        return Ok(false);
    }
    execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO customs_office (name, phone, roles, imported_at, code) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(&office.name)
        .bind(&office.phone)
        .bind(&office.roles)
        .bind(office.imported_at)
        .bind(&office.code)
    )?;
    Ok(true)
}

/// Returns the office with that European reference number.
pub async fn find(portal: &Portal, code: &str) -> Result<Option<Office>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as("SELECT code, name, phone, roles, imported_at FROM customs_office WHERE code = $1")
            .bind(code)
            .fetch_optional(c)
            .await
    })?)
}

/// Returns every office, in the order of their codes.
pub async fn list(portal: &Portal) -> Result<Vec<Office>, Error> {
    Ok(on!(portal.db, |c| sqlx::query_as(LIST).fetch_all(c).await)?)
}

/// As [`list`].
pub(super) async fn list_tx(tx: &mut Tx) -> Result<Vec<Office>, Error> {
    Ok(on_tx!(tx, |c| sqlx::query_as(LIST).fetch_all(c).await)?)
}

const LIST: &str = "SELECT code, name, phone, roles, imported_at FROM customs_office ORDER BY code";

/// Returns the time of the last import; `None` before the first.
pub async fn last_import(portal: &Portal) -> Result<Option<Moment>, Error> {
    Ok(on!(portal.db, |c| sqlx::query_scalar("SELECT MAX(imported_at) FROM customs_office")
        .fetch_one(c)
        .await)?)
}

/// Returns the number of offices.
pub async fn count(portal: &Portal) -> Result<i64, Error> {
    Ok(on!(portal.db, |c| sqlx::query_scalar("SELECT COUNT(*) FROM customs_office").fetch_one(c).await)?)
}
