use domain::question::{Party, Status};
use sqlx::types::Json;

use platform::{
    Error,
    db::{Moment, Tx},
    execute_tx,
};

use super::{author::Author, content::Content, official_act::OfficialAct};
use crate::id::{ConversationId, DraftId, MessageId, RowId};

/// A message to insert.
pub struct NewMessage<'a> {
    pub conversation: ConversationId,
    /// `question`, or the author's [`Author::reply_kind`].
    pub kind: &'static str,
    pub author: &'a Author,
    pub content: Content,
    /// The draft that becomes this message, or the key of the form: the same value inserts once.
    pub key: DraftId,
    pub official: Option<&'a OfficialAct>,
    pub now: Moment,
}

impl NewMessage<'_> {
    /// Returns the identifier of the message, or `None` if the key was used before.
    pub async fn insert(&self, tx: &mut Tx) -> Result<Option<MessageId>, Error> {
        let id = MessageId::generate();
        let inserted =
            execute_tx!(tx, sqlx::query(
                "INSERT INTO message (id, conversation, kind, author, author_name, content, draft, sent_at,
                                      official_authenticated_at, official_network)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (draft) DO NOTHING",
            )
            .bind(id)
            .bind(self.conversation)
            .bind(self.kind)
            .bind(self.author.id)
            .bind(&self.author.name)
            .bind(Json(&self.content))
            .bind(self.key)
            .bind(self.now)
            .bind(self.official.map(|act| act.authenticated_at))
            .bind(self.official.map(|act| act.network.as_str())))?;
        Ok((inserted == 1).then_some(id))
    }
}

/// Effect of a step besides the new status.
#[derive(Clone, Copy, Debug)]
pub enum StepDetail<'a> {
    None,
    /// Transferred to the service of this name.
    TransferredTo(&'a str),
    /// Merged into the question of this number, or separated from it.
    MergedWith(&'a str),
}

/// Records that the conversation reached a status.
pub async fn insert_step(
    tx: &mut Tx,
    conversation: ConversationId,
    status: Status,
    author: &Author,
    now: Moment,
    detail: StepDetail<'_>,
) -> Result<(), Error> {
    let by_agent = author.party == Party::Agent;
    let (transferred_to, merged_with) = match detail {
        StepDetail::None => (None, None),
        StepDetail::TransferredTo(service) => (Some(service), None),
        StepDetail::MergedWith(number) => (None, Some(number)),
    };
    execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO conversation_step
                 (id, conversation, status, at, by_agent, by_name, by_account, transferred_to, merged_with)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(RowId::generate())
        .bind(conversation)
        .bind(status.code())
        .bind(now)
        .bind(by_agent)
        .bind(&author.name)
        .bind((!by_agent).then_some(author.id))
        .bind(transferred_to)
        .bind(merged_with)
    )?;
    Ok(())
}
