//! Files of one question in an archive.

use std::collections::BTreeSet;

use domain::receipt::ReceiptKind;
use platform::Error;

use super::{
    document, pages,
    question::{ArchivedFile, ArchivedMessage, ArchivedQuestion, LeftOut},
};
use crate::{
    Portal,
    archives::{ArchiveWriter, entry_name},
    messaging::{
        attachments::{Attachment, Scan},
        conversations::{self, Conversation, Message},
        receipts::{self, ReceiptEvidence},
    },
};

/// What the folder of a question refers to.
pub(super) struct WrittenQuestion {
    pub left_out: Vec<LeftOut>,
    /// Numbers of entries of the timestamped checkpoints of its proofs.
    pub stamped: BTreeSet<i64>,
}

/// Writes the folder of a question: its files and proofs, then its page and its JSON.
pub(super) async fn write_question(
    portal: &Portal,
    conversation: &Conversation,
    archive: &mut ArchiveWriter,
) -> Result<WrittenQuestion, Error> {
    let id = conversation.id;
    let mut writer = Folder { portal, name: entry_name(&conversation.number), archive, files: 0 };
    let mut evidence = receipts::evidence_of(portal, id).await?;
    let stamped = evidence.iter().filter_map(|one| one.stamped_size).collect();
    let mut messages = Vec::new();
    for (rank, message) in conversations::messages(portal, id).await?.into_iter().enumerate() {
        let found = evidence.iter().position(|one| one.message == message.id);
        let proofs = match found.map(|index| evidence.swap_remove(index)) {
            Some(evidence) => writer.add_proofs(rank, evidence).await?,
            None => (None, Vec::new()),
        };
        let files = writer.add_attachments(&message).await?;
        messages.push(ArchivedMessage { message, files, entry: proofs.0, proofs: proofs.1 });
    }
    let steps = conversations::steps(portal, id).await?;
    let question = ArchivedQuestion { conversation, steps, messages };
    writer.add("question.json", document::json(&question)?.as_bytes()).await?;
    writer.add("question.html", pages::question(&question)?.as_bytes()).await?;
    let left_out = question
        .messages
        .iter()
        .flat_map(|message| &message.files)
        .filter_map(ArchivedFile::left_out)
        .collect();
    Ok(WrittenQuestion { left_out, stamped })
}

/// Folder of a question in the archive.
struct Folder<'a> {
    portal: &'a Portal,
    name: String,
    archive: &'a mut ArchiveWriter,
    /// Number of attachments so far: numbers make their names unique.
    files: usize,
}

impl Folder<'_> {
    async fn add(&mut self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        self.archive.add_bytes(&format!("{}/{path}", self.name), bytes).await
    }

    /// Adds what the log recorded of a message, with its document and its proof. Returns the number of its entry, and the
    /// paths. `rank`: of the message in the question.
    async fn add_proofs(
        &mut self,
        rank: usize,
        evidence: ReceiptEvidence,
    ) -> Result<(Option<i64>, Vec<String>), Error> {
        let (json, proof) = match rank {
            0 => ReceiptKind::Question.files(),
            _ => ReceiptKind::Message.files(),
        };
        let number = if rank == 0 { String::new() } else { format!("{:03}-", rank + 1) };
        let mut paths = Vec::new();
        let pdf = evidence.pdf.map(|pdf| ("accuse-de-reception.pdf", pdf));
        let json = evidence.json.map(|text| (json, text.into_bytes()));
        let proof = evidence.proof.map(|text| (proof, text.into_bytes()));
        for (name, bytes) in pdf.into_iter().chain(json).chain(proof) {
            let path = format!("preuves/{number}{name}");
            self.add(&path, &bytes).await?;
            paths.push(path);
        }
        Ok((Some(evidence.entry + 1), paths))
    }

    async fn add_attachments(&mut self, message: &Message) -> Result<Vec<ArchivedFile>, Error> {
        let mut files = Vec::with_capacity(message.attachments.len());
        for attachment in &message.attachments {
            self.files += 1;
            let path = format!("pieces/{:03}-{}", self.files, entry_name(&attachment.name));
            let path = self.add_attachment(attachment, path).await?;
            files.push(ArchivedFile { attachment: attachment.clone(), path });
        }
        Ok(files)
    }

    async fn add_attachment(
        &mut self,
        attachment: &Attachment,
        path: String,
    ) -> Result<Result<String, &'static str>, Error> {
        match attachment.scan {
            Scan::Infected => return Ok(Err("un virus y a été trouvé")),
            Scan::Pending => return Ok(Err("son analyse antivirus n’est pas terminée")),
            Scan::None | Scan::Clean => {}
        }
        match self.portal.files.open(&attachment.storage_key).await {
            Ok(content) => {
                self.archive.add_file(&format!("{}/{path}", self.name), content).await?;
                Ok(Ok(path))
            }
            Err(Error::NotFound) => Ok(Err("le portail ne l’a plus")),
            Err(error) => Err(error),
        }
    }
}
