use domain::message::Status;

use crate::{Portal, letter, messaging::Conversation};

/// Tells the author that their question moved on.
#[derive(Clone, Debug)]
pub struct StepLetter {
    pub first_name: String,
    pub number: String,
    pub service: String,
    /// « a répondu à votre question »
    pub what: &'static str,
    pub link: String,
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
            what: what(step),
            link: portal.link(&format!("/messagerie/question/{}", conversation.id)),
            step,
        }
    }
}

letter!(
    StepLetter,
    "etape-question",
    "mail/etape-question.txt",
    "mail/etape-question.html",
    |letter| format!("Votre question {}\u{a0}: {}", letter.number, letter.step.label().to_lowercase())
);

fn what(step: Status) -> &'static str {
    match step {
        Status::Transmis => "a bien reçu votre question",
        Status::PrisEnCharge => "a pris votre question en charge",
        Status::Repondu => "a répondu à votre question",
        Status::Clos => "a clos votre question",
    }
}
