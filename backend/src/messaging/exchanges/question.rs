use domain::{path, question::Party};

use crate::messaging::{
    attachments::Attachment,
    conversations::{Conversation, Message, StepTaken},
};

/// A question as it is archived.
pub(super) struct ArchivedQuestion<'a> {
    pub conversation: &'a Conversation,
    pub steps: Vec<StepTaken>,
    /// Oldest first; the first one is the question.
    pub messages: Vec<ArchivedMessage>,
}

/// A message with its files. Paths are relative to the folder of the question.
pub(super) struct ArchivedMessage {
    pub message: Message,
    pub files: Vec<ArchivedFile>,
    /// Number of its entry in the log, from 1.
    pub entry: Option<i64>,
    /// Receipt or message as recorded, PDF, proof. Empty if the author has deleted their account.
    pub proofs: Vec<String>,
}

impl ArchivedMessage {
    /// Returns the author, and the service of an answer.
    pub fn from(&self, conversation: &Conversation) -> String {
        match self.message.by {
            Party::Usager => self.message.author_name.clone(),
            Party::Agent => format!("{}, {}", self.message.author_name, conversation.service_name),
        }
    }
}

/// An attachment: its path, or why it is left out.
pub(super) struct ArchivedFile {
    pub attachment: Attachment,
    pub path: Result<String, &'static str>,
}

impl ArchivedFile {
    /// Returns the path as the address of a link.
    pub fn href(&self) -> Option<String> {
        self.path.as_deref().ok().map(path::encode)
    }

    /// Returns the reason why it is left out.
    pub fn missing(&self) -> Option<&'static str> {
        self.path.as_ref().err().copied()
    }

    /// Returns what the manifest says of it if it is left out.
    pub fn left_out(&self) -> Option<LeftOut> {
        let Attachment { name, size, sha256, .. } = &self.attachment;
        let reason = self.missing()?;
        Some(LeftOut { name: name.clone(), size: *size, sha256: sha256.to_string(), reason })
    }
}

/// A file that is listed and left out.
pub(super) struct LeftOut {
    pub name: String,
    pub size: i64,
    pub sha256: String,
    pub reason: &'static str,
}
