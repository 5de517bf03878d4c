//! Reminders to managers before the last day of a document.

use domain::{calendar::french_date, form::parse_date, path, rights::StaffRole};
use jiff::{ToSpan, civil::Date};
use platform::{
    Error,
    db::{Moment, Tx},
    mail::{self, Lifetime},
    on,
};
use sqlx::FromRow;

use super::{letters::ExpiryLetter, store};
use crate::{Portal, id::DocumentId, staff};

/// Days before the last day. The last first: a document that is due for both gets that one only.
const DAYS: [i32; 2] = [7, 30];
/// Greatest number of documents of each kind in one run.
const BATCH: i64 = 100;

#[derive(FromRow)]
struct Due {
    id: DocumentId,
    valid_until: String,
    service: String,
    service_name: String,
}

/// Mails the reminders that are due, each once. Returns the number of documents.
pub async fn remind(portal: &Portal) -> Result<u64, Error> {
    let mut reminded = 0;
    for days in DAYS {
        for document in due(portal, days).await? {
            reminded += u64::from(remind_of(portal, &document, days).await?);
        }
    }
    portal.wake_workers();
    Ok(reminded)
}

async fn due(portal: &Portal, days: i32) -> Result<Vec<Due>, Error> {
    let today = portal.clock.now().day();
    let horizon = today.checked_add(days.days()).unwrap_or(Date::MAX);
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT d.id, d.valid_until, f.service, s.name AS service_name
             FROM shared_document d JOIN document_folder f ON f.id = d.folder JOIN service s ON s.code = f.service
             WHERE d.valid_until <> '' AND d.valid_until >= $1 AND d.valid_until <= $2 AND d.reminded_days > $3
               AND d.version > 0 AND d.archived_at IS NULL AND d.binned_at IS NULL
             ORDER BY d.valid_until LIMIT $4",
        )
        .bind(today.to_string())
        .bind(horizon.to_string())
        .bind(days)
        .bind(BATCH)
        .fetch_all(c)
        .await
    })?)
}

/// Returns `false` if another process has reminded of it, or its last day was changed meanwhile.
async fn remind_of(portal: &Portal, document: &Due, days: i32) -> Result<bool, Error> {
    let Some(last) = parse_date(&document.valid_until) else { return Ok(false) };
    let mut tx = portal.db.begin().await?;
    let marked = store::mark_reminded(&mut tx, document.id, &document.valid_until, days).await?;
    if marked {
        let managers =
            staff::addressed_colleagues_in(&mut tx, &document.service, StaffRole::DocumentManager).await?;
        for manager in managers {
            enqueue(portal, &mut tx, document, last, &manager).await?;
        }
    }
    tx.commit().await?;
    Ok(marked)
}

async fn enqueue(
    portal: &Portal,
    tx: &mut Tx,
    document: &Due,
    last: Date,
    manager: &staff::AddressedColleague,
) -> Result<(), Error> {
    let letter = ExpiryLetter {
        name: manager.name.clone(),
        service: document.service_name.clone(),
        day: french_date(last),
        link: portal.link(&path::managed_document(document.id)),
    };
    let end = last.tomorrow().map_or(Moment::from_micros(i64::MAX), Moment::start_of);
    mail::enqueue(tx, portal.clock.now(), &manager.mail, &letter, Lifetime::Until(end)).await
}
