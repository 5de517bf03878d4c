use super::Status;

/// Act of a service on a question that its followers are notified of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceAct {
    /// It reached this status.
    Reached(Status),
    /// It goes on in another question.
    Merged,
    /// It no longer does.
    Separated,
}

impl From<Status> for ServiceAct {
    fn from(status: Status) -> Self {
        ServiceAct::Reached(status)
    }
}

impl ServiceAct {
    /// Code used in the database.
    pub const fn code(self) -> &'static str {
        match self {
            ServiceAct::Reached(status) => status.code(),
            ServiceAct::Merged => "rapprochee",
            ServiceAct::Separated => "separee",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        let others = [ServiceAct::Merged, ServiceAct::Separated];
        let reached = Status::from_code(code).map(ServiceAct::Reached);
        reached.or_else(|| others.into_iter().find(|act| act.code() == code))
    }

    /// Returns the words of the subject of a mail: « Question Q-2026-7F3K9M : répondue ».
    pub fn label(self) -> String {
        match self {
            ServiceAct::Reached(status) => status.label().to_lowercase(),
            ServiceAct::Merged => "rapprochée d’une autre".to_owned(),
            ServiceAct::Separated => "séparée de l’autre question".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_parses_back() {
        let reached = Status::ALL.map(ServiceAct::Reached);
        for act in reached.into_iter().chain([ServiceAct::Merged, ServiceAct::Separated]) {
            assert_eq!(ServiceAct::from_code(act.code()), Some(act));
        }
        assert_eq!(ServiceAct::from_code("autre"), None);
    }
}
