/// Template of a mail.
pub trait Letter {
    /// Stable name, for the logs and the list of dead letters.
    fn kind(&self) -> &'static str;
    fn subject(&self) -> String;
    fn text(&self) -> askama::Result<String>;
    fn html(&self) -> askama::Result<String>;

    /// File of an event (`.ics`), attached for the person's calendar.
    fn calendar(&self) -> Option<String> {
        None
    }

    /// URL of the page on which the person may choose not to get such mails: the header `List-Unsubscribe`. `None` if
    /// they are always sent.
    fn choices_url(&self) -> Option<String> {
        None
    }

    /// URL that ends a subscription by one POST without a session: the headers of RFC 8058. For bulk mail only; replaces
    /// [`Letter::choices_url`].
    fn unsubscribe_url(&self) -> Option<String> {
        None
    }
}

/// Implements [`Letter`] for a struct: `letter!(ReplyLetter, "reponse", "mail/reponse.txt",
/// "mail/reponse.html", |letter| format!("…"))`. The closure returns the subject. A last argument `choices: |letter| …`
/// returns [`Letter::choices_url`], `calendar: |letter| …` returns [`Letter::calendar`], and `unsubscribe: |letter| …` returns
/// [`Letter::unsubscribe_url`].
#[macro_export]
macro_rules! letter {
    ($name:ident, $kind:literal, $text:tt, $html:tt, |$letter:ident| $subject:expr
     $(, choices: |$sent:ident| $choices:expr)? $(, calendar: |$dated:ident| $calendar:expr)?
     $(, unsubscribe: |$bulk:ident| $unsubscribe:expr)?) => {
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

            $(fn choices_url(&self) -> ::std::option::Option<String> {
                let $sent = self;
                ::std::option::Option::Some(::std::string::String::from($choices))
            })?

            $(fn calendar(&self) -> ::std::option::Option<::std::string::String> {
                let $dated = self;
                ::std::option::Option::Some(::std::string::String::from($calendar))
            })?

            $(fn unsubscribe_url(&self) -> ::std::option::Option<::std::string::String> {
                let $bulk = self;
                ::std::option::Option::Some(::std::string::String::from($unsubscribe))
            })?
        }
    };
}
