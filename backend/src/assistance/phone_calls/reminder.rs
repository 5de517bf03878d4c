use platform::{
    Error,
    db::Moment,
    mail::{self, Lifetime},
    on,
};

use super::{
    letters::ReminderLetter,
    store::{PhoneCall, select_calls},
};
use crate::{
    Portal,
    appointments::{self, Reminder},
};

const REMINDER: Reminder = Reminder { hours: 2, fresh_hours: 4 };

/// Greatest number of reminders in one run.
const BATCH: i64 = 100;

/// Mails the reminders that are due, each once. Returns their number.
pub async fn remind(portal: &Portal) -> Result<u64, Error> {
    let now = portal.clock.now();
    let due: Vec<PhoneCall> = on!(portal.db, |c| {
        sqlx::query_as(select_calls!(
            "WHERE a.reminded_hours > $4 AND a.cancelled_at IS NULL AND a.starts_at > $1 AND a.starts_at <= $2
             ORDER BY a.starts_at LIMIT $3"
        ))
        .bind(now)
        .bind(REMINDER.horizon(now))
        .bind(BATCH)
        .bind(i32::from(REMINDER.hours))
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
    let is_due = appointments::mark_reminded(&mut tx, call.id, call.starts_at, REMINDER).await?
        && REMINDER.is_needed(call.starts_at, call.changed_at);
    if is_due {
        let letter =
            ReminderLetter { name: call.name.clone(), slot: call.slot().label(), phone: call.shown_phone() };
        mail::enqueue(&mut tx, now, &call.email, &letter, Lifetime::Until(call.starts_at)).await?;
    }
    tx.commit().await?;
    Ok(is_due)
}
