//! Clock: the only place that reads the system's time, so that tests can set it.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};
use std::time::Duration;

use crate::db::Moment;

/// Clock of every use case, in [`crate::Platform`].
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    System,
    /// Microseconds since the epoch.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    pub fn system() -> Self {
        Clock(Source::System)
    }

    /// Clock that only [`Clock::advance`] moves. Clones share the time.
    pub fn fixed(at: Moment) -> Self {
        Clock(Source::Fixed(Arc::new(AtomicI64::new(at.micros()))))
    }

    #[expect(clippy::disallowed_methods, reason = "the only place that reads the system's time")]
    pub fn now(&self) -> Moment {
        match &self.0 {
            Source::System => Moment::from_timestamp(jiff::Timestamp::now()),
            Source::Fixed(micros) => Moment::from_micros(micros.load(Ordering::SeqCst)),
        }
    }

    /// Moves a fixed clock forward. No effect on the system's clock.
    pub fn advance(&self, by: Duration) {
        if let Source::Fixed(micros) = &self.0 {
            micros.fetch_add(i64::try_from(by.as_micros()).unwrap_or(i64::MAX), Ordering::SeqCst);
        }
    }
}
