use platform::{db::Moment, spreadsheet::Sheet};

use crate::companies::CompanyView;

/// A sheet, and the name of its file without extension.
pub struct Export {
    pub name: String,
    pub sheet: Sheet,
}

impl Export {
    pub(crate) fn new(what: &str, view: &CompanyView, now: Moment, sheet: Sheet) -> Self {
        Export { name: format!("{what}-{}-{}", view.siren(), now.day()), sheet }
    }
}
