//! Breadcrumb of the pages about second factors.

use domain::path;

pub(super) fn trail() -> Vec<(String, String)> {
    vec![("Accueil".to_owned(), path::HOME.to_owned()), ("Sécurité".to_owned(), path::SECURITY.to_owned())]
}
