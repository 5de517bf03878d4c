use platform::db::Moment;

/// State of an appointment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppointmentState {
    /// To come: it can be moved or cancelled.
    Booked,
    /// Its time has begun.
    Begun,
    Cancelled,
}

impl AppointmentState {
    pub fn at(now: Moment, starts_at: Moment, cancelled_at: Option<Moment>) -> Self {
        match cancelled_at {
            Some(_) => AppointmentState::Cancelled,
            None if starts_at <= now => AppointmentState::Begun,
            None => AppointmentState::Booked,
        }
    }
}
