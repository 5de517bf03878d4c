//! The results of one kind.

use crate::search::Kind;

/// A text that the search has found, as its list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteResult {
    pub title: String,
    /// A line about it; may be empty.
    pub text: String,
    pub path: String,
}

/// The results of one kind, best first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub kind: Kind,
    /// The first ones, or all if only this kind is asked for.
    pub results: Vec<SiteResult>,
    /// Number of results of the kind.
    pub total: usize,
}

impl Group {
    /// Heading of the results.
    pub const fn label(&self) -> &'static str {
        match self.kind {
            Kind::Faq => "Questions fréquentes",
            Kind::Page => "Pages du portail",
            Kind::Teleservice => "Téléservices",
            Kind::Office => "Annuaire des bureaux de douane",
            Kind::News => "Actualités",
            Kind::Event => "Agenda",
            Kind::Guide => "Documentation",
        }
    }
}
