use domain::path;

/// Breadcrumb of the pages below the list.
pub fn trail() -> Vec<(String, String)> {
    vec![("Réponses préparées".to_owned(), path::CANNED_ANSWERS.to_owned())]
}
