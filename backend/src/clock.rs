//! The only place that asks what time it is, so that tests can say.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};
use std::time::Duration;

use crate::db::Moment;

/// A clock handed to every use case through the [`crate::Portal`].
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    System,
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    pub fn system() -> Self {
        Clock(Source::System)
    }

    /// A clock that stands still until [`Clock::advance`]; clones share the same hands.
    pub fn fixed(at: Moment) -> Self {
        Clock(Source::Fixed(Arc::new(AtomicI64::new(at.micros()))))
    }

    #[expect(clippy::disallowed_methods, reason = "the one place that asks the system")]
    pub fn now(&self) -> Moment {
        match &self.0 {
            Source::System => Moment::from_timestamp(jiff::Timestamp::now()),
            Source::Fixed(hands) => Moment::from_micros(hands.load(Ordering::SeqCst)),
        }
    }

    /// Moves a fixed clock forward; the system's clock stays the system's.
    pub fn advance(&self, by: Duration) {
        if let Source::Fixed(hands) = &self.0 {
            hands.fetch_add(i64::try_from(by.as_micros()).unwrap_or(i64::MAX), Ordering::SeqCst);
        }
    }
}
