//! Mails about calls.

use platform::letter;

/// Sent when a call is booked or moved: its time, with the file for the person's calendar.
#[derive(Clone, Debug)]
pub struct ConfirmedLetter {
    /// The call was moved.
    pub is_moved: bool,
    pub name: String,
    pub slot: String,
    pub phone: String,
    pub subject: String,
    /// Page on which the call can be moved or cancelled.
    pub link: String,
    pub event: String,
}
letter!(
    ConfirmedLetter,
    "rappel-prevu",
    "mail/rappel-prevu.txt",
    "mail/rappel-prevu.html",
    |letter| if letter.is_moved { "Votre appel est déplacé" } else { "Votre appel est prévu" },
    calendar: |letter| letter.event.as_str()
);

/// Sent two hours before a call. Without the link, of which only the hash is stored.
#[derive(Clone, Debug)]
pub struct ReminderLetter {
    pub name: String,
    pub slot: String,
    pub phone: String,
}
letter!(
    ReminderLetter,
    "rappel-bientot",
    "mail/rappel-bientot.txt",
    "mail/rappel-bientot.html",
    |_letter| "L’assistance vous appelle bientôt"
);

/// Sent when a call is cancelled.
#[derive(Clone, Debug)]
pub struct CancelledLetter {
    pub name: String,
    pub slot: String,
}
letter!(
    CancelledLetter,
    "rappel-annule",
    "mail/rappel-annule.txt",
    "mail/rappel-annule.html",
    |_letter| "Votre appel est annulé"
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter_check::assert_texts_stay_text;

    #[test]
    fn texts_of_people_are_text_in_letters() {
        assert_texts_stay_text(|text| ConfirmedLetter {
            is_moved: false,
            name: text.clone(),
            slot: text.clone(),
            phone: text.clone(),
            subject: text.clone(),
            link: text.clone(),
            event: String::new(),
        });
        assert_texts_stay_text(|text| ReminderLetter {
            name: text.clone(),
            slot: text.clone(),
            phone: text.clone(),
        });
        assert_texts_stay_text(|text| CancelledLetter { name: text.clone(), slot: text.clone() });
    }
}
