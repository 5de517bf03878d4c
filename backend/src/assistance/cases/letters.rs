use platform::letter;

/// Asks a person without an account to confirm their address.
#[derive(Clone, Debug)]
pub(super) struct CaseConfirmationLetter {
    pub name: String,
    pub link: String,
}
letter!(
    CaseConfirmationLetter,
    "dossier-a-confirmer",
    "mail/dossier-a-confirmer.txt",
    "mail/dossier-a-confirmer.html",
    |_letter| "Confirmez votre demande à l’assistance de Prodouane"
);

/// The reference of a case, and the link with its secret.
#[derive(Clone, Debug)]
pub(super) struct CaseOpenedLetter {
    pub name: String,
    pub reference: String,
    pub link: String,
}
letter!(
    CaseOpenedLetter,
    "dossier-ouvert",
    "mail/dossier-ouvert.txt",
    "mail/dossier-ouvert.html",
    |letter| format!("Votre dossier d’assistance {}", letter.reference)
);

/// An answer of an adviser.
#[derive(Clone, Debug)]
pub(super) struct CaseAnsweredLetter {
    pub name: String,
    pub reference: String,
    pub text: String,
}
letter!(
    CaseAnsweredLetter,
    "dossier-repondu",
    "mail/dossier-repondu.txt",
    "mail/dossier-repondu.html",
    |letter| format!("Réponse à votre dossier d’assistance {}", letter.reference)
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter_check::assert_texts_stay_text;

    #[test]
    fn texts_of_people_are_text_in_letters() {
        assert_texts_stay_text(|text| CaseConfirmationLetter { name: text.clone(), link: text });
        assert_texts_stay_text(|text| CaseOpenedLetter {
            name: text.clone(),
            reference: "A-7F3K-9M2T".to_owned(),
            link: text,
        });
        assert_texts_stay_text(|text| CaseAnsweredLetter {
            name: text.clone(),
            reference: "A-7F3K-9M2T".to_owned(),
            text,
        });
    }
}
