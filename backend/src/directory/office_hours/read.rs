use domain::answer_delay::WorkingHours;
use sqlx::{FromRow, types::Json};

use platform::{
    Error,
    db::{Moment, Tx},
    on, on_tx,
};

use crate::Portal;

/// Hours of an office, as an administrator has stated them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficeHours {
    pub hours: WorkingHours,
    /// Last change.
    pub updated_at: Moment,
}

#[derive(FromRow)]
struct Row {
    hours: Json<WorkingHours>,
    updated_at: Moment,
}

impl From<Row> for OfficeHours {
    fn from(row: Row) -> Self {
        OfficeHours { hours: row.hours.0, updated_at: row.updated_at }
    }
}

const OF_OFFICE: &str = "SELECT hours, updated_at FROM office_hours WHERE office = $1";

/// Returns the hours of an office; `None` if nothing is stated.
pub async fn hours(portal: &Portal, office: &str) -> Result<Option<OfficeHours>, Error> {
    let row: Option<Row> =
        on!(portal.db, |c| sqlx::query_as(OF_OFFICE).bind(office).fetch_optional(c).await)?;
    Ok(row.map(OfficeHours::from))
}

/// As [`hours`].
pub(super) async fn hours_tx(tx: &mut Tx, office: &str) -> Result<WorkingHours, Error> {
    let row: Option<Row> = on_tx!(tx, |c| sqlx::query_as(OF_OFFICE).bind(office).fetch_optional(c).await)?;
    Ok(row.map(|row| row.hours.0).unwrap_or_default())
}
