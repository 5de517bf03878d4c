use domain::receipt::ReceiptKind;
use platform::{
    Error,
    transparency::{self, Record},
};

use super::{
    content::Receipt,
    pdf,
    store::{self, Stored},
};

use crate::{
    Portal,
    accounts::sessions::Session,
    id::ConversationId,
    messaging::conversations::{Question, question},
    proofs::LoggedReceipt,
};

/// The receipt of a question, with what shows that it was not changed.
#[derive(Clone, Debug)]
pub struct SentReceipt {
    pub question: Question,
    pub receipt: Receipt,
    pub evidence: Evidence,
}

/// What shows that a receipt was not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Its entry in the transparency log.
    Recorded(Record),
    /// The sender has deleted their account, and was erased from the receipt: it differs from what the log recorded.
    Erased,
}

/// Returns the receipt of a question.
///
/// # Errors
/// [`Error::NotFound`] if the question does not exist for this visitor.
pub async fn receipt(portal: &Portal, session: &Session, id: ConversationId) -> Result<SentReceipt, Error> {
    let (question, stored) = find(portal, session, id).await?;
    let evidence = match stored.intact {
        true => Evidence::Recorded(transparency::record(portal, stored.entry).await?),
        false => Evidence::Erased,
    };
    Ok(SentReceipt { question, receipt: serde_json::from_str(&stored.content)?, evidence })
}

/// Returns the JSON of a receipt, to the byte as the log recorded it.
///
/// # Errors
/// As [`receipt`]; [`Error::NotFound`] also if the sender was erased from it.
pub async fn receipt_file(portal: &Portal, session: &Session, id: ConversationId) -> Result<String, Error> {
    let (_, stored) = find(portal, session, id).await?;
    if stored.intact { Ok(stored.content) } else { Err(Error::NotFound) }
}

/// Returns a receipt as PDF, with its JSON and, once there is one, its proof attached.
///
/// # Errors
/// As [`receipt_file`].
pub async fn receipt_pdf(portal: &Portal, session: &Session, id: ConversationId) -> Result<Vec<u8>, Error> {
    let (_, stored) = find(portal, session, id).await?;
    if !stored.intact {
        return Err(Error::NotFound);
    }
    let logged = LoggedReceipt::read(portal, ReceiptKind::Question, &stored.content, stored.entry).await?;
    let document = pdf::document(&serde_json::from_str(&stored.content)?, &logged)?;
    Ok(tokio::task::spawn_blocking(move || document.to_pdf()).await??)
}

/// Returns the proof of a receipt (C2SP `tlog-proof`); `None` until a checkpoint covers its entry.
///
/// # Errors
/// As [`receipt`].
pub async fn receipt_proof(
    portal: &Portal,
    session: &Session,
    id: ConversationId,
) -> Result<Option<String>, Error> {
    let (_, stored) = find(portal, session, id).await?;
    let proof = transparency::proof(portal, stored.entry).await?;
    Ok(proof.map(|proof| proof.to_string()))
}

async fn find(portal: &Portal, session: &Session, id: ConversationId) -> Result<(Question, Stored), Error> {
    // For operators: agents read the question itself.
    session.usager()?;
    let question = question(portal, session, id).await?;
    let stored = store::of_question(&portal.db, id).await?.ok_or(Error::NotFound)?;
    Ok((question, stored))
}
