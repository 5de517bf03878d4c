//! Breadcrumb of the pages below the catalogue of téléservices.

use domain::path;

pub(super) fn trail() -> Vec<(String, String)> {
    vec![("Téléservices".to_owned(), path::TELESERVICES.to_owned())]
}
