//! Progress of a session towards a complete sign-in.

/// Stage of a session, as stored in `session.stage`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionStage {
    Anonymous,
    /// The password was correct; the second factor of an account is awaited.
    AccountCode,
    /// The password was correct; the mailed code of a member of the staff is awaited.
    StaffCode,
    /// Signed in, but the second factor that the security level requires has yet to be added.
    Enrolling,
    Usager,
    Staff,
}

impl SessionStage {
    pub const ALL: [SessionStage; 6] = [
        SessionStage::Anonymous,
        SessionStage::AccountCode,
        SessionStage::StaffCode,
        SessionStage::Enrolling,
        SessionStage::Usager,
        SessionStage::Staff,
    ];

    /// Code stored in the database.
    pub const fn code(self) -> &'static str {
        match self {
            SessionStage::Anonymous => "anonyme",
            SessionStage::AccountCode => "code",
            SessionStage::StaffCode => "code-equipe",
            SessionStage::Enrolling => "enrolement",
            SessionStage::Usager => "usager",
            SessionStage::Staff => "equipe",
        }
    }

    /// Reads [`SessionStage::code`]; an unknown code is anonymous, the stage without access.
    pub fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|stage| stage.code() == code).unwrap_or(SessionStage::Anonymous)
    }

    pub const fn is_signed_in(self) -> bool {
        matches!(self, SessionStage::Enrolling | SessionStage::Usager | SessionStage::Staff)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_back() {
        for stage in SessionStage::ALL {
            assert_eq!(SessionStage::from_code(stage.code()), stage);
        }
        assert_eq!(SessionStage::from_code("autre"), SessionStage::Anonymous);
    }
}
