//! Shared views: a hotline adviser sees the pages of a person, masked (`docs/adr/0048`).

use std::time::Duration;

use crate::form::{FieldDefinition, FormDefinition, Kind};
use crate::path;

/// Name of the answer with the code. Not `code`, which a refused form would not show again.
pub const CODE: &str = "chiffres";

/// Hidden answer that only a script fills in.
pub const SCRIPTS: &str = "stockage";

/// Time during which a code may be typed.
pub const CODE_VALIDITY: Duration = Duration::from_secs(10 * 60);

/// Longest duration of a shared view.
pub const LONGEST: Duration = Duration::from_secs(30 * 60);

/// Form with the code that the adviser reads out.
pub fn form() -> FormDefinition {
    let code = FieldDefinition::new(CODE, "Code à 6\u{a0}chiffres", Kind::Code)
        .mandatory()
        .hint("Le conseiller vous le donne au téléphone. Il sert une fois, dans les dix minutes.")
        .autocomplete("off");
    FormDefinition::new("partager-vue", vec![code])
}

/// Pages whose content is never relayed, with those below them: messages, payments, security of the account.
const WITHHELD: [&str; 18] = [
    path::QUESTIONS,
    path::DOCUMENTS,
    path::NOTIFICATIONS,
    path::CASES,
    "/assistance/dossier",
    path::CARD_PAYMENT,
    path::MANDATS,
    path::SECURITY,
    path::PASSWORD,
    path::EMAIL,
    path::MY_DATA,
    path::SIGN_IN_CODE,
    path::REAUTHENTICATION,
    path::FORGOTTEN_PASSWORD,
    path::SECURING,
    path::EMAIL_CHANGE,
    path::ACTIVATION,
    path::STAFF_HOME,
];

/// Returns `true` if the content of the page is not relayed, not even masked. `page`: path and query.
pub fn is_withheld(page: &str) -> bool {
    let page = page.split(['?', '#']).next().unwrap_or_default();
    WITHHELD
        .iter()
        .any(|one| page.strip_prefix(one).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_with_messages_payments_and_secrets_are_withheld() {
        for page in [
            "/messagerie",
            "/messagerie/question/7?x=1",
            "/paiement/avis/7",
            "/mandats",
            "/profil/securite/codes-de-secours",
            "/profil/mot-de-passe",
            "/connexion/code",
            "/assistance/dossier/A-1",
        ] {
            assert!(is_withheld(page), "{page}");
        }
        for page in
            ["/", "/aide", "/profil", "/profil/situation", "/tableau-de-bord", "/connexion", "/assistance"]
        {
            assert!(!is_withheld(page), "{page}");
        }
    }
}
