use domain::{path, question::Status};

use platform::letter;

use crate::{Portal, messaging::Conversation};

/// Notifies the author of a step of their question. Contains number and service only: mail is not secure.
#[derive(Clone, Debug)]
pub struct StepLetter {
    pub first_name: String,
    pub number: String,
    pub service: String,
    /// « a répondu à votre question »
    pub event: &'static str,
    pub link: String,
    choices_url: String,
    step: Status,
}

impl StepLetter {
    pub(super) fn new(
        portal: &Portal,
        first_name: String,
        conversation: &Conversation,
        step: Status,
    ) -> Self {
        StepLetter {
            first_name,
            number: conversation.number.clone(),
            service: conversation.service_name.clone(),
            event: event(step),
            link: portal.link(&path::question(conversation.id)),
            choices_url: portal.link(path::EMAIL),
            step,
        }
    }
}

letter!(
    StepLetter,
    "etape-question",
    "mail/etape-question.txt",
    "mail/etape-question.html",
    |letter| format!("Votre question {}\u{a0}: {}", letter.number, letter.step.label().to_lowercase()),
    choices: |letter| letter.choices_url.as_str()
);

fn event(step: Status) -> &'static str {
    match step {
        Status::Transmis => "a bien reçu votre question",
        Status::PrisEnCharge => "a pris votre question en charge",
        Status::Repondu => "a répondu à votre question",
        Status::Clos => "a clos votre question",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter_check::assert_texts_stay_text;

    #[test]
    fn texts_of_people_are_text_in_letters() {
        assert_texts_stay_text(|text| StepLetter {
            first_name: text.clone(),
            number: text.clone(),
            service: text.clone(),
            link: text.clone(),
            choices_url: text.clone(),
            event: event(Status::Repondu),
            step: Status::Repondu,
        });
    }
}
