use serde::Deserialize;

/// State of a créance, as its co-owner reports it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CreanceState {
    APayer,
    Paye,
    EnRetard,
}

impl CreanceState {
    /// Code in the page's address.
    pub const fn code(self) -> &'static str {
        match self {
            CreanceState::APayer => "a-payer",
            CreanceState::Paye => "payee",
            CreanceState::EnRetard => "en-retard",
        }
    }

    pub const fn label(self) -> &'static str {
        match self {
            CreanceState::APayer => "À payer",
            CreanceState::Paye => "Payée",
            CreanceState::EnRetard => "En retard",
        }
    }
}
