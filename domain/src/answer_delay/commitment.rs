use serde::{Deserialize, Serialize};

use super::hours::WorkingHours;

/// Number of working days of a commitment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "u8", try_from = "u8")]
pub struct WorkingDays(u8);

impl WorkingDays {
    /// The greatest number.
    pub const MAX: u8 = 60;

    /// Returns `None` unless the number is from 1 to [`WorkingDays::MAX`].
    pub const fn new(days: u8) -> Option<Self> {
        if days >= 1 && days <= Self::MAX { Some(WorkingDays(days)) } else { None }
    }

    pub const fn get(self) -> u8 {
        self.0
    }
}

impl From<WorkingDays> for u8 {
    fn from(days: WorkingDays) -> Self {
        days.0
    }
}

impl TryFrom<u8> for WorkingDays {
    type Error = String;

    fn try_from(days: u8) -> Result<Self, String> {
        WorkingDays::new(days).ok_or_else(|| format!("{days} working days"))
    }
}

/// Commitment of a service when a question was sent to it. Stored with the question: later settings do not change it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commitment {
    pub days: WorkingDays,
    /// Working hours of the service at that time, by which the days are counted.
    pub hours: WorkingHours,
}
