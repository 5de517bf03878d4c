//! Mails about appointments. They name the service and the time, never the subject: mail is not secure.

use platform::letter;

/// Sent when an appointment is booked or moved, with the event for the person's calendar.
#[derive(Clone, Debug)]
pub struct ConfirmedLetter {
    /// The appointment was moved.
    pub is_moved: bool,
    pub first_name: String,
    pub service: String,
    pub label: String,
    pub when: String,
    pub place: String,
    pub company: String,
    /// Agent who booked it; empty for the person.
    pub booked_by: String,
    /// Page on which it can be moved or cancelled.
    pub link: String,
    pub event: String,
}
letter!(
    ConfirmedLetter,
    "rendez-vous-prevu",
    "mail/rendez-vous-prevu.txt",
    "mail/rendez-vous-prevu.html",
    |letter| if letter.is_moved { "Votre rendez-vous est déplacé" } else { "Votre rendez-vous est prévu" },
    calendar: |letter| letter.event.as_str()
);

/// Sent two days and two hours before an appointment.
#[derive(Clone, Debug)]
pub struct ReminderLetter {
    pub first_name: String,
    pub service: String,
    pub when: String,
    pub place: String,
    pub link: String,
}
letter!(
    ReminderLetter,
    "rendez-vous-bientot",
    "mail/rendez-vous-bientot.txt",
    "mail/rendez-vous-bientot.html",
    |_letter| "Votre rendez-vous approche"
);

/// Sent when an appointment is cancelled, by the company or by the service.
#[derive(Clone, Debug)]
pub struct CancelledLetter {
    pub first_name: String,
    pub service: String,
    pub when: String,
    /// Reason of the service; empty for a cancellation by the company.
    pub reason: String,
    /// Page that books another one.
    pub link: String,
    pub event: String,
}
letter!(
    CancelledLetter,
    "rendez-vous-annule",
    "mail/rendez-vous-annule.txt",
    "mail/rendez-vous-annule.html",
    |_letter| "Votre rendez-vous est annulé",
    calendar: |letter| letter.event.as_str()
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter_check::assert_texts_stay_text;

    #[test]
    fn texts_of_people_are_text_in_letters() {
        assert_texts_stay_text(|text| ConfirmedLetter {
            is_moved: true,
            first_name: text.clone(),
            service: text.clone(),
            label: text.clone(),
            when: text.clone(),
            place: text.clone(),
            company: text.clone(),
            booked_by: text.clone(),
            link: text.clone(),
            event: String::new(),
        });
        assert_texts_stay_text(|text| ReminderLetter {
            first_name: text.clone(),
            service: text.clone(),
            when: text.clone(),
            place: text.clone(),
            link: text.clone(),
        });
        assert_texts_stay_text(|text| CancelledLetter {
            first_name: text.clone(),
            service: text.clone(),
            when: text.clone(),
            reason: text.clone(),
            link: text.clone(),
            event: String::new(),
        });
    }
}
