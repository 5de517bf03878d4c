use domain::{
    appointments::{Channel, Slot},
    path,
    phone::Phone,
    territory::hour_of,
};
use platform::{
    calendar::{Event, Invitation, Participant, When},
    db::Moment,
};

use crate::{
    Portal,
    appointments::{AppointmentState, slot_of},
    id::{AccountId, AppointmentId, AppointmentKindId, ConversationId},
};

/// Whether the person came to an appointment, or answered the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attendance {
    Seen,
    NoShow,
}

impl Attendance {
    pub const ALL: [Attendance; 2] = [Attendance::Seen, Attendance::NoShow];

    pub const fn code(self) -> &'static str {
        match self {
            Attendance::Seen => "tenu",
            Attendance::NoShow => "absent",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Attendance::ALL.into_iter().find(|attendance| attendance.code() == code)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Attendance::Seen => "Rendez-vous tenu",
            Attendance::NoShow => "Absent",
        }
    }
}

/// An appointment of an operator with a service.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Appointment {
    pub id: AppointmentId,
    pub kind: AppointmentKindId,
    /// Code of the service.
    pub service: String,
    pub service_name: String,
    service_email: String,
    pub label: String,
    channel: String,
    /// Address of the office or of the video conference; empty for the telephone.
    pub location: String,
    pub siren: String,
    pub company: String,
    /// `None` once the account is deleted.
    pub(super) account: Option<AccountId>,
    pub person: String,
    phone: String,
    pub subject: String,
    pub question: Option<ConversationId>,
    /// Number of the question; empty without one.
    pub question_number: String,
    /// The question is confidential.
    pub(super) confidential: bool,
    /// Agent who booked it for the person; empty if the person did.
    pub booked_by: String,
    outcome: String,
    /// Reason of the service for the cancellation; empty without one.
    pub cancellation_reason: String,
    pub starts_at: Moment,
    pub ends_at: Moment,
    pub zone: String,
    promised_time: String,
    sequence: i32,
    pub(super) changed_at: Moment,
    cancelled_at: Option<Moment>,
}

impl Appointment {
    pub fn channel(&self) -> Channel {
        Channel::from_code(&self.channel).unwrap_or(Channel::Phone)
    }

    pub fn state(&self, now: Moment) -> AppointmentState {
        AppointmentState::at(now, self.starts_at, self.cancelled_at)
    }

    pub fn attendance(&self) -> Option<Attendance> {
        Attendance::from_code(&self.outcome)
    }

    pub fn slot(&self) -> Slot {
        slot_of(self.starts_at, self.ends_at, &self.zone)
    }

    /// Names the clock of its times: « heure de La Réunion ».
    pub fn hour(&self) -> &'static str {
        hour_of(&self.zone)
    }

    /// The time with its clock: « mardi 1er décembre 2026, de 9 h à 9 h 30 (heure de Paris) ».
    pub fn when(&self) -> String {
        format!("{} ({})", self.slot().label(), self.hour())
    }

    /// Returns `false` if the rules of the time zone have changed since the booking, so that the clocks no longer show the
    /// promised time at that instant.
    pub fn is_at_promised_time(&self) -> bool {
        self.slot().begins.to_string() == self.promised_time
    }

    /// Number to call, as people read it; empty unless it is by telephone.
    pub fn shown_phone(&self) -> String {
        Phone::parse(&self.phone).map_or_else(|_| self.phone.clone(), |phone| phone.shown())
    }

    /// Where it takes place: « Par téléphone, au +33 6 12 34 56 78 ».
    pub fn place(&self) -> String {
        match self.channel() {
            Channel::Phone => format!("{}, au {}", Channel::Phone.label(), self.shown_phone()),
            channel => format!("{}\u{a0}: {}", channel.label(), self.location),
        }
    }

    /// The appointment as an event to add to the person's calendar.
    pub fn event(&self, portal: &Portal) -> Event {
        let domain = portal.config.base_url.host_str().unwrap_or_default();
        let by_phone = self.channel() == Channel::Phone;
        Event {
            uid: format!("{}@{domain}", self.id),
            sequence: self.sequence,
            stamp: self.cancelled_at.unwrap_or(self.changed_at),
            when: When::Period { from: self.starts_at, to: self.ends_at },
            summary: format!("Rendez-vous\u{a0}: {}", self.service_name),
            description: format!("{}\n{}\n{}", self.label, self.place(), self.when()),
            location: if by_phone { String::new() } else { self.location.clone() },
            url: portal.link(&path::appointment(self.id)),
            status: None,
            invitation: None,
        }
    }

    /// The event as the service invites the person to it, or cancels it.
    pub(super) fn invitation(&self, portal: &Portal, email: &str) -> Event {
        let organizer = Participant { name: self.service_name.clone(), email: self.service_email.clone() };
        let attendee = Participant { name: self.person.clone(), email: email.to_owned() };
        let is_cancelled = self.cancelled_at.is_some();
        Event { invitation: Some(Invitation { organizer, attendee, is_cancelled }), ..self.event(portal) }
    }
}
