use platform::{
    Error,
    db::{Duration, Moment},
    execute_tx,
    mail::{self, Lifetime},
    on,
};

use super::{
    form::slot_label,
    letters::ReminderLetter,
    store::{PhoneCall, select_calls},
};
use crate::Portal;

/// Time before a call at which its person is reminded.
const BEFORE: Duration = Duration::from_secs(2 * 3600);

/// A call booked or moved later than this before its time needs no reminder.
const FRESH: Duration = Duration::from_secs(4 * 3600);

/// Greatest number of reminders in one run.
const BATCH: i64 = 100;

/// Mails the reminders that are due, each once. Returns their number.
pub async fn remind(portal: &Portal) -> Result<u64, Error> {
    let now = portal.clock.now();
    let due: Vec<PhoneCall> = on!(portal.db, |c| {
        sqlx::query_as(select_calls!(
            "WHERE c.reminded_at IS NULL AND a.cancelled_at IS NULL AND a.starts_at > $1 AND a.starts_at <= $2
             ORDER BY a.starts_at LIMIT $3"
        ))
        .bind(now)
        .bind(now + BEFORE)
        .bind(BATCH)
        .fetch_all(c)
        .await
    })?;
    let mut reminded = 0;
    for call in due {
        reminded += u64::from(remind_of(portal, &call, now).await?);
    }
    portal.wake_workers();
    Ok(reminded)
}

/// Returns `false` if another process has reminded of it, or if it was moved or cancelled meanwhile.
async fn remind_of(portal: &Portal, call: &PhoneCall, now: Moment) -> Result<bool, Error> {
    let mut tx = portal.db.begin().await?;
    let marked = execute_tx!(
        tx,
        sqlx::query(
            "UPDATE phone_call SET reminded_at = $1
             WHERE appointment_id = $2 AND reminded_at IS NULL
               AND EXISTS (SELECT 1 FROM appointment
                           WHERE id = $2 AND cancelled_at IS NULL AND starts_at = $3)",
        )
        .bind(now)
        .bind(call.id)
        .bind(call.starts_at)
    )?;
    let is_due = marked == 1 && call.starts_at.since(call.changed_at) >= FRESH;
    if is_due {
        let letter = ReminderLetter {
            name: call.name.clone(),
            slot: slot_label(&call.slot()),
            phone: call.shown_phone(),
        };
        mail::enqueue(&mut tx, now, &call.email, &letter, Lifetime::Until(call.starts_at)).await?;
    }
    tx.commit().await?;
    Ok(is_due)
}
