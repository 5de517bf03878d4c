//! SQL of the agendas of services.

use domain::{
    appointments::{Closing, Opening, ServiceCalendar},
    opening_hours::TimeRange,
    territory::Territory,
};
use jiff::civil::Weekday;
use platform::{Error, db::Tx, execute_tx, on};

use crate::{
    Portal,
    directory::services::{self, Service},
    id::RowId,
};

/// Settings of the agenda of a service.
#[derive(Clone, Debug)]
pub struct AgendaSettings {
    pub service: Service,
    /// `None`: the service has never had an agenda.
    pub territory: Option<Territory>,
    pub openings: Vec<(RowId, Opening)>,
    pub closings: Vec<(RowId, Closing)>,
}

impl AgendaSettings {
    pub(super) fn calendar(self) -> ServiceCalendar {
        ServiceCalendar {
            territory: self.territory.unwrap_or_default(),
            openings: self.openings.into_iter().map(|(_, opening)| opening).collect(),
            closings: self.closings.into_iter().map(|(_, closing)| closing).collect(),
        }
    }
}

/// Returns the settings of a service, for a caller that decides the rights.
pub(super) async fn load(portal: &Portal, code: &str) -> Result<AgendaSettings, Error> {
    let service = services::by_code(portal, code).await?;
    let territory: Option<String> = on!(portal.db, |c| {
        sqlx::query_scalar("SELECT territory FROM service_agenda WHERE service = $1")
            .bind(code)
            .fetch_optional(c)
            .await
    })?;
    let openings: Vec<OpeningRow> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT id, weekday, starts, ends, valid_from, valid_until, every_weeks FROM service_opening
             WHERE service = $1 ORDER BY weekday, starts, id",
        )
        .bind(code)
        .fetch_all(c)
        .await
    })?;
    let closings: Vec<(RowId, String, String)> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT id, first_day, last_day FROM service_closing WHERE service = $1 ORDER BY first_day, id",
        )
        .bind(code)
        .fetch_all(c)
        .await
    })?;
    let closing = |(id, first, last): (RowId, String, String)| {
        Some((id, Closing { first: first.parse().ok()?, last: last.parse().ok()? }))
    };
    Ok(AgendaSettings {
        service,
        territory: territory.as_deref().and_then(Territory::from_code),
        openings: openings.into_iter().filter_map(OpeningRow::opening).collect(),
        closings: closings.into_iter().filter_map(closing).collect(),
    })
}

#[derive(sqlx::FromRow)]
pub(super) struct OpeningRow {
    id: RowId,
    weekday: i32,
    starts: String,
    ends: String,
    valid_from: String,
    valid_until: Option<String>,
    every_weeks: i32,
}

impl OpeningRow {
    pub fn opening(self) -> Option<(RowId, Opening)> {
        let weekday = Weekday::from_monday_one_offset(i8::try_from(self.weekday).ok()?).ok()?;
        let opening = Opening {
            weekday,
            range: TimeRange { start: self.starts.parse().ok()?, end: self.ends.parse().ok()? },
            from: self.valid_from.parse().ok()?,
            until: self.valid_until.and_then(|day| day.parse().ok()),
            every_weeks: u8::try_from(self.every_weeks).ok()?,
        };
        Some((self.id, opening))
    }
}

/// Creates the agenda of a service that has none yet. Returns `false` if it has one.
pub(super) async fn create_if_missing(
    tx: &mut Tx,
    service: &str,
    territory: Territory,
) -> Result<bool, Error> {
    let created = execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO service_agenda (service, territory) VALUES ($1, $2) ON CONFLICT (service) DO NOTHING",
        )
        .bind(service)
        .bind(territory.code())
    )?;
    Ok(created == 1)
}

/// Inserts an opening range. Returns `false` if the service has it already.
pub(super) async fn insert_opening(tx: &mut Tx, service: &str, opening: &Opening) -> Result<bool, Error> {
    let inserted = execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO service_opening (id, service, weekday, starts, ends, valid_from, valid_until, every_weeks)
             SELECT $1, $2, $3, $4, $5, $6, $7, $8 WHERE NOT EXISTS (
                 SELECT 1 FROM service_opening
                 WHERE service = $2 AND weekday = $3 AND starts = $4 AND ends = $5 AND valid_from = $6
                   AND COALESCE(valid_until, '') = COALESCE($7, '') AND every_weeks = $8)",
        )
        .bind(RowId::generate())
        .bind(service)
        .bind(i32::from(opening.weekday.to_monday_one_offset()))
        .bind(opening.range.start.to_string())
        .bind(opening.range.end.to_string())
        .bind(opening.from.to_string())
        .bind(opening.until.map(|day| day.to_string()))
        .bind(i32::from(opening.every_weeks))
    )?;
    Ok(inserted == 1)
}
