//! Received mails.

use jiff::Timestamp;
use mail_parser::{Address, MessageParser, PartType};
use serde::Serialize;

/// A received mail, decoded.
#[derive(Clone, Debug, Serialize)]
pub struct Mail {
    pub id: u64,
    /// Recipients of the SMTP envelope, joined by a comma and a space.
    pub to: String,
    pub from: String,
    pub subject: String,
    pub received_at: Timestamp,
    /// Without angle brackets.
    pub message_id: String,
    pub text: String,
    /// `null` when the mail has no HTML part.
    pub html: Option<String>,
    #[serde(skip)]
    pub source: Vec<u8>,
}

impl Mail {
    /// Decodes a mail. If it cannot be parsed, its text is the source.
    pub fn decode(source: Vec<u8>, sender: &str, recipients: &[String], received_at: Timestamp) -> Self {
        let mut mail = Self {
            id: 0,
            to: recipients.join(", "),
            from: sender.to_owned(),
            subject: String::new(),
            received_at,
            message_id: String::new(),
            text: String::new(),
            html: None,
            source,
        };
        match MessageParser::default().parse(&mail.source) {
            None => mail.text = String::from_utf8_lossy(&mail.source).into_owned(),
            Some(parsed) => {
                if let Some(from) = parsed.from().and_then(Address::first) {
                    let address = from.address().unwrap_or_default();
                    mail.from = match from.name() {
                        Some(name) => format!("{name} <{address}>"),
                        None => address.to_owned(),
                    };
                }
                mail.subject = parsed.subject().unwrap_or_default().to_owned();
                mail.message_id = parsed.message_id().unwrap_or_default().to_owned();
                mail.text = parsed.body_text(0).unwrap_or_default().into_owned();
                // The parser converts plain text to HTML, which must not count as an HTML part.
                mail.html = parsed.html_part(0).and_then(|part| match &part.body {
                    PartType::Html(html) => Some(html.to_string()),
                    _ => None,
                });
            }
        }
        mail
    }

    /// Returns `true` if the address is a recipient.
    pub fn is_for(&self, address: &str) -> bool {
        self.to.split(", ").any(|one| one.eq_ignore_ascii_case(address))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_html_parts_are_decoded() {
        let source = "From: =?utf-8?Q?Le_portail_d=C3=A9mo?= <portail@exemple.invalid>\r\nTo: a@exemple.invalid\r\n\
            Subject: =?utf-8?B?w4l0w6k=?=\r\nMessage-ID: <un@exemple.invalid>\r\nMIME-Version: 1.0\r\n\
            Content-Type: multipart/alternative; boundary=\"b\"\r\n\r\n\
            --b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
            Ouvrez http://exemple.invalid/?jeton=3Dabc=\r\ndef\r\n\
            --b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n\
            PHA+w6k8L3A+\r\n--b--\r\n";
        let mail = Mail::decode(
            source.into(),
            "portail@exemple.invalid",
            &["a@exemple.invalid".into()],
            Timestamp::UNIX_EPOCH,
        );
        assert_eq!(mail.from, "Le portail démo <portail@exemple.invalid>");
        assert_eq!(mail.subject, "Été");
        assert_eq!(mail.message_id, "un@exemple.invalid");
        assert_eq!(mail.text.trim_end(), "Ouvrez http://exemple.invalid/?jeton=abcdef");
        assert_eq!(mail.html.as_deref(), Some("<p>é</p>"));
    }

    #[test]
    fn plain_text_mail_has_no_html_part() {
        let source = "From: p@exemple.invalid\r\nSubject: un\r\n\r\nBonjour\r\n";
        let mail = Mail::decode(
            source.into(),
            "p@exemple.invalid",
            &["B@exemple.invalid".into()],
            Timestamp::UNIX_EPOCH,
        );
        assert_eq!((mail.text.trim(), mail.html.as_deref()), ("Bonjour", None));
        assert!(mail.is_for("b@exemple.invalid") && !mail.is_for("c@exemple.invalid"));
    }
}
