//! Notices in the portal of what concerns an agent.

/// Why an agent is notified of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgentNoticeKind {
    /// A colleague mentions them in a note.
    Mentioned,
    /// A colleague assigned it to them.
    Assigned,
    /// The operator wrote in a question assigned to them.
    Written,
    /// Four fifths of the commitment have passed.
    DelayNear,
    /// The commitment has passed.
    DelayOver,
}

impl AgentNoticeKind {
    pub const ALL: [AgentNoticeKind; 5] = [
        AgentNoticeKind::Mentioned,
        AgentNoticeKind::Assigned,
        AgentNoticeKind::Written,
        AgentNoticeKind::DelayNear,
        AgentNoticeKind::DelayOver,
    ];

    /// Code used in the database.
    pub const fn code(self) -> &'static str {
        match self {
            AgentNoticeKind::Mentioned => "mention",
            AgentNoticeKind::Assigned => "attribution",
            AgentNoticeKind::Written => "message",
            AgentNoticeKind::DelayNear => "delai_proche",
            AgentNoticeKind::DelayOver => "delai_depasse",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        AgentNoticeKind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Returns the French sentence. `colleague`: who caused it; empty without one.
    pub fn sentence(self, colleague: &str) -> String {
        match self {
            AgentNoticeKind::Mentioned => format!("{colleague} vous mentionne dans une note interne."),
            AgentNoticeKind::Assigned => format!("{colleague} vous a attribué cette question."),
            AgentNoticeKind::Written => {
                "L’opérateur a écrit dans cette question, qui vous est attribuée.".to_owned()
            }
            AgentNoticeKind::DelayNear => "Le délai promis se termine bientôt.".to_owned(),
            AgentNoticeKind::DelayOver => "Le délai promis est dépassé.".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_parses_back_and_every_sentence_is_whole() {
        for kind in AgentNoticeKind::ALL {
            assert_eq!(AgentNoticeKind::from_code(kind.code()), Some(kind));
            let sentence = kind.sentence("Camille");
            assert!(sentence.ends_with('.') && sentence.starts_with(char::is_uppercase), "{sentence}");
        }
        assert_eq!(AgentNoticeKind::from_code(""), None);
    }
}
