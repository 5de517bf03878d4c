//! Mails to agents. They contain neither subject nor motif: mail is not secure.

use domain::french;
use platform::letter;

/// What happened to a question of the recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuestionEvent {
    /// A colleague, by name, assigned it to them.
    Assigned(String),
    /// The operator wrote.
    Written,
}

/// Tells an agent what happened to a question that is assigned to them.
#[derive(Clone, Debug)]
pub struct OwnQuestionLetter {
    pub name: String,
    pub number: String,
    pub event: QuestionEvent,
    pub link: String,
}
letter!(
    OwnQuestionLetter,
    "question-attribuee",
    "mail/question-attribuee.txt",
    "mail/question-attribuee.html",
    |letter| match letter.event {
        QuestionEvent::Assigned(_) => format!("La question {} vous est attribuée", letter.number),
        QuestionEvent::Written => format!("Question {}\u{a0}: l’opérateur a écrit", letter.number),
    }
);

impl OwnQuestionLetter {
    /// Returns the sentence that says what happened.
    pub fn sentence(&self) -> String {
        match &self.event {
            QuestionEvent::Assigned(colleague) => {
                format!("{colleague} vous a attribué la question {}.", self.number)
            }
            QuestionEvent::Written => {
                format!("L’opérateur a écrit dans la question {}, qui vous est attribuée.", self.number)
            }
        }
    }
}

/// The new questions of a service since the last digest.
#[derive(Clone, Debug)]
pub struct DigestLetter {
    pub name: String,
    pub service: String,
    pub received: u32,
    /// Of all questions of the service.
    pub unassigned: u32,
    pub link: String,
}
letter!(
    DigestLetter,
    "nouvelles-questions",
    "mail/nouvelles-questions.txt",
    "mail/nouvelles-questions.html",
    |letter| format!("{}\u{a0}: {}", letter.service, letter.received_words())
);

impl DigestLetter {
    /// « 3 nouvelles questions »
    pub fn received_words(&self) -> String {
        french::count(self.received, "nouvelle question", "nouvelles questions")
    }

    /// Returns the sentence about the questions that nobody has taken.
    pub fn unassigned_sentence(&self) -> String {
        match self.unassigned {
            0 => "Toutes celles qui attendent une réponse sont attribuées.".to_owned(),
            1 => "Une question qui attend une réponse n’est attribuée à personne.".to_owned(),
            number => format!("{number} questions qui attendent une réponse ne sont attribuées à personne."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter_check::assert_texts_stay_text;

    #[test]
    fn texts_of_people_are_text_in_letters() {
        assert_texts_stay_text(|text| OwnQuestionLetter {
            name: text.clone(),
            number: text.clone(),
            event: QuestionEvent::Assigned(text.clone()),
            link: text,
        });
        assert_texts_stay_text(|text| DigestLetter {
            name: text.clone(),
            service: text.clone(),
            received: 2,
            unassigned: 1,
            link: text,
        });
    }
}
