use domain::assistance::CaseKind;
use platform::letter;

/// Asks a person without an account to confirm their address.
#[derive(Clone, Debug)]
pub(super) struct CaseConfirmationLetter {
    pub kind: CaseKind,
    pub name: String,
    pub link: String,
}
letter!(
    CaseConfirmationLetter,
    "dossier-a-confirmer",
    "mail/dossier-a-confirmer.txt",
    "mail/dossier-a-confirmer.html",
    |letter| format!("Confirmez votre demande à {}", letter.kind.service())
);

/// The reference of a case, and the link with its secret.
#[derive(Clone, Debug)]
pub(super) struct CaseOpenedLetter {
    pub kind: CaseKind,
    pub name: String,
    pub reference: String,
    pub link: String,
    /// Last day of the promised answer, in French.
    pub answer_by: Option<String>,
}
letter!(
    CaseOpenedLetter,
    "dossier-ouvert",
    "mail/dossier-ouvert.txt",
    "mail/dossier-ouvert.html",
    |letter| format!("Votre {} {}", letter.kind.name(), letter.reference)
);

/// An answer of an adviser.
#[derive(Clone, Debug)]
pub(super) struct CaseAnsweredLetter {
    pub kind: CaseKind,
    pub name: String,
    pub reference: String,
    pub text: String,
    pub has_files: bool,
}
letter!(
    CaseAnsweredLetter,
    "dossier-repondu",
    "mail/dossier-repondu.txt",
    "mail/dossier-repondu.html",
    |letter| format!("Réponse à votre {} {}", letter.kind.name(), letter.reference)
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter_check::assert_texts_stay_text;

    #[test]
    fn texts_of_people_are_text_in_letters() {
        assert_texts_stay_text(|text| CaseConfirmationLetter {
            kind: CaseKind::Regulation,
            name: text.clone(),
            link: text,
        });
        assert_texts_stay_text(|text| CaseOpenedLetter {
            kind: CaseKind::Regulation,
            name: text.clone(),
            reference: "A-7F3K-9M2T".to_owned(),
            answer_by: Some(text.clone()),
            link: text,
        });
        assert_texts_stay_text(|text| CaseAnsweredLetter {
            kind: CaseKind::Regulation,
            name: text.clone(),
            reference: "A-7F3K-9M2T".to_owned(),
            text,
            has_files: true,
        });
    }
}
