use backend::{accounts::sessions::Session, id::DocumentId};
use domain::path;

use crate::page::{PageRequest, Stop};

/// Where a person reads documents: each has its own pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Those of an operator, for the current company.
    Operator,
    /// Those of an agent, for their services.
    Agent,
}

impl Place {
    /// Returns the session of a person who may use the pages.
    pub fn session(self, request: &PageRequest) -> Result<&Session, Stop> {
        match self {
            Place::Operator => {
                request.siren()?;
                request.usager_session()
            }
            Place::Agent => request.agent_session(),
        }
    }

    pub fn list(self) -> &'static str {
        match self {
            Place::Operator => path::DOCUMENTS,
            Place::Agent => path::AGENT_DOCUMENTS,
        }
    }

    pub fn document(self, id: DocumentId) -> String {
        match self {
            Place::Operator => path::document(id),
            Place::Agent => path::agent_document(id),
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Place::Operator => "Documents partagés",
            Place::Agent => "Documents du service",
        }
    }
}
