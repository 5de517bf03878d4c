//! Lines of calendars and contacts, which share their syntax (RFC 5545, 3.1; RFC 6350, 3.2).

use crate::db::Moment;

/// Greatest length of a line in bytes, without its end.
const LINE: usize = 75;
const END_OF_LINE: &str = "\r\n";

/// Appends a property with a text.
pub(crate) fn push_text(text: &mut String, name: &str, value: &str) {
    push_line(text, &format!("{name}:{}", escaped(value)));
}

/// Escapes a text (RFC 5545, 3.3.11; RFC 6350, 3.4). Other control characters than line ends are not allowed.
pub(crate) fn escaped(value: &str) -> String {
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
pub(crate) fn push_line(text: &mut String, line: &str) {
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

/// Instant in UTC without separators: « 20261130T080000Z ».
pub(crate) fn stamp(at: Moment) -> String {
    format!("{:.0}", at.timestamp()).chars().filter(|c| !matches!(c, '-' | ':')).collect()
}
