use domain::{
    co_owner::CoOwner,
    rights::{Droit, Teleservice},
};

/// Grouping of a list of rights.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RightsOrder {
    #[default]
    Company,
    CoOwner,
    Teleservice,
}

impl RightsOrder {
    pub const ALL: [RightsOrder; 3] = [RightsOrder::Company, RightsOrder::CoOwner, RightsOrder::Teleservice];

    /// Code in the page's address.
    pub const fn code(self) -> &'static str {
        match self {
            RightsOrder::Company => "entreprise",
            RightsOrder::CoOwner => "administration",
            RightsOrder::Teleservice => "teleservice",
        }
    }

    /// Returns the default for an unknown code.
    pub fn from_code(code: &str) -> Self {
        RightsOrder::ALL.into_iter().find(|order| order.code() == code).unwrap_or_default()
    }
}

/// Filter of a list of rights. The default selects all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RightsFilter {
    /// Search for a company, as typed: part of a name, a SIREN or a SIRET.
    pub company: String,
    pub co_owner: Option<CoOwner>,
    pub teleservice: Option<Teleservice>,
    pub droit: Option<Droit>,
}

impl RightsFilter {
    pub fn is_empty(&self) -> bool {
        *self == RightsFilter::default()
    }
}
