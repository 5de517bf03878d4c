//! Import of the history of the European Central Bank. Writes `ecb_currency`, `ecb_rate` and `ecb_correction`.

use std::collections::{BTreeMap, BTreeSet};

use domain::{decimal::Decimal, exchange_rate::Quote};
use platform::{Error, db::Tx, execute_tx, insert_rows, on_tx};
use sqlx::QueryBuilder;

use super::history_file;
use crate::{Portal, id::RowId};

/// Result of an import: numbers of rates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    pub added: u64,
    /// Rates that the bank has changed since they were imported.
    pub corrected: u64,
}

/// Imports a file of rates in one transaction: CSV, or a ZIP archive with one. Rates that the file does not have are kept;
/// changed ones are corrected, and the correction is recorded.
///
/// # Errors
/// [`Error::Unexpected`] with the line that is not readable; nothing is imported then.
pub async fn import(portal: &Portal, file: Vec<u8>) -> Result<Imported, Error> {
    let quotes = tokio::task::spawn_blocking(move || history_file::read(&file)).await??;
    let currencies: BTreeSet<&str> = quotes.iter().map(|(currency, _)| currency.as_str()).collect();
    let mut tx = portal.db.begin().await?;
    for currency in currencies {
        execute_tx!(
            tx,
            sqlx::query("INSERT INTO ecb_currency (code) VALUES ($1) ON CONFLICT (code) DO NOTHING")
                .bind(currency)
        )?;
    }
    let mut imported = Imported::default();
    // By year: the whole history would take much memory.
    for year in quotes.chunk_by(|(_, one), (_, other)| one.day.year() == other.day.year()) {
        let done = import_year(&mut tx, portal, year).await?;
        imported.added += done.added;
        imported.corrected += done.corrected;
    }
    tx.commit().await?;
    Ok(imported)
}

/// Imports rates of one year.
async fn import_year(tx: &mut Tx, portal: &Portal, quotes: &[(String, Quote)]) -> Result<Imported, Error> {
    let (Some((_, first)), Some((_, last))) = (quotes.first(), quotes.last()) else {
        return Ok(Imported::default());
    };
    let known = known(tx, first.day.to_string(), last.day.to_string()).await?;
    let mut imported = Imported::default();
    let mut new = Vec::new();
    for (currency, Quote { day, rate }) in quotes {
        match known.get(&(currency.clone(), day.to_string())) {
            None => new.push((currency, day.to_string(), rate.plain())),
            Some(before) if Decimal::parse(before) == Some(*rate) => {}
            Some(before) => {
                correct(tx, portal, currency, &day.to_string(), before, &rate.plain()).await?;
                imported.corrected += 1;
            }
        }
    }
    insert_rows!(tx, QueryBuilder::new("INSERT INTO ecb_rate (currency, day, rate) "), new, |values,
                                                                                             (
        currency,
        day,
        rate,
    )| {
        values.push_bind(*currency).push_bind(day).push_bind(rate);
    });
    imported.added = new.len() as u64;
    Ok(imported)
}

/// Returns the rates known for these days, by currency and day.
async fn known(
    tx: &mut Tx,
    first: String,
    last: String,
) -> Result<BTreeMap<(String, String), String>, Error> {
    let rows: Vec<(String, String, String)> = on_tx!(tx, |c| {
        sqlx::query_as("SELECT currency, day, rate FROM ecb_rate WHERE day BETWEEN $1 AND $2")
            .bind(first)
            .bind(last)
            .fetch_all(c)
            .await
    })?;
    Ok(rows.into_iter().map(|(currency, day, rate)| ((currency, day), rate)).collect())
}

async fn correct(
    tx: &mut Tx,
    portal: &Portal,
    currency: &str,
    day: &str,
    before: &str,
    after: &str,
) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query("UPDATE ecb_rate SET rate = $1 WHERE currency = $2 AND day = $3")
            .bind(after)
            .bind(currency)
            .bind(day)
    )?;
    execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO ecb_correction (id, currency, day, before, after, found_at) VALUES ($1, $2, $3, $4, $5, $6)"
        )
        .bind(RowId::generate())
        .bind(currency)
        .bind(day)
        .bind(before)
        .bind(after)
        .bind(portal.clock.now())
    )?;
    Ok(())
}
