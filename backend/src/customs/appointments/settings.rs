//! Settings of the agenda of a service, changed by its agents.

use domain::{
    appointments::{self, Closing, closing_words, opening_words},
    form::{Answers, checked},
    rights::Action,
    territory::Territory,
};
use platform::{Error, db::Tx, execute_tx, on_tx};

use super::agenda_store::{AgendaSettings, OpeningRow, create_if_missing, insert_opening, load};
use crate::{
    Portal,
    accounts::sessions::{Session, StaffMember},
    id::RowId,
    staff::{self, ActKind, Author, Change},
};

/// Returns the settings of a service, for its agents.
///
/// # Errors
/// [`Error::NotFound`] for a service of others.
pub async fn settings(portal: &Portal, session: &Session, service: &str) -> Result<AgendaSettings, Error> {
    keeper(session, service)?;
    load(portal, service).await
}

/// Returns the signed-in agent of the service.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] if the visitor is not an agent; [`Error::NotFound`] for a service of others.
pub(super) fn keeper<'a>(session: &'a Session, service: &str) -> Result<&'a StaffMember, Error> {
    // First: the answer to those who are no agents must not depend on the service.
    session.agent()?;
    session.staff_allowed(&Action::KeepAgenda { service })
}

/// Sets the territory of a service: its time zone and its public holidays. Appointments already booked stay at their times.
///
/// # Errors
/// As [`settings`]; problems of the form.
pub async fn set_territory(
    portal: &Portal,
    session: &Session,
    service: &str,
    answers: &Answers,
) -> Result<(), Error> {
    let author = Author::Member(keeper(session, service)?);
    let before = load(portal, service).await?.territory;
    let answers = checked(&appointments::territory(), answers, &())?;
    let territory = appointments::territory_of(&answers);
    let mut change = Changing::begin(portal, author, service).await?;
    execute_tx!(
        change.tx,
        sqlx::query(
            "INSERT INTO service_agenda (service, territory) VALUES ($1, $2)
             ON CONFLICT (service) DO UPDATE SET territory = excluded.territory",
        )
        .bind(service)
        .bind(territory.code())
    )?;
    let changed = Change::of("Territoire", before.map_or("", Territory::label), territory.label());
    change.end(changed).await
}

/// Adds an opening range. Does nothing if the service has it already.
///
/// # Errors
/// As [`settings`]; problems of the form.
pub async fn add_opening(
    portal: &Portal,
    session: &Session,
    service: &str,
    answers: &Answers,
) -> Result<(), Error> {
    let author = Author::Member(keeper(session, service)?);
    let opening = appointments::read_opening(answers)?;
    let mut change = Changing::begin(portal, author, service).await?;
    create_if_missing(&mut change.tx, service, Territory::default()).await?;
    let inserted = insert_opening(&mut change.tx, service, &opening).await?;
    let added = inserted.then(|| opening_words(&opening));
    change.end(added.and_then(|added| Change::of("Ouverture", "", &added))).await
}

/// Removes an opening range. Succeeds if it was removed before. Appointments already booked stay.
///
/// # Errors
/// As [`settings`].
pub async fn remove_opening(
    portal: &Portal,
    session: &Session,
    service: &str,
    id: RowId,
) -> Result<(), Error> {
    let mut change = Changing::begin(portal, Author::Member(keeper(session, service)?), service).await?;
    let removed: Option<OpeningRow> = on_tx!(change.tx, |c| {
        sqlx::query_as(
            "DELETE FROM service_opening WHERE id = $1 AND service = $2
             RETURNING id, weekday, starts, ends, valid_from, valid_until, every_weeks",
        )
        .bind(id)
        .bind(service)
        .fetch_optional(c)
        .await
    })?;
    let removed = removed.and_then(OpeningRow::opening).map(|(_, opening)| opening_words(&opening));
    change.end(removed.and_then(|removed| Change::of("Ouverture", &removed, ""))).await
}

/// Adds closing days. Does nothing if the service has them already.
///
/// # Errors
/// As [`settings`]; problems of the form.
pub async fn add_closing(
    portal: &Portal,
    session: &Session,
    service: &str,
    answers: &Answers,
) -> Result<(), Error> {
    let author = Author::Member(keeper(session, service)?);
    let closing = appointments::read_closing(answers)?;
    let mut change = Changing::begin(portal, author, service).await?;
    create_if_missing(&mut change.tx, service, Territory::default()).await?;
    let inserted = execute_tx!(
        change.tx,
        sqlx::query(
            "INSERT INTO service_closing (id, service, first_day, last_day)
             SELECT $1, $2, $3, $4 WHERE NOT EXISTS (
                 SELECT 1 FROM service_closing WHERE service = $2 AND first_day = $3 AND last_day = $4)",
        )
        .bind(RowId::generate())
        .bind(service)
        .bind(closing.first.to_string())
        .bind(closing.last.to_string())
    )?;
    let added = (inserted == 1).then(|| closing_words(&closing));
    change.end(added.and_then(|added| Change::of("Fermeture", "", &added))).await
}

/// Removes closing days. Succeeds if they were removed before.
///
/// # Errors
/// As [`settings`].
pub async fn remove_closing(
    portal: &Portal,
    session: &Session,
    service: &str,
    id: RowId,
) -> Result<(), Error> {
    let mut change = Changing::begin(portal, Author::Member(keeper(session, service)?), service).await?;
    let removed: Option<(String, String)> = on_tx!(change.tx, |c| {
        sqlx::query_as(
            "DELETE FROM service_closing WHERE id = $1 AND service = $2 RETURNING first_day, last_day",
        )
        .bind(id)
        .bind(service)
        .fetch_optional(c)
        .await
    })?;
    let removed = removed.and_then(|(first, last)| {
        Some(closing_words(&Closing { first: first.parse().ok()?, last: last.parse().ok()? }))
    });
    change.end(removed.and_then(|removed| Change::of("Fermeture", &removed, ""))).await
}

/// A change of the settings of a service, recorded in the audit trail when it ends.
pub(super) struct Changing<'a> {
    pub tx: Tx,
    portal: &'a Portal,
    author: Author<'a>,
    service: &'a str,
}

impl<'a> Changing<'a> {
    /// `author`: may change the settings.
    pub async fn begin(portal: &'a Portal, author: Author<'a>, service: &'a str) -> Result<Self, Error> {
        Ok(Changing { tx: portal.db.begin().await?, portal, author, service })
    }

    /// Records what has changed and commits.
    pub async fn end(mut self, changes: impl IntoIterator<Item = Change>) -> Result<(), Error> {
        let changes: Vec<Change> = changes.into_iter().collect();
        if !changes.is_empty() {
            let (now, kind) = (self.portal.clock.now(), ActKind::AgendaChanged);
            staff::record(&mut self.tx, now, &self.author, kind, self.service, &changes).await?;
        }
        Ok(self.tx.commit().await?)
    }
}
