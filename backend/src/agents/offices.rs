//! The customs offices, from the official European list (one JSON array, an object for each office).

use std::io::Read;

use serde::Deserialize;
use sqlx::FromRow;

use crate::{
    Error, Portal,
    db::{Moment, Tx},
    on, on_tx,
};

#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Office {
    /// European reference number: `FR` and 6 characters.
    pub code: String,
    pub name: String,
    pub phone: String,
    /// Role codes of the list, separated by spaces.
    pub roles: String,
}

/// What an import did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    pub added: u64,
    pub updated: u64,
    /// Lines of another country, or without a readable code or name.
    pub refused: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    id: String,
    name: String,
    #[serde(default)]
    country_id: String,
    #[serde(default)]
    phone_number: Option<String>,
    #[serde(default)]
    roles: Vec<String>,
}

/// The list of all the Union is under 10 MB; more is not the list.
const MAX_BYTES: u64 = 32 * 1024 * 1024;

/// Reads the official list and adds or refreshes the French offices, all or none.
///
/// # Errors
/// [`Error::Unexpected`] when it is not the JSON of the list, nothing being written then.
pub async fn import(portal: &Portal, reader: impl Read) -> Result<Imported, Error> {
    let lines: Vec<serde_json::Value> = serde_json::from_reader(reader.take(MAX_BYTES))?;
    let now = portal.clock.now();
    let mut done = Imported::default();
    let mut tx = portal.db.begin().await?;
    for line in lines {
        match serde_json::from_value::<Line>(line).ok().and_then(office) {
            Some(office) if write(&mut tx, &office, now).await? => done.added += 1,
            Some(_) => done.updated += 1,
            None => done.refused += 1,
        }
    }
    tx.commit().await?;
    Ok(done)
}

fn office(line: Line) -> Option<Office> {
    let code = line.id.trim().to_ascii_uppercase();
    let plain = code.len() == 8 && code.starts_with("FR") && code.bytes().all(|c| c.is_ascii_alphanumeric());
    let french = line.country_id.is_empty() || line.country_id == "FR";
    let clean = |text: &str| -> String { text.chars().filter(|c| !c.is_control()).take(200).collect() };
    let name = clean(line.name.trim());
    if !plain || !french || name.is_empty() {
        return None;
    }
    let mut roles: Vec<String> =
        line.roles.iter().map(|role| clean(role.trim())).filter(|role| !role.is_empty()).collect();
    roles.sort();
    roles.dedup();
    let phone = clean(line.phone_number.as_deref().unwrap_or_default().trim());
    Some(Office { code, name, phone, roles: roles.join(" ") })
}

/// Writes an office; was it a new one?
async fn write(tx: &mut Tx, office: &Office, now: Moment) -> Result<bool, Error> {
    let updated = on_tx!(tx, |c| {
        sqlx::query(
            "UPDATE customs_office SET name = $1, phone = $2, roles = $3, imported_at = $4 WHERE code = $5",
        )
        .bind(&office.name)
        .bind(&office.phone)
        .bind(&office.roles)
        .bind(now)
        .bind(&office.code)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    if updated == 1 {
        return Ok(false);
    }
    on_tx!(tx, |c| {
        sqlx::query(
            "INSERT INTO customs_office (name, phone, roles, imported_at, code) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(&office.name)
        .bind(&office.phone)
        .bind(&office.roles)
        .bind(now)
        .bind(&office.code)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(true)
}

pub async fn find(portal: &Portal, code: &str) -> Result<Option<Office>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as("SELECT code, name, phone, roles FROM customs_office WHERE code = $1")
            .bind(code)
            .fetch_optional(c)
            .await
    })?)
}

/// How many offices are known.
pub async fn count(portal: &Portal) -> Result<i64, Error> {
    Ok(on!(portal.db, |c| sqlx::query_scalar("SELECT COUNT(*) FROM customs_office").fetch_one(c).await)?)
}
