use platform::{Error, db::Moment, on};

use super::{appointment::Appointment, mails, store::select_appointments};
use crate::{
    Portal,
    appointments::{self, Reminder},
};

/// The last first: an appointment that is due for both gets that one only.
const REMINDERS: [Reminder; 2] =
    [Reminder { hours: 2, fresh_hours: 4 }, Reminder { hours: 48, fresh_hours: 72 }];

/// Greatest number of reminders of each kind in one run.
const BATCH: i64 = 100;

/// Mails the reminders that are due, each once. Returns their number.
pub async fn remind(portal: &Portal) -> Result<u64, Error> {
    let now = portal.clock.now();
    let mut reminded = 0;
    for reminder in REMINDERS {
        for appointment in due(portal, reminder, now).await? {
            reminded += u64::from(remind_of(portal, &appointment, reminder).await?);
        }
    }
    portal.wake_workers();
    Ok(reminded)
}

async fn due(portal: &Portal, reminder: Reminder, now: Moment) -> Result<Vec<Appointment>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(select_appointments!(
            "WHERE a.reminded_hours > $1 AND a.cancelled_at IS NULL AND a.starts_at > $2 AND a.starts_at <= $3
             ORDER BY a.starts_at LIMIT $4"
        ))
        .bind(i32::from(reminder.hours))
        .bind(now)
        .bind(reminder.horizon(now))
        .bind(BATCH)
        .fetch_all(c)
        .await
    })?)
}

/// Returns `false` if no mail is needed: another process has reminded of it, it was moved or cancelled meanwhile, or it is fresh.
async fn remind_of(portal: &Portal, appointment: &Appointment, reminder: Reminder) -> Result<bool, Error> {
    let mut tx = portal.db.begin().await?;
    let (id, starts_at) = (appointment.id, appointment.starts_at);
    let is_due = appointments::mark_reminded(&mut tx, id, starts_at, reminder).await?
        && reminder.is_needed(starts_at, appointment.changed_at);
    if is_due {
        mails::remind(portal, &mut tx, appointment).await?;
    }
    tx.commit().await?;
    Ok(is_due)
}
