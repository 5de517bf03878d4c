use platform::letter;

/// Confirms to the author that the question was sent. Contains neither subject nor motif: mail is not secure.
#[derive(Clone, Debug)]
pub struct SentLetter {
    pub number: String,
    pub service: String,
    pub sent_at: String,
    pub answer_due_on: String,
    pub link: String,
}
letter!(
    SentLetter,
    "question-transmise",
    "mail/question-transmise.txt",
    "mail/question-transmise.html",
    |letter| format!("Votre question {} est transmise", letter.number)
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter_check::assert_texts_stay_text;

    #[test]
    fn texts_of_people_are_text_in_letters() {
        assert_texts_stay_text(|text| SentLetter {
            number: text.clone(),
            service: text.clone(),
            sent_at: text.clone(),
            answer_due_on: text.clone(),
            link: text.clone(),
        });
    }
}
