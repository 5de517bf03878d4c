//! Breadcrumb of the téléservice pages.

use domain::path;

pub(super) fn trail() -> Vec<(String, String)> {
    vec![("Tableau de bord".to_owned(), path::DASHBOARD.to_owned())]
}
