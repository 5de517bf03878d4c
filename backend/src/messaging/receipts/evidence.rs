use domain::receipt::ReceiptKind;
use platform::{Error, transparency};

use super::{
    content::Receipt,
    pdf,
    store::{self, Stored},
};
use crate::{
    Portal,
    id::{ConversationId, MessageId},
    proofs::LoggedReceipt,
};

/// Files that show what the log recorded of a message.
pub struct ReceiptEvidence {
    pub message: MessageId,
    /// Number of its entry, from 0.
    pub entry: i64,
    /// To the byte as recorded; `None` if the author was erased from it.
    pub json: Option<String>,
    /// Document of the receipt of a question.
    pub pdf: Option<Vec<u8>>,
    /// `None` until a checkpoint covers the entry, or without [`Self::json`].
    pub proof: Option<String>,
    /// Number of entries of the checkpoint of the proof, if an authority has timestamped it.
    pub stamped_size: Option<i64>,
}

/// Returns the evidence of the messages of a question. The caller decides the rights.
pub async fn evidence_of(portal: &Portal, question: ConversationId) -> Result<Vec<ReceiptEvidence>, Error> {
    let mut all = Vec::new();
    for (message, stored) in store::of_messages(&portal.db, question).await? {
        all.push(evidence(portal, message, stored).await?);
    }
    Ok(all)
}

async fn evidence(portal: &Portal, message: MessageId, stored: Stored) -> Result<ReceiptEvidence, Error> {
    let Stored { content, intact, entry } = stored;
    if !intact {
        return Ok(ReceiptEvidence {
            message,
            entry,
            json: None,
            pdf: None,
            proof: None,
            stamped_size: None,
        });
    }
    let proof = transparency::proof(portal, entry).await?.map(|proof| proof.to_string());
    let stamped_size = transparency::record(portal, entry).await?.stamped_size;
    let pdf = document(portal, &content, entry).await?;
    Ok(ReceiptEvidence { message, entry, json: Some(content), pdf, proof, stamped_size })
}

/// Returns the document of the receipt of a question; `None` for another message.
async fn document(portal: &Portal, content: &str, entry: i64) -> Result<Option<Vec<u8>>, Error> {
    // A reply has other members.
    let Ok(receipt) = serde_json::from_str::<Receipt>(content) else { return Ok(None) };
    let logged = LoggedReceipt::read(portal, ReceiptKind::Question, content, entry).await?;
    let document = pdf::document(&receipt, &logged)?;
    Ok(Some(tokio::task::spawn_blocking(move || document.to_pdf()).await??))
}
