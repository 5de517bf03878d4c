use std::collections::HashSet;

use platform::{Error, on};

use super::{Agenda, Slot, booking};
use crate::Portal;

/// Returns the slots of the agenda that can be booked now, in order.
pub async fn free_slots(portal: &Portal, agenda: &Agenda) -> Result<Vec<Slot>, Error> {
    let mut slots = agenda.slots(portal.clock.now());
    let (Some(first), Some(last)) = (slots.first(), slots.last()) else { return Ok(slots) };
    let taken: Vec<(i64, i32)> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT quantum, seat FROM appointment_place WHERE agenda = $1 AND quantum >= $2 AND quantum < $3",
        )
        .bind(agenda.code)
        .bind(booking::quantum(first.from))
        .bind(booking::quantum(last.to))
        .fetch_all(c)
        .await
    })?;
    let taken: HashSet<(i64, i32)> = taken.into_iter().collect();
    slots.retain(|slot| {
        booking::seats(agenda).any(|seat| booking::quanta(slot).all(|at| !taken.contains(&(at, seat))))
    });
    Ok(slots)
}
