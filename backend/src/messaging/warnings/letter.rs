use platform::letter;

/// Warns an agent that the commitment to a question ends soon, or has ended. Contains neither subject nor motif: mail is not secure.
#[derive(Clone, Debug)]
pub struct WarningLetter {
    pub name: String,
    pub number: String,
    pub service: String,
    pub due: String,
    pub is_over: bool,
    /// The question is assigned to an agent.
    pub is_assigned: bool,
    pub concern: Concern,
    pub link: String,
}

/// Why a person is warned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concern {
    /// The question is assigned to them.
    Assignee,
    /// They are an agent of the service.
    Service,
    /// They are its head.
    Head,
}

impl WarningLetter {
    /// Returns the sentence that says what is expected of the recipient.
    pub fn request(&self) -> &'static str {
        match (self.concern, self.is_assigned) {
            (Concern::Assignee, _) => "Elle vous est attribuée.",
            (Concern::Service, _) => {
                "Elle n’est attribuée à personne\u{a0}: prenez-la si vous pouvez y répondre."
            }
            (Concern::Head, true) => {
                "Elle est attribuée à un agent. Vous recevez ce message en tant que responsable du service."
            }
            (Concern::Head, false) => {
                "Elle n’est attribuée à personne. Vous recevez ce message en tant que responsable du service\u{a0}: \
                 attribuez-la."
            }
        }
    }
}
letter!(
    WarningLetter,
    "delai-de-reponse",
    "mail/delai-de-reponse.txt",
    "mail/delai-de-reponse.html",
    |letter| {
        let state =
            if letter.is_over { "le délai promis est dépassé" } else { "le délai promis se termine" };
        format!("Question {}\u{a0}: {state}", letter.number)
    }
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter_check::assert_texts_stay_text;

    #[test]
    fn texts_of_people_are_text_in_letters() {
        for is_over in [false, true] {
            assert_texts_stay_text(|text| WarningLetter {
                name: text.clone(),
                number: text.clone(),
                service: text.clone(),
                due: text.clone(),
                is_over,
                is_assigned: is_over,
                concern: Concern::Head,
                link: text.clone(),
            });
        }
    }
}
