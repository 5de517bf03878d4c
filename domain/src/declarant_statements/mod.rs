//! États déclarants: what a company has declared, by month and téléservice.

mod filter;
mod summary;

pub use filter::{KNOWN_MONTHS, LONGEST_PERIOD, StatementsFilter};
pub use summary::{MonthStatements, Summary, Totals};

use crate::{month::Month, rights::Teleservice};

/// What a company has declared on a téléservice in a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeclarantStatement {
    pub month: Month,
    pub teleservice: Teleservice,
    pub totals: Totals,
}
