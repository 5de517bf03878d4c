use std::collections::HashMap;

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
    id::{ConversationId, MessageId},
    messaging::conversations::{Conversation, Message, Question, find_readable, question},
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
    let evidence = evidence(portal, &stored).await?;
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

/// A message, with what shows that it was not changed.
#[derive(Clone, Debug)]
pub struct MessageEvidence {
    pub message: Message,
    pub evidence: Evidence,
}

/// Returns a question and the evidence for each of its messages, oldest first.
///
/// # Errors
/// As [`receipt`].
pub async fn message_evidence(
    portal: &Portal,
    session: &Session,
    id: ConversationId,
) -> Result<(Conversation, Vec<MessageEvidence>), Error> {
    // For operators: agents read the question itself.
    session.usager()?;
    let Question { conversation, messages, .. } = question(portal, session, id).await?;
    let mut stored: HashMap<_, _> = store::of_messages(&portal.db, id).await?.into_iter().collect();
    let mut all = Vec::with_capacity(messages.len());
    for message in messages {
        let Some(stored) = stored.remove(&message.id) else { continue };
        all.push(MessageEvidence { evidence: evidence(portal, &stored).await?, message });
    }
    Ok((conversation, all))
}

/// Returns what the log recorded of a message, to the byte.
///
/// # Errors
/// [`Error::NotFound`] if the message does not exist for this visitor, or if its author was erased from it.
pub async fn message_file(portal: &Portal, session: &Session, id: MessageId) -> Result<String, Error> {
    let (_, stored) = find_message(portal, session, id).await?;
    if stored.intact { Ok(stored.content) } else { Err(Error::NotFound) }
}

/// Returns the question of a message and the proof of the message; `None` until a checkpoint covers its entry.
///
/// # Errors
/// [`Error::NotFound`] if the message does not exist for this visitor.
pub async fn message_proof(
    portal: &Portal,
    session: &Session,
    id: MessageId,
) -> Result<(ConversationId, Option<String>), Error> {
    let (question, stored) = find_message(portal, session, id).await?;
    let proof = transparency::proof(portal, stored.entry).await?;
    Ok((question, proof.map(|proof| proof.to_string())))
}

/// Without the right, a message does not exist: an identifier reveals nothing of its question.
async fn find_message(
    portal: &Portal,
    session: &Session,
    id: MessageId,
) -> Result<(ConversationId, Stored), Error> {
    session.usager()?;
    let (question, stored) = store::of_message(&portal.db, id).await?.ok_or(Error::NotFound)?;
    match find_readable(portal, session, question).await {
        Ok(_) => Ok((question, stored)),
        Err(Error::Refused(_)) => Err(Error::NotFound),
        Err(error) => Err(error),
    }
}

async fn evidence(portal: &Portal, stored: &Stored) -> Result<Evidence, Error> {
    match stored.intact {
        true => Ok(Evidence::Recorded(transparency::record(portal, stored.entry).await?)),
        false => Ok(Evidence::Erased),
    }
}

async fn find(portal: &Portal, session: &Session, id: ConversationId) -> Result<(Question, Stored), Error> {
    // For operators: agents read the question itself.
    session.usager()?;
    let question = question(portal, session, id).await?;
    let stored = store::of_question(&portal.db, id).await?.ok_or(Error::NotFound)?;
    Ok((question, stored))
}
