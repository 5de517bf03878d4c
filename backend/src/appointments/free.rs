use domain::appointments::{self, Slot, Taken};
use platform::{Error, on};

use super::{Agenda, agenda::time_zone};
use crate::Portal;

/// Returns the slots of the agenda that can be booked now, in order.
pub async fn free_slots(portal: &Portal, agenda: &Agenda<'_>) -> Result<Vec<Slot>, Error> {
    let now = portal.clock.now().timestamp();
    let taken: Vec<(i64, i32)> = on!(portal.db, |c| {
        sqlx::query_as("SELECT quantum, seat FROM appointment_place WHERE agenda = $1 AND quantum >= $2")
            .bind(agenda.code)
            .bind(appointments::quantum(now))
            .fetch_all(c)
            .await
    })?;
    let taken: Taken = taken.into_iter().collect();
    let zone = time_zone(agenda.zone);
    Ok(appointments::free_slots(agenda.calendar, &zone, &agenda.rules, &taken, now))
}
