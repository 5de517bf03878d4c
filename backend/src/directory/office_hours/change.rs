//! Changes of the hours, by administrators.

use domain::{
    answer_delay::{WorkingHours, closing_words, hours_words, read_exceptional_closing, read_hours},
    form::Answers,
};
use sqlx::types::Json;

use platform::{
    Error,
    db::{Moment, Tx},
    execute_tx,
};

use super::read::hours_tx;
use crate::{
    Portal,
    directory::offices,
    staff::{self, ActKind, Author, Change},
};

/// Adds a weekly range to the hours of an office.
///
/// # Errors
/// [`Error::NotFound`] for an unknown office; problems of the form.
pub async fn add(portal: &Portal, author: &Author<'_>, office: &str, answers: &Answers) -> Result<(), Error> {
    let (weekdays, range) = read_hours(answers)?;
    change(portal, author, office, |hours| hours.add(&weekdays, range)).await
}

/// Removes the weekly range with these words, see [`hours_words`]. Succeeds if it was removed before.
///
/// # Errors
/// [`Error::NotFound`] for an unknown office.
pub async fn remove(portal: &Portal, author: &Author<'_>, office: &str, words: &str) -> Result<(), Error> {
    change(portal, author, office, |hours| hours.week.retain(|one| hours_words(one) != words)).await
}

/// Adds an exceptional closing.
///
/// # Errors
/// [`Error::NotFound`] for an unknown office; problems of the form.
pub async fn close(
    portal: &Portal,
    author: &Author<'_>,
    office: &str,
    answers: &Answers,
) -> Result<(), Error> {
    let closing = read_exceptional_closing(answers)?;
    let today = portal.clock.now().day();
    change(portal, author, office, |hours| hours.close(closing, today)).await
}

/// Removes the closing with these words, see [`closing_words`]. Succeeds if it was removed before.
///
/// # Errors
/// [`Error::NotFound`] for an unknown office.
pub async fn open(portal: &Portal, author: &Author<'_>, office: &str, words: &str) -> Result<(), Error> {
    change(portal, author, office, |hours| hours.closings.retain(|one| closing_words(one) != words)).await
}

/// Changes the hours of an office and records what has changed in the audit trail.
async fn change(
    portal: &Portal,
    author: &Author<'_>,
    office: &str,
    edit: impl FnOnce(&mut WorkingHours),
) -> Result<(), Error> {
    offices::find(portal, office).await?.ok_or(Error::NotFound)?;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    lock(&mut tx, office, now).await?;
    let before = hours_tx(&mut tx, office).await?;
    let mut after = before.clone();
    edit(&mut after);
    let changes = changes(&before, &after);
    if changes.is_empty() {
        // The lock has created an empty row, or changed nothing.
        return Ok(());
    }
    execute_tx!(
        tx,
        sqlx::query("UPDATE office_hours SET hours = $1, updated_at = $2 WHERE office = $3")
            .bind(Json(&after))
            .bind(now)
            .bind(office)
    )?;
    staff::record(&mut tx, now, author, ActKind::OfficeHoursChanged, office, &changes).await?;
    Ok(tx.commit().await?)
}

/// Locks the hours of an office, which are created if there are none: two changes at once do not lose one.
async fn lock(tx: &mut Tx, office: &str, now: Moment) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO office_hours (office, hours, updated_at) VALUES ($1, $2, $3)
             ON CONFLICT (office) DO UPDATE SET office = excluded.office",
        )
        .bind(office)
        .bind(Json(WorkingHours::default()))
        .bind(now)
    )?;
    Ok(())
}

/// Returns what changes, with French labels.
fn changes(before: &WorkingHours, after: &WorkingHours) -> Vec<Change> {
    let lines = |items: Vec<String>| items.join(", ");
    let week = |hours: &WorkingHours| lines(hours.week.iter().map(hours_words).collect());
    let closings = |hours: &WorkingHours| lines(hours.closings.iter().map(closing_words).collect());
    [
        Change::of("Horaires d’ouverture", &week(before), &week(after)),
        Change::of("Fermetures exceptionnelles", &closings(before), &closings(after)),
    ]
    .into_iter()
    .flatten()
    .collect()
}
