//! Kinds of appointment of a service.

use domain::{
    appointments::{self, Channel, KindSettings},
    form::{Answers, FieldDefinition, Kind},
    territory::Territory,
};
use platform::{Error, db::Tx, execute_tx, on};

use super::{
    agenda_store::create_if_missing,
    settings::{Changing, keeper},
};
use crate::{
    Portal,
    accounts::sessions::Session,
    id::AppointmentKindId,
    staff::{Author, Change},
};

/// A kind of appointment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppointmentKind {
    pub id: AppointmentKindId,
    /// Code of the service.
    pub service: String,
    pub settings: KindSettings,
}

#[derive(sqlx::FromRow)]
struct KindRow {
    id: AppointmentKindId,
    service: String,
    label: String,
    channel: String,
    location: String,
    minutes: i32,
    buffer_minutes: i32,
    capacity: i32,
    notice_hours: i32,
    window_days: i32,
    weekly_max: i32,
    offered: bool,
}

impl From<KindRow> for AppointmentKind {
    fn from(row: KindRow) -> Self {
        let number = |value: i32| u16::try_from(value).unwrap_or(0);
        let settings = KindSettings {
            label: row.label,
            channel: Channel::from_code(&row.channel).unwrap_or(Channel::Phone),
            location: row.location,
            minutes: number(row.minutes),
            buffer_minutes: number(row.buffer_minutes),
            capacity: number(row.capacity),
            notice_hours: number(row.notice_hours),
            window_days: number(row.window_days),
            weekly_max: number(row.weekly_max),
            offered: row.offered,
        };
        AppointmentKind { id: row.id, service: row.service, settings }
    }
}

macro_rules! select_kinds {
    ($end:literal) => {
        concat!(
            "SELECT id, service, label, channel, location, minutes, buffer_minutes, capacity, notice_hours, window_days,
                    weekly_max, offered FROM appointment_kind ",
            $end
        )
    };
}

/// Returns a kind, for a caller that decides the rights.
///
/// # Errors
/// [`Error::NotFound`].
pub(super) async fn find(portal: &Portal, id: AppointmentKindId) -> Result<AppointmentKind, Error> {
    let found: Option<KindRow> = on!(portal.db, |c| {
        sqlx::query_as(select_kinds!("WHERE id = $1")).bind(id).fetch_optional(c).await
    })?;
    found.map(AppointmentKind::from).ok_or(Error::NotFound)
}

/// Returns all kinds that operators can book.
pub(super) async fn offered(portal: &Portal) -> Result<Vec<AppointmentKind>, Error> {
    let rows: Vec<KindRow> = on!(portal.db, |c| {
        sqlx::query_as(select_kinds!("WHERE offered ORDER BY service, label, id")).fetch_all(c).await
    })?;
    Ok(rows.into_iter().map(AppointmentKind::from).collect())
}

/// Returns the kinds of a service, for its agents.
///
/// # Errors
/// [`Error::NotFound`] for a service of others.
pub async fn kinds_of_service(
    portal: &Portal,
    session: &Session,
    service: &str,
) -> Result<Vec<AppointmentKind>, Error> {
    keeper(session, service)?;
    let rows: Vec<KindRow> = on!(portal.db, |c| {
        sqlx::query_as(select_kinds!("WHERE service = $1 ORDER BY label, id"))
            .bind(service)
            .fetch_all(c)
            .await
    })?;
    Ok(rows.into_iter().map(AppointmentKind::from).collect())
}

/// Returns a kind, for the agents of its service.
///
/// # Errors
/// [`Error::NotFound`] for an unknown one or one of another service.
pub async fn kind_of_service(
    portal: &Portal,
    session: &Session,
    id: AppointmentKindId,
) -> Result<AppointmentKind, Error> {
    // First: the answer to those who are no agents must not depend on whether the kind exists.
    session.agent()?;
    let kind = find(portal, id).await?;
    keeper(session, &kind.service)?;
    Ok(kind)
}

/// Statement that writes the settings of a kind, bound to `$1` to `$10`.
macro_rules! with_settings {
    ($sql:literal, $settings:expr) => {
        sqlx::query($sql)
            .bind(&$settings.label)
            .bind($settings.channel.code())
            .bind(&$settings.location)
            .bind(i32::from($settings.minutes))
            .bind(i32::from($settings.buffer_minutes))
            .bind(i32::from($settings.capacity))
            .bind(i32::from($settings.notice_hours))
            .bind(i32::from($settings.window_days))
            .bind(i32::from($settings.weekly_max))
            .bind($settings.offered)
    };
}

/// Creates a kind. Idempotent per `id`, generated with the page's form.
///
/// # Errors
/// [`Error::NotFound`] for a service of others; problems of the form.
pub async fn create_kind(
    portal: &Portal,
    session: &Session,
    service: &str,
    id: AppointmentKindId,
    answers: &Answers,
) -> Result<(), Error> {
    let author = Author::Member(keeper(session, service)?);
    let settings = appointments::read_kind(answers)?;
    let mut change = Changing::begin(portal, author, service).await?;
    create_if_missing(&mut change.tx, service, Territory::default()).await?;
    let inserted = insert(&mut change.tx, service, id, &settings).await?;
    let changes = if inserted { changes(None, &settings) } else { Vec::new() };
    change.end(changes).await
}

/// Inserts a kind. Returns `false` if the identifier is used already.
pub(super) async fn insert(
    tx: &mut Tx,
    service: &str,
    id: AppointmentKindId,
    settings: &KindSettings,
) -> Result<bool, Error> {
    let inserted = execute_tx!(
        tx,
        with_settings!(
            "INSERT INTO appointment_kind (label, channel, location, minutes, buffer_minutes, capacity, notice_hours,
                                           window_days, weekly_max, offered, id, service)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (id) DO NOTHING",
            settings
        )
        .bind(id)
        .bind(service)
    )?;
    Ok(inserted == 1)
}

/// Changes a kind. Appointments already booked keep what was promised.
///
/// # Errors
/// As [`kind_of_service`]; problems of the form.
pub async fn change_kind(
    portal: &Portal,
    session: &Session,
    id: AppointmentKindId,
    answers: &Answers,
) -> Result<AppointmentKind, Error> {
    let before = kind_of_service(portal, session, id).await?;
    let settings = appointments::read_kind(answers)?;
    let mut change =
        Changing::begin(portal, Author::Member(keeper(session, &before.service)?), &before.service).await?;
    execute_tx!(
        change.tx,
        with_settings!(
            "UPDATE appointment_kind
             SET label = $1, channel = $2, location = $3, minutes = $4, buffer_minutes = $5, capacity = $6,
                 notice_hours = $7, window_days = $8, weekly_max = $9, offered = $10
             WHERE id = $11",
            settings
        )
        .bind(id)
    )?;
    change.end(changes(Some(&before.settings), &settings)).await?;
    Ok(AppointmentKind { settings, ..before })
}

/// Returns what changes, with the labels of the form.
pub(super) fn changes(before: Option<&KindSettings>, after: &KindSettings) -> Vec<Change> {
    let (old, new) =
        (before.map(appointments::kind_answers).unwrap_or_default(), appointments::kind_answers(after));
    let field = |field: FieldDefinition| {
        Change::of(&field.label, &shown(&field, old.text(&field.name)), &shown(&field, new.text(&field.name)))
    };
    appointments::kind().fields.into_iter().filter_map(field).collect()
}

/// Label of the chosen option; other values as they are.
fn shown(field: &FieldDefinition, value: &str) -> String {
    let Kind::Choice { options } = &field.kind else { return value.to_owned() };
    let chosen = options.iter().find(|option| option.value == value);
    chosen.map_or_else(|| value.to_owned(), |option| option.label.clone())
}
