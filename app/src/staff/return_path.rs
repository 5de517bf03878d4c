//! Page to show after a sign-in of the staff or re-authentication, passed as the parameter `retour`.

use domain::path;

/// Adds the page to return to, if it is a page for the staff.
pub fn with_return(path: &str, requested: Option<&str>) -> String {
    match return_path(requested) {
        Some(requested) => path::with_return(path, requested),
        None => path.to_owned(),
    }
}

/// Returns the page to return to; pages for the staff only.
pub(super) fn return_path(requested: Option<&str>) -> Option<&str> {
    requested.and_then(path::local).filter(|path| path::is_for_staff(path))
}
