use platform::letter;

/// Confirms to the author that the question was received, with the mentions of CRPA R112-11-1. Contains neither subject
/// nor motif: mail is not secure.
#[derive(Clone, Debug)]
pub struct SentLetter {
    pub number: String,
    /// Name of the service in charge, then its postal address, mail address and telephone number.
    pub service: String,
    pub address: String,
    pub email: String,
    pub phone: String,
    pub sent_at: String,
    /// « sous 5 jours ouvrés, au plus tard le … »; `None` if the service promises nothing.
    pub promise: Option<String>,
    /// Sentences on silence and appeal; empty if the question is not a *demande*.
    pub silence: Vec<String>,
    pub link: String,
    pub choices_url: String,
}
letter!(
    SentLetter,
    "question-transmise",
    "mail/question-transmise.txt",
    "mail/question-transmise.html",
    |letter| format!("Votre question {} est transmise", letter.number),
    choices: |letter| letter.choices_url.as_str()
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
            address: text.clone(),
            email: text.clone(),
            phone: text.clone(),
            sent_at: text.clone(),
            promise: Some(text.clone()),
            silence: vec![text.clone()],
            link: text.clone(),
            choices_url: text.clone(),
        });
    }
}
