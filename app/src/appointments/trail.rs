use domain::path;

/// Breadcrumb of the pages below the list.
pub fn trail() -> Vec<(String, String)> {
    vec![("Rendez-vous".to_owned(), path::APPOINTMENTS.to_owned())]
}
