use serde::{Deserialize, Serialize};

use crate::{customs::InboxView, id::StaffId};

/// Selection of the questions to list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboxFilter {
    pub view: InboxView,
    /// Code of one of the agent's services; empty for all.
    pub service: String,
    /// Identifier of a motif; empty for all.
    pub motif: String,
    /// In the views that have several assignees.
    pub assignee: Option<StaffId>,
    /// Only questions with a file in one of their messages.
    pub with_files: bool,
    /// Words of the number, the subject, the motif, the messages or the company, see [`domain::analyser::Query`].
    pub search: String,
}
