use serde::{Deserialize, Serialize};

/// Role of a member of the staff. A member may have several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StaffRole {
    /// Customs agent: answers the questions sent to their services (001).
    Agent,
    /// Hotline adviser (plateau TOSCANE): answers the cases of the assistance (004).
    Adviser,
    /// Writes the texts of the public pages.
    Editor,
    /// Shares documents with the circles allowed to read them (001).
    DocumentManager,
    /// Administers staff and services.
    Administrator,
}

impl StaffRole {
    pub const ALL: [StaffRole; 5] = [
        StaffRole::Agent,
        StaffRole::Adviser,
        StaffRole::Editor,
        StaffRole::DocumentManager,
        StaffRole::Administrator,
    ];

    /// Code stored in the database and used in forms and commands.
    pub const fn code(self) -> &'static str {
        match self {
            StaffRole::Agent => "agent",
            StaffRole::Adviser => "conseiller",
            StaffRole::Editor => "redacteur",
            StaffRole::DocumentManager => "gestionnaire",
            StaffRole::Administrator => "administrateur",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        StaffRole::ALL.into_iter().find(|role| role.code() == code)
    }

    pub const fn label(self) -> &'static str {
        match self {
            StaffRole::Agent => "Agent des douanes",
            StaffRole::Adviser => "Conseiller de l’assistance",
            StaffRole::Editor => "Rédacteur",
            StaffRole::DocumentManager => "Gestionnaire documentaire",
            StaffRole::Administrator => "Administrateur du portail",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_back() {
        for role in StaffRole::ALL {
            assert_eq!(StaffRole::from_code(role.code()), Some(role));
        }
        assert_eq!(StaffRole::from_code("Agent"), None);
    }
}
