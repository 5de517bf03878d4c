//! Breadcrumb of the pages below the security page.

use domain::path;

pub(crate) fn trail() -> Vec<(String, String)> {
    vec![("Accueil".to_owned(), path::HOME.to_owned()), ("Sécurité".to_owned(), path::SECURITY.to_owned())]
}
