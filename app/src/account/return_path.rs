//! Page to show after a sign-in or re-authentication, passed as the parameter `retour`.

use domain::path;

use crate::page::PageRequest;

/// Returns the page to return to; local paths only.
pub(super) fn return_path(request: &PageRequest) -> Option<&str> {
    request.query("retour").and_then(path::local)
}

/// Adds the page to return to, if it is a local path.
pub fn with_return(path: &str, return_path: Option<&str>) -> String {
    match return_path.and_then(path::local) {
        Some(return_path) => path::with_return(path, return_path),
        None => path.to_owned(),
    }
}
