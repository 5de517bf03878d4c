//! Calendars as files (iCalendar, RFC 5545), which other programs read.
//!
//! Written as text here, since the crates that write calendars bring another library of dates (`docs/adr/0037`).

use jiff::civil::Date;

use crate::{
    content_lines::{push_line, push_text, stamp},
    db::Moment,
};

/// Number of events written at once.
const EVENTS: usize = 100;

/// A calendar, without its events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    pub name: String,
    pub description: String,
}

/// Time of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// A whole day, which stays free for meetings.
    Day(Date),
    Period {
        from: Moment,
        to: Moment,
    },
}

/// A person or a service, with an address of e-mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participant {
    pub name: String,
    pub email: String,
}

/// Participants of an event, whose programs then follow its changes (RFC 5546).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    pub organizer: Participant,
    pub attendee: Participant,
    pub is_cancelled: bool,
}

impl Invitation {
    const fn method(&self) -> &'static str {
        if self.is_cancelled { "CANCEL" } else { "REQUEST" }
    }

    const fn status(&self) -> Status {
        if self.is_cancelled { Status::Cancelled } else { Status::Confirmed }
    }
}

/// Whether an event takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Confirmed,
    Cancelled,
}

impl Status {
    const fn code(self) -> &'static str {
        match self {
            Status::Confirmed => "CONFIRMED",
            Status::Cancelled => "CANCELLED",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Identifies the event in every later version of the calendar.
    pub uid: String,
    /// Number of changes of time so far. A calendar program ignores a version older than the one it has.
    pub sequence: i32,
    /// Last time the event was confirmed.
    pub stamp: Moment,
    pub when: When,
    pub summary: String,
    pub description: String,
    /// Empty if it has none.
    pub location: String,
    /// Page about it.
    pub url: String,
    /// `None`: not said, or said by the invitation.
    pub status: Option<Status>,
    /// `None`: an event to add, whose participants are not named.
    pub invitation: Option<Invitation>,
}

/// Writes the calendar in pieces, each computed when it is asked for.
pub fn write<I: Iterator<Item = Event>>(
    calendar: &Calendar,
    events: I,
) -> impl Iterator<Item = String> + use<I> {
    let mut events = events.peekable();
    let mut rest = Some(subscribed_head(calendar));
    std::iter::from_fn(move || {
        let mut piece = rest.take()?;
        events.by_ref().take(EVENTS).for_each(|event| push_event(&mut piece, &event));
        match events.peek() {
            Some(_) => rest = Some(String::new()),
            None => push_line(&mut piece, "END:VCALENDAR"),
        }
        Some(piece)
    })
}

/// Writes the file of one event, to add to a calendar.
pub fn write_one(event: &Event) -> String {
    let mut text = head();
    let method = event.invitation.as_ref().map_or("PUBLISH", Invitation::method);
    push_line(&mut text, &format!("METHOD:{method}"));
    push_event(&mut text, event);
    push_line(&mut text, "END:VCALENDAR");
    text
}

fn head() -> String {
    let mut text = String::new();
    for line in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Prodouane//Portail//FR", "CALSCALE:GREGORIAN"] {
        push_line(&mut text, line);
    }
    text
}

fn subscribed_head(calendar: &Calendar) -> String {
    let mut text = head();
    // Twice: by the names of RFC 7986, and by those that most programs read.
    for (name, value) in [
        ("NAME", &calendar.name),
        ("X-WR-CALNAME", &calendar.name),
        ("DESCRIPTION", &calendar.description),
        ("X-WR-CALDESC", &calendar.description),
    ] {
        push_text(&mut text, name, value);
    }
    push_line(&mut text, "REFRESH-INTERVAL;VALUE=DURATION:PT6H");
    push_line(&mut text, "X-PUBLISHED-TTL:PT6H");
    text
}

fn push_event(text: &mut String, event: &Event) {
    push_line(text, "BEGIN:VEVENT");
    push_text(text, "UID", &event.uid);
    push_line(text, &format!("DTSTAMP:{}", stamp(event.stamp)));
    push_line(text, &format!("SEQUENCE:{}", event.sequence));
    match event.when {
        When::Day(day) => push_day(text, day),
        When::Period { from, to } => {
            push_line(text, &format!("DTSTART:{}", stamp(from)));
            push_line(text, &format!("DTEND:{}", stamp(to)));
        }
    }
    push_text(text, "SUMMARY", &event.summary);
    push_text(text, "DESCRIPTION", &event.description);
    if !event.location.is_empty() {
        push_text(text, "LOCATION", &event.location);
    }
    push_line(text, &format!("URL:{}", event.url));
    if let Some(invitation) = &event.invitation {
        push_invitation(text, invitation);
    } else if let Some(status) = event.status {
        push_status(text, status);
    }
    push_line(text, "END:VEVENT");
}

fn push_invitation(text: &mut String, invitation: &Invitation) {
    push_participant(text, "ORGANIZER", &invitation.organizer);
    push_participant(text, "ATTENDEE;PARTSTAT=ACCEPTED;RSVP=FALSE", &invitation.attendee);
    push_status(text, invitation.status());
}

fn push_status(text: &mut String, status: Status) {
    push_line(text, &format!("STATUS:{}", status.code()));
}

/// Quotes the name, in which quotes and control characters are not allowed (RFC 5545, 3.2).
fn push_participant(text: &mut String, property: &str, participant: &Participant) {
    let allowed = |c: &char| !c.is_control() && *c != '"';
    let name: String = participant.name.chars().filter(allowed).collect();
    push_line(text, &format!("{property};CN=\"{name}\":mailto:{}", participant.email));
}

fn push_day(text: &mut String, day: Date) {
    push_line(text, &format!("DTSTART;VALUE=DATE:{}", basic(day)));
    if let Ok(next) = day.tomorrow() {
        push_line(text, &format!("DTEND;VALUE=DATE:{}", basic(next)));
    }
    push_line(text, "TRANSP:TRANSPARENT");
}

/// Day without separators: « 20261130 ».
fn basic(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn event(number: usize) -> Event {
        Event {
            uid: format!("creance-{number}@portail.example"),
            sequence: 0,
            stamp: Moment::from_micros(1_780_300_800_000_000),
            when: When::Day(date(2026, 12, 31)),
            summary: "TVA; acompte, « reste »\r\nBEGIN:VEVENT".to_owned(),
            description: "é".repeat(100),
            location: String::new(),
            invitation: None,
            status: None,
            url: "https://portail.example/tableau-de-bord".to_owned(),
        }
    }

    fn written(events: usize) -> String {
        let calendar = Calendar { name: "Échéances".to_owned(), description: String::new() };
        write(&calendar, (0..events).map(event)).collect()
    }

    #[test]
    fn an_event_is_a_whole_day_with_a_stable_identifier() {
        let text = written(1);
        for line in [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "UID:creance-0@portail.example",
            "DTSTAMP:20260601T080000Z",
            "DTSTART;VALUE=DATE:20261231",
            "DTEND;VALUE=DATE:20270101",
            "SUMMARY:TVA\\; acompte\\, « reste »\\nBEGIN:VEVENT",
            "END:VCALENDAR",
        ] {
            assert!(text.split("\r\n").any(|one| one == line), "{line}\n{text}");
        }
        assert_eq!(text.matches("\r\nBEGIN:VEVENT\r\n").count(), 1, "a text adds no event");
    }

    #[test]
    fn the_file_of_one_event_has_its_instants() {
        let from = Moment::from_micros(1_780_300_800_000_000);
        let to = from + std::time::Duration::from_secs(1800);
        let status = Some(Status::Cancelled);
        let text = write_one(&Event { sequence: 2, when: When::Period { from, to }, status, ..event(0) });
        for line in [
            "METHOD:PUBLISH",
            "STATUS:CANCELLED",
            "SEQUENCE:2",
            "DTSTART:20260601T080000Z",
            "DTEND:20260601T083000Z",
        ] {
            assert!(text.split("\r\n").any(|one| one == line), "{line}\n{text}");
        }
        assert!(!text.contains("TRANSP"));
        assert!(text.ends_with("END:VEVENT\r\nEND:VCALENDAR\r\n"));
    }

    #[test]
    fn an_invitation_names_its_participants_and_is_cancelled_with_the_same_identifier() {
        let participant =
            |name: &str, email: &str| Participant { name: name.to_owned(), email: email.to_owned() };
        let mut invitation = Invitation {
            organizer: participant("Recette \"de Nantes\"\r\nX:1", "recette@exemple.fr"),
            attendee: participant("Camille Exemple", "camille@exemple.fr"),
            is_cancelled: false,
        };
        let invited = |invitation: &Invitation| {
            let location = "1 quai d’essai, Nantes".to_owned();
            let text = write_one(&Event { invitation: Some(invitation.clone()), location, ..event(0) });
            text.replace("\r\n ", "")
        };
        let text = invited(&invitation);
        for line in [
            "METHOD:REQUEST",
            "STATUS:CONFIRMED",
            "LOCATION:1 quai d’essai\\, Nantes",
            "ORGANIZER;CN=\"Recette de NantesX:1\":mailto:recette@exemple.fr",
            "ATTENDEE;PARTSTAT=ACCEPTED;RSVP=FALSE;CN=\"Camille Exemple\":mailto:camille@exemple.fr",
        ] {
            assert!(text.split("\r\n").any(|one| one == line), "{line}\n{text}");
        }
        invitation.is_cancelled = true;
        let text = invited(&invitation);
        for line in ["METHOD:CANCEL", "STATUS:CANCELLED", "UID:creance-0@portail.example"] {
            assert!(text.split("\r\n").any(|one| one == line), "{line}\n{text}");
        }
    }

    #[test]
    fn lines_are_folded_between_characters() {
        let text = written(1);
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
        assert!(
            text.replace("\r\n ", "").contains(&format!("DESCRIPTION:{}\r\n", "é".repeat(100))),
            "{text}"
        );
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
    }

    #[test]
    fn calendars_of_any_length_are_complete() {
        for events in [0, 1, EVENTS, EVENTS + 1, 5 * EVENTS] {
            let text = written(events);
            assert_eq!(text.matches("\r\nBEGIN:VEVENT\r\n").count(), events);
            assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("\r\nEND:VCALENDAR\r\n"));
        }
    }
}
