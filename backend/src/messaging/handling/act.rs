use sqlx::FromRow;

use platform::{
    Error,
    db::{Moment, Tx},
    execute_tx, on,
};

use crate::{
    Portal,
    accounts::sessions::StaffMember,
    id::{ConversationId, RowId},
};

/// Kind of an [`Act`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActKind {
    Taken,
    Assigned,
    Released,
    Transferred,
}

impl ActKind {
    const ALL: [ActKind; 4] = [ActKind::Taken, ActKind::Assigned, ActKind::Released, ActKind::Transferred];

    /// Code used in the database.
    const fn code(self) -> &'static str {
        match self {
            ActKind::Taken => "prise",
            ActKind::Assigned => "attribution",
            ActKind::Released => "restitution",
            ActKind::Transferred => "transfert",
        }
    }
}

/// What an agent did with a question, as other agents read it. Never shown to operators.
#[derive(Clone, Debug, FromRow)]
pub struct Act {
    kind: String,
    pub at: Moment,
    pub member_name: String,
    /// Colleague to whom it was assigned, or service to which it was transferred.
    pub recipient: String,
    /// Why it was transferred.
    pub reason: String,
}

impl Act {
    pub fn kind(&self) -> ActKind {
        ActKind::ALL.into_iter().find(|kind| kind.code() == self.kind).unwrap_or(ActKind::Taken)
    }
}

/// An act to record.
pub struct NewAct<'a> {
    pub id: RowId,
    pub conversation: ConversationId,
    pub kind: ActKind,
    pub recipient: &'a str,
    pub reason: &'a str,
}

impl<'a> NewAct<'a> {
    /// An act that changes the assignee. `recipient`: the colleague, if another member.
    pub fn of_assignee(conversation: ConversationId, kind: ActKind, recipient: &'a str) -> Self {
        NewAct { id: RowId::generate(), conversation, kind, recipient, reason: "" }
    }

    /// Records the act of a member. Returns `false` if it was recorded before.
    pub async fn record(&self, tx: &mut Tx, member: &StaffMember, now: Moment) -> Result<bool, Error> {
        let inserted = execute_tx!(
            tx,
            sqlx::query(
                "INSERT INTO handling (id, conversation, kind, at, member, member_name, recipient, reason)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING",
            )
            .bind(self.id)
            .bind(self.conversation)
            .bind(self.kind.code())
            .bind(now)
            .bind(member.id)
            .bind(&member.name)
            .bind(self.recipient)
            .bind(self.reason)
        )?;
        Ok(inserted == 1)
    }
}

/// Returns `true` if the member did this act with the question before.
pub async fn is_done(
    portal: &Portal,
    id: RowId,
    conversation: ConversationId,
    member: &StaffMember,
) -> Result<bool, Error> {
    let found: Option<RowId> = on!(portal.db, |c| {
        sqlx::query_scalar("SELECT id FROM handling WHERE id = $1 AND conversation = $2 AND member = $3")
            .bind(id)
            .bind(conversation)
            .bind(member.id)
            .fetch_optional(c)
            .await
    })?;
    Ok(found.is_some())
}

/// Returns the acts on a question, oldest first.
pub async fn list(portal: &Portal, conversation: ConversationId) -> Result<Vec<Act>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT kind, at, member_name, recipient, reason FROM handling WHERE conversation = $1 ORDER BY at, id",
        )
        .bind(conversation)
        .fetch_all(c)
        .await
    })?)
}
