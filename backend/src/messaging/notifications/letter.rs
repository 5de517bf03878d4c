use domain::{path, question::Status};

use platform::letter;

use crate::{Portal, messaging::Conversation};

/// Notifies a follower of a step of a question, often its author. Contains number and service only: mail is not secure.
#[derive(Clone, Debug)]
pub struct StepLetter {
    pub first_name: String,
    pub number: String,
    pub service: String,
    /// « a répondu à »
    pub event: &'static str,
    /// « votre question », or « la question suivie »
    pub question: &'static str,
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
        is_author: bool,
    ) -> Self {
        StepLetter {
            first_name,
            number: conversation.number.clone(),
            service: conversation.service_name.clone(),
            event: event(step),
            question: if is_author { "votre question" } else { "la question que vous suivez," },
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
    |letter| format!("Question {}\u{a0}: {}", letter.number, letter.step.label().to_lowercase()),
    choices: |letter| letter.choices_url.as_str()
);

fn event(step: Status) -> &'static str {
    match step {
        // Of the steps of a service, a transfer: the service is the new one.
        Status::Transmis => "est désormais chargé de",
        Status::PrisEnCharge => "a pris en charge",
        Status::Precisions => "demande des précisions sur",
        Status::Repondu => "a répondu à",
        Status::Clos => "a clos",
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
            question: "votre question",
            step: Status::Repondu,
        });
    }
}
