use domain::path;

/// Breadcrumb of the pages below the week.
pub fn trail() -> Vec<(String, String)> {
    vec![("Rendez-vous".to_owned(), path::AGENT_APPOINTMENTS.to_owned())]
}
