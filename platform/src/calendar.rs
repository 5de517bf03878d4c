//! Calendars as files (iCalendar, RFC 5545), which other programs read.
//!
//! Written as text here, since the crates that write calendars bring another library of dates (`docs/adr/0037`).

use jiff::civil::Date;

use crate::db::Moment;

/// Greatest length of a line in bytes, without its end (RFC 5545, 3.1).
const LINE: usize = 75;
const END_OF_LINE: &str = "\r\n";

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
    /// Page about it.
    pub url: String,
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
    push_line(&mut text, "METHOD:PUBLISH");
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
    push_line(text, &format!("URL:{}", event.url));
    push_line(text, "END:VEVENT");
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

/// Instant in UTC without separators: « 20261130T080000Z ».
fn stamp(at: Moment) -> String {
    format!("{:.0}", at.timestamp()).chars().filter(|c| !matches!(c, '-' | ':')).collect()
}

fn push_text(text: &mut String, name: &str, value: &str) {
    push_line(text, &format!("{name}:{}", escaped(value)));
}

/// Escapes a text (RFC 5545, 3.3.11). Other control characters than line ends are not allowed.
fn escaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len() + 8);
    for c in value.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => text.extend(['\\', c]),
            '\n' | '\r' => text.push_str("\\n"),
            c if c.is_control() => text.push(' '),
            c => text.push(c),
        }
    }
    text
}

/// Appends a line, folded between characters so that no part is longer than [`LINE`].
fn push_line(text: &mut String, line: &str) {
    let mut length = 0;
    for c in line.chars() {
        if length + c.len_utf8() > LINE {
            text.push_str(END_OF_LINE);
            text.push(' ');
            length = 1;
        }
        text.push(c);
        length += c.len_utf8();
    }
    text.push_str(END_OF_LINE);
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
        let text = write_one(&Event { sequence: 2, when: When::Period { from, to }, ..event(0) });
        for line in ["METHOD:PUBLISH", "SEQUENCE:2", "DTSTART:20260601T080000Z", "DTEND:20260601T083000Z"] {
            assert!(text.split("\r\n").any(|one| one == line), "{line}\n{text}");
        }
        assert!(!text.contains("TRANSP"));
        assert!(text.ends_with("END:VEVENT\r\nEND:VCALENDAR\r\n"));
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
