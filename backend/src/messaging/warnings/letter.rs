use platform::letter;

/// Warns an agent that the commitment to a question ends soon, or has ended. Contains neither subject nor motif: mail is not secure.
#[derive(Clone, Debug)]
pub struct WarningLetter {
    pub name: String,
    pub number: String,
    pub service: String,
    pub due: String,
    pub is_over: bool,
    /// The question is assigned to the agent.
    pub is_assigned: bool,
    pub link: String,
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
                link: text.clone(),
            });
        }
    }
}
