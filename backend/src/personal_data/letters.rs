//! The letters about one's own data.

use crate::letter;

/// The copy is ready. Holds no link to the file itself: it is given to who is signed in.
#[derive(Clone, Debug)]
pub(super) struct ExportReadyLetter {
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

/// The account is deleted: the last mail that its owner gets.
#[derive(Clone, Debug)]
pub(super) struct AccountDeletedLetter {
    pub first_name: String,
    pub login: String,
    pub when: String,
    /// Years that questions already sent are archived.
    pub years: i16,
}
letter!(
    AccountDeletedLetter,
    "compte-supprime",
    "mail/compte-supprime.txt",
    "mail/compte-supprime.html",
    |_letter| "Votre compte Prodouane est supprimé"
);
