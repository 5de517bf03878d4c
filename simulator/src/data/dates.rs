//! Dates relative to today.

use anyhow::Context;
use jiff::ToSpan;
use jiff::civil::Date;

/// Returns the date `offset` days from today. Relative dates keep the demo data current.
pub fn day(today: Date, offset: i32) -> anyhow::Result<Date> {
    today.checked_add(offset.days()).with_context(|| format!("day {offset}"))
}
