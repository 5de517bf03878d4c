//! Letters about personal data.

use platform::letter;

/// Sent when a copy is ready. Contains no link to the file, which requires a sign-in.
#[derive(Clone, Debug)]
pub struct ExportReadyLetter {
    pub first_name: String,
    pub until: String,
    pub link: String,
}
letter!(
    ExportReadyLetter,
    "donnees-pretes",
    "mail/donnees-pretes.txt",
    "mail/donnees-pretes.html",
    |_letter| "La copie de vos données est prête"
);

/// Sent after the deletion of the account, as its last mail.
#[derive(Clone, Debug)]
pub(super) struct AccountDeletedLetter {
    pub first_name: String,
    pub login: String,
    pub when: String,
    /// Years during which sent questions are archived.
    pub years: i16,
}
letter!(
    AccountDeletedLetter,
    "compte-supprime",
    "mail/compte-supprime.txt",
    "mail/compte-supprime.html",
    |_letter| "Votre compte Prodouane est supprimé"
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter_check::assert_texts_stay_text;

    #[test]
    fn texts_of_people_are_text_in_letters() {
        assert_texts_stay_text(|text| ExportReadyLetter {
            first_name: text.clone(),
            until: text.clone(),
            link: text.clone(),
        });
        assert_texts_stay_text(|text| AccountDeletedLetter {
            first_name: text.clone(),
            login: text.clone(),
            when: text.clone(),
            years: 10,
        });
    }
}
