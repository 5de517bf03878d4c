//! Changes of the settings, by administrators or the command line. Questions already sent keep what was promised.

use domain::{
    answer_delay::{
        WeeklyHours, WorkingDays, WorkingHours, closing_words, hours_words, read_commitment,
        read_exceptional_closing, read_hours,
    },
    form::Answers,
    opening_hours::TimeRange,
    problem::Problem,
    territory::Territory,
};
use jiff::civil::Weekday;
use sqlx::types::Json;

use platform::{Error, db::Tx, execute_tx};

use super::settings::{DelaySettings, settings_tx};
use crate::{
    Portal,
    directory::services,
    staff::{self, ActKind, Author, Change},
};

/// Settings given on the command line.
#[derive(Clone, Debug)]
pub struct NewSettings {
    pub days: Option<WorkingDays>,
    pub territory: Territory,
    /// Hours from Monday to Friday.
    pub hours: Vec<TimeRange>,
}

/// Replaces the commitment, the territory and the weekly hours of a service, from the command line. Its closings stay.
///
/// # Errors
/// [`Error::NotFound`] for an unknown service; [`Problem::HoursBeforeCommitment`].
pub async fn set(portal: &Portal, service: &str, new: &NewSettings) -> Result<(), Error> {
    let weekdays: Vec<Weekday> = Weekday::Monday.cycle_forward().take(5).collect();
    change(portal, &Author::CommandLine, service, |settings| {
        settings.days = new.days;
        let closings = std::mem::take(&mut settings.hours.closings);
        settings.hours = WorkingHours { territory: new.territory, week: Vec::new(), closings };
        new.hours.iter().for_each(|range| settings.hours.add(&weekdays, *range));
        Ok(())
    })
    .await
}

/// Sets the commitment and the territory of a service.
///
/// # Errors
/// [`Error::NotFound`] for an unknown service; problems of the form; [`Problem::HoursBeforeCommitment`].
pub async fn set_commitment(
    portal: &Portal,
    author: &Author<'_>,
    service: &str,
    answers: &Answers,
) -> Result<(), Error> {
    let (days, territory) = read_commitment(answers)?;
    change(portal, author, service, |settings| {
        (settings.days, settings.hours.territory) = (days, territory);
        Ok(())
    })
    .await
}

/// Adds a weekly range to the hours of a service.
///
/// # Errors
/// [`Error::NotFound`] for an unknown service; problems of the form.
pub async fn add_hours(
    portal: &Portal,
    author: &Author<'_>,
    service: &str,
    answers: &Answers,
) -> Result<(), Error> {
    let (weekdays, range) = read_hours(answers)?;
    change(portal, author, service, |settings| {
        settings.hours.add(&weekdays, range);
        Ok(())
    })
    .await
}

/// Removes the weekly range with these words, see [`hours_words`]. Succeeds if it was removed before.
///
/// # Errors
/// [`Error::NotFound`] for an unknown service; [`Problem::LastHoursOfCommitment`].
pub async fn remove_hours(
    portal: &Portal,
    author: &Author<'_>,
    service: &str,
    words: &str,
) -> Result<(), Error> {
    change(portal, author, service, |settings| {
        settings.hours.week.retain(|hours| hours_words(hours) != words);
        match settings.days.is_some() && !settings.hours.are_stated() {
            true => Err(Error::invalid("", Problem::LastHoursOfCommitment)),
            false => Ok(()),
        }
    })
    .await
}

/// Adds an exceptional closing.
///
/// # Errors
/// [`Error::NotFound`] for an unknown service; problems of the form.
pub async fn close(
    portal: &Portal,
    author: &Author<'_>,
    service: &str,
    answers: &Answers,
) -> Result<(), Error> {
    let closing = read_exceptional_closing(answers)?;
    let today = portal.clock.now().day();
    change(portal, author, service, |settings| {
        settings.hours.close(closing, today);
        Ok(())
    })
    .await
}

/// Removes the closing with these words, see [`closing_words`]. Succeeds if it was removed before.
///
/// # Errors
/// [`Error::NotFound`] for an unknown service.
pub async fn open(portal: &Portal, author: &Author<'_>, service: &str, words: &str) -> Result<(), Error> {
    change(portal, author, service, |settings| {
        settings.hours.closings.retain(|closing| closing_words(closing) != words);
        Ok(())
    })
    .await
}

/// Changes the settings of a service and records what has changed in the audit trail.
async fn change(
    portal: &Portal,
    author: &Author<'_>,
    service: &str,
    edit: impl FnOnce(&mut DelaySettings) -> Result<(), Error>,
) -> Result<(), Error> {
    services::by_code(portal, service).await?;
    let mut tx = portal.db.begin().await?;
    lock(&mut tx, service).await?;
    let before = settings_tx(&mut tx, service).await?;
    let mut after = before.clone();
    edit(&mut after)?;
    if after.days.is_some() && !after.hours.are_stated() {
        return Err(Error::invalid("engagement", Problem::HoursBeforeCommitment));
    }
    write(&mut tx, service, &after).await?;
    let changes = changes(&before, &after);
    if !changes.is_empty() {
        let (now, kind) = (portal.clock.now(), ActKind::DelayChanged);
        staff::record(&mut tx, now, author, kind, service, &changes).await?;
    }
    Ok(tx.commit().await?)
}

/// Locks the settings of a service, which are created if there are none: two changes at once do not lose one.
async fn lock(tx: &mut Tx, service: &str) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO service_delay (service, working_days, hours) VALUES ($1, NULL, $2)
             ON CONFLICT (service) DO UPDATE SET service = excluded.service",
        )
        .bind(service)
        .bind(Json(WorkingHours::default()))
    )?;
    Ok(())
}

async fn write(tx: &mut Tx, service: &str, settings: &DelaySettings) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query("UPDATE service_delay SET working_days = $1, hours = $2 WHERE service = $3")
            .bind(settings.days.map(|days| i32::from(days.get())))
            .bind(Json(&settings.hours))
            .bind(service)
    )?;
    Ok(())
}

/// Returns what changes, with French labels.
fn changes(before: &DelaySettings, after: &DelaySettings) -> Vec<Change> {
    let days = |settings: &DelaySettings| settings.days.map(WorkingDays::words).unwrap_or_default();
    let week = |settings: &DelaySettings| lines(settings.hours.week.iter().map(hours_of));
    let closings = |settings: &DelaySettings| lines(settings.hours.closings.iter().map(closing_words));
    let territory = |settings: &DelaySettings| settings.hours.territory.label().to_owned();
    [
        Change::of("Engagement de délai", &days(before), &days(after)),
        Change::of("Territoire", &territory(before), &territory(after)),
        Change::of("Horaires de travail", &week(before), &week(after)),
        Change::of("Fermetures exceptionnelles", &closings(before), &closings(after)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn hours_of(hours: &WeeklyHours) -> String {
    hours_words(hours)
}

fn lines(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join(", ")
}
