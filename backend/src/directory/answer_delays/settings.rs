use std::collections::BTreeMap;

use domain::answer_delay::{Commitment, WorkingDays, WorkingHours};
use sqlx::{FromRow, types::Json};

use platform::{Error, db::Tx, on, on_tx};

use crate::Portal;

/// Commitment and working hours of a service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DelaySettings {
    /// `None`: the service promises nothing.
    pub days: Option<WorkingDays>,
    pub hours: WorkingHours,
}

impl DelaySettings {
    /// Returns the commitment for a question that is sent now.
    pub fn commitment(&self) -> Option<Commitment> {
        let days = self.days.filter(|_| self.hours.are_stated())?;
        Some(Commitment { days, hours: self.hours.clone() })
    }
}

#[derive(FromRow)]
struct SettingsRow {
    service: String,
    working_days: Option<i32>,
    hours: Json<WorkingHours>,
}

impl From<SettingsRow> for DelaySettings {
    fn from(row: SettingsRow) -> Self {
        let days = row.working_days.and_then(|days| u8::try_from(days).ok()).and_then(WorkingDays::new);
        DelaySettings { days, hours: row.hours.0 }
    }
}

const OF_SERVICE: &str = "SELECT service, working_days, hours FROM service_delay WHERE service = $1";

/// Returns the settings of a service; the default ones if it has stated nothing.
pub async fn settings(portal: &Portal, service: &str) -> Result<DelaySettings, Error> {
    let row: Option<SettingsRow> =
        on!(portal.db, |c| sqlx::query_as(OF_SERVICE).bind(service).fetch_optional(c).await)?;
    Ok(row.map(DelaySettings::from).unwrap_or_default())
}

/// As [`settings`].
pub(crate) async fn settings_tx(tx: &mut Tx, service: &str) -> Result<DelaySettings, Error> {
    let row: Option<SettingsRow> =
        on_tx!(tx, |c| sqlx::query_as(OF_SERVICE).bind(service).fetch_optional(c).await)?;
    Ok(row.map(DelaySettings::from).unwrap_or_default())
}

/// Returns the settings of the services that have stated something, by code.
pub async fn all(portal: &Portal) -> Result<BTreeMap<String, DelaySettings>, Error> {
    let rows: Vec<SettingsRow> = on!(portal.db, |c| {
        sqlx::query_as("SELECT service, working_days, hours FROM service_delay").fetch_all(c).await
    })?;
    Ok(rows.into_iter().map(|row| (row.service.clone(), row.into())).collect())
}
