//! Breadcrumb of the pages below the security page.

use domain::path;

use crate::account::profile::trail as profile_trail;

pub(crate) fn trail() -> Vec<(String, String)> {
    let mut trail = profile_trail();
    trail.push(("Sécurité".to_owned(), path::SECURITY.to_owned()));
    trail
}
