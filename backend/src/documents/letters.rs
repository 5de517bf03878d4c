use platform::letter;

/// Reminds a manager that a document ends. Contains neither its title nor its readers: mail is not secure.
#[derive(Clone, Debug)]
pub struct ExpiryLetter {
    pub name: String,
    pub service: String,
    /// Last day.
    pub day: String,
    pub link: String,
}
letter!(
    ExpiryLetter,
    "document-bientot-echu",
    "mail/document-bientot-echu.txt",
    "mail/document-bientot-echu.html",
    |_letter| "Un document partagé arrive à échéance"
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter_check::assert_texts_stay_text;

    #[test]
    fn texts_of_people_are_text_in_letters() {
        assert_texts_stay_text(|text| ExpiryLetter {
            name: text.clone(),
            service: text.clone(),
            day: text.clone(),
            link: text.clone(),
        });
    }
}
