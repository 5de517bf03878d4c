use domain::{
    path,
    question::{ServiceAct, Status},
};

use platform::letter;

use super::notify::StepNotice;
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
    /// End of the sentence: « de la question Q-2026-7F3K9M, où l’échange continue »; empty for most steps.
    pub end: String,
    pub link: String,
    choices_url: String,
    step: ServiceAct,
}

impl StepLetter {
    pub(super) fn new(
        portal: &Portal,
        first_name: String,
        conversation: &Conversation,
        step: StepNotice<'_>,
        is_author: bool,
    ) -> Self {
        StepLetter {
            first_name,
            number: conversation.number.clone(),
            service: conversation.service_name.clone(),
            event: event(step.act),
            end: end(step, is_author),
            question: if is_author { "votre question" } else { "la question que vous suivez," },
            link: portal.link(&path::question(conversation.id)),
            choices_url: portal.link(path::EMAIL),
            step: step.act,
        }
    }
}

letter!(
    StepLetter,
    "etape-question",
    "mail/etape-question.txt",
    "mail/etape-question.html",
    |letter| format!("Question {}\u{a0}: {}", letter.number, letter.step.label()),
    choices: |letter| letter.choices_url.as_str()
);

fn event(act: ServiceAct) -> &'static str {
    let step = match act {
        ServiceAct::Reached(step) => step,
        ServiceAct::Merged => return "a rapproché",
        ServiceAct::Separated => return "a séparé",
    };
    match step {
        // Of the steps of a service, a transfer: the service is the new one.
        Status::Transmis => "est désormais chargé de",
        Status::PrisEnCharge => "a pris en charge",
        Status::Precisions => "demande des précisions sur",
        Status::Repondu => "a répondu à",
        Status::Clos => "a clos",
    }
}

/// Returns what follows the number of the question. A comma ends « la question que vous suivez, ».
fn end(StepNotice { act, other }: StepNotice<'_>, is_author: bool) -> String {
    let comma = if is_author { "" } else { "," };
    match act {
        ServiceAct::Reached(_) => String::new(),
        ServiceAct::Merged => format!("{comma} de la question {other}, où l’échange continue"),
        ServiceAct::Separated => format!("{comma} de la question {other}, et la traite de nouveau à part"),
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
            event: event(ServiceAct::Reached(Status::Repondu)),
            question: "votre question",
            end: text,
            step: ServiceAct::Reached(Status::Repondu),
        });
    }
}
