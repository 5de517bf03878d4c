use platform::letter;

/// Sent when an archive of exchanges is ready. Contains no link to the file, which requires a sign-in.
#[derive(Clone, Debug)]
pub struct ExchangesReadyLetter {
    pub first_name: String,
    /// SIREN of the company, as displayed.
    pub siren: String,
    pub until: String,
    pub link: String,
}
letter!(
    ExchangesReadyLetter,
    "archive-prete",
    "mail/archive-prete.txt",
    "mail/archive-prete.html",
    |_letter| "L’archive de vos échanges est prête"
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter_check::assert_texts_stay_text;

    #[test]
    fn texts_of_people_are_text_in_letters() {
        assert_texts_stay_text(|text| ExchangesReadyLetter {
            first_name: text.clone(),
            siren: text.clone(),
            until: text.clone(),
            link: text.clone(),
        });
    }
}
