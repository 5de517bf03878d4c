use domain::appointments::{Calendar, Slot, SlotRules};
use jiff::tz::TimeZone;
use platform::db::Moment;

/// Settings of an agenda.
#[derive(Clone, Copy)]
pub struct Agenda<'a> {
    /// Names its places in the database; stable.
    pub code: &'a str,
    /// IANA name of the zone in which its times are promised.
    pub zone: &'a str,
    pub calendar: &'a (dyn Calendar + Sync),
    pub rules: SlotRules,
}

/// Returns a time zone by its IANA name; UTC for a name that the program does not know.
pub fn time_zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

/// Returns the slot of an appointment that is stored with these instants and this zone.
pub fn slot_of(from: Moment, to: Moment, zone: &str) -> Slot {
    Slot::between(from.timestamp(), to.timestamp(), &time_zone(zone))
}
