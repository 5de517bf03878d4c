//! Contacts as files (vCard 4.0, RFC 6350), which address books read.

use crate::{
    content_lines::{escaped, push_line, push_text, stamp},
    db::Moment,
};

/// An office or a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Identifies the contact in every later version of the file.
    pub uid: String,
    pub name: String,
    /// Organisation, then its parts.
    pub organisation: Vec<String>,
    /// In international form, `+33123456789`; empty if it is not known.
    pub phone: String,
    pub note: String,
    /// Page about it.
    pub url: String,
    pub updated_at: Moment,
}

/// Writes the file of a contact.
pub fn write(contact: &Contact) -> String {
    let mut text = String::new();
    push_line(&mut text, "BEGIN:VCARD");
    push_line(&mut text, "VERSION:4.0");
    push_line(&mut text, "KIND:org");
    push_text(&mut text, "UID;VALUE=text", &contact.uid);
    push_text(&mut text, "FN", &contact.name);
    let parts: Vec<String> = contact.organisation.iter().map(|part| escaped(part)).collect();
    push_line(&mut text, &format!("ORG:{}", parts.join(";")));
    if !contact.phone.is_empty() {
        push_line(&mut text, &format!("TEL;VALUE=uri;TYPE=\"work,voice\":tel:{}", contact.phone));
    }
    if !contact.note.is_empty() {
        push_text(&mut text, "NOTE", &contact.note);
    }
    push_line(&mut text, &format!("URL:{}", contact.url));
    push_line(&mut text, &format!("REV:{}", stamp(contact.updated_at)));
    push_line(&mut text, "END:VCARD");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contact() -> Contact {
        Contact {
            uid: "bureau-FR000001@portail.example".to_owned(),
            name: "Bureau, Vent; fictif\r\nEND:VCARD".to_owned(),
            organisation: vec!["Douane".to_owned(), "Bureau; fictif".to_owned()],
            phone: "+33123456789".to_owned(),
            note: "é".repeat(100),
            url: "https://portail.example/annuaire/FR000001".to_owned(),
            updated_at: Moment::from_micros(1_780_300_800_000_000),
        }
    }

    #[test]
    fn texts_are_escaped_and_parts_are_kept_apart() {
        let text = write(&contact());
        for line in [
            "VERSION:4.0",
            "FN:Bureau\\, Vent\\; fictif\\nEND:VCARD",
            "ORG:Douane;Bureau\\; fictif",
            "TEL;VALUE=uri;TYPE=\"work,voice\":tel:+33123456789",
            "REV:20260601T080000Z",
        ] {
            assert!(text.split("\r\n").any(|one| one == line), "{line}\n{text}");
        }
        assert!(text.starts_with("BEGIN:VCARD\r\n") && text.ends_with("\r\nEND:VCARD\r\n"));
        assert_eq!(text.matches("\r\nEND:VCARD").count(), 1, "a text ends no contact");
    }

    #[test]
    fn lines_are_folded_and_an_unknown_number_is_left_out() {
        let text = write(&Contact { phone: String::new(), ..contact() });
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
        assert!(text.replace("\r\n ", "").contains(&format!("NOTE:{}\r\n", "é".repeat(100))), "{text}");
        assert!(!text.contains("TEL"));
    }
}
