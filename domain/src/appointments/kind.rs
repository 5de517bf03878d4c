//! Kinds of appointment that a service offers.

use jiff::SignedDuration;

use super::slots::{SlotRules, Window};

/// Where an appointment takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    Office,
    Phone,
    Video,
}

impl Channel {
    pub const ALL: [Channel; 3] = [Channel::Office, Channel::Phone, Channel::Video];

    /// Code stored in the database and sent by forms.
    pub const fn code(self) -> &'static str {
        match self {
            Channel::Office => "sur-place",
            Channel::Phone => "telephone",
            Channel::Video => "visioconference",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Channel::ALL.into_iter().find(|channel| channel.code() == code)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Channel::Office => "Sur place",
            Channel::Phone => "Par téléphone",
            Channel::Video => "En visioconférence",
        }
    }
}

/// Settings of a kind of appointment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindSettings {
    pub label: String,
    pub channel: Channel,
    /// Address of the office, or of the video conference; empty for the telephone.
    pub location: String,
    pub minutes: u16,
    /// Time kept free after an appointment.
    pub buffer_minutes: u16,
    /// The kind is offered as long as the service has fewer appointments at the same time, of all kinds.
    pub capacity: u16,
    pub notice_hours: u16,
    /// Days of the calendar that can be booked, today included.
    pub window_days: u16,
    /// Greatest number of appointments of one company in a week, from Monday to Sunday.
    pub weekly_max: u16,
    /// Operators can book it.
    pub offered: bool,
}

impl KindSettings {
    pub fn rules(&self) -> SlotRules {
        SlotRules {
            minutes: self.minutes,
            buffer_minutes: self.buffer_minutes,
            capacity: self.capacity,
            notice: SignedDuration::from_hours(i64::from(self.notice_hours)),
            window: Window::Days(self.window_days),
        }
    }
}
