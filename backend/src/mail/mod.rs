//! Mails: written to an outbox in the transaction that causes them, delivered by a worker through SMTP.
//!
//! A letter is a struct with two templates, `templates/mail/<name>.txt` and `.html`, declared with
//! [`letter!`](crate::letter); the templates see it as `letter`. Links in letters come from [`crate::Portal::link`]
//! only. Once delivered, the bodies are erased: they may hold a link that opens an account.

mod delivery;
mod letters;
mod outbox;

pub use delivery::Mailer;
pub use letters::{ActivationLetter, AddressTakenLetter, CodeLetter};
pub(crate) use outbox::purge;
pub use outbox::{DeadMail, dead_letters, enqueue, retry};

pub use delivery::deliver_due;

/// A kind of mail: what [`enqueue`] needs to know.
pub trait Letter {
    /// Stable name, for the logs and the dead-letter view.
    fn kind(&self) -> &'static str;
    fn subject(&self) -> String;
    fn text(&self) -> askama::Result<String>;
    fn html(&self) -> askama::Result<String>;
}

/// Ties a struct to its templates: `letter!(ReplyLetter, "reponse", "mail/reponse.txt", "mail/reponse.html", |letter|
/// format!("…"))`; the closure makes the subject.
#[macro_export]
macro_rules! letter {
    ($name:ident, $kind:literal, $text:tt, $html:tt, |$letter:ident| $subject:expr) => {
        impl $crate::mail::Letter for $name {
            fn kind(&self) -> &'static str {
                $kind
            }

            fn subject(&self) -> String {
                let $letter = self;
                ::std::string::String::from($subject)
            }

            fn text(&self) -> ::askama::Result<String> {
                #[derive(::askama::Template)]
                #[template(path = $text)]
                struct Text<'a> {
                    letter: &'a $name,
                }
                ::askama::Template::render(&Text { letter: self })
            }

            fn html(&self) -> ::askama::Result<String> {
                #[derive(::askama::Template)]
                #[template(path = $html)]
                struct Html<'a> {
                    letter: &'a $name,
                }
                ::askama::Template::render(&Html { letter: self })
            }
        }
    };
}
