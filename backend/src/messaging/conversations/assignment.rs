//! Who works on a question: its service, and the agent of that service to whom it is assigned.

use platform::{Error, db::Tx, execute_tx, on_tx};

use super::{conversation::Conversation, searchable};
use crate::{id::StaffId, portal::Signal};

/// Assigns a question that is not closed, or releases it, if it still has the service of `conversation` and the assignee
/// `before`. Returns `false` otherwise.
pub async fn set_assignee(
    tx: &mut Tx,
    conversation: &Conversation,
    before: Option<StaffId>,
    after: Option<StaffId>,
) -> Result<bool, Error> {
    let changed = execute_tx!(
        tx,
        sqlx::query(
            "UPDATE conversation SET assignee = $1
             WHERE id = $2 AND service = $3 AND status <> 'clos'
               AND (assignee = $4 OR (assignee IS NULL AND $4 IS NULL))",
        )
        .bind(after)
        .bind(conversation.id)
        .bind(&conversation.service)
        .bind(before)
    )?;
    if changed == 1 {
        tx.notify(Signal::inbox(&conversation.service));
    }
    Ok(changed == 1)
}

/// Moves a question to another service and releases it. The only statement that changes the service of a question.
pub async fn move_to_service(tx: &mut Tx, conversation: &Conversation, service: &str) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query("UPDATE conversation SET service = $1, assignee = NULL WHERE id = $2")
            .bind(service)
            .bind(conversation.id)
    )?;
    tx.notify(Signal::inbox(service));
    // Agents search the questions of their services.
    searchable::index(tx, conversation.id).await
}

/// Releases the questions with this status of a member `$1` who may no longer answer them.
macro_rules! released {
    ($status:literal) => {
        concat!(
            "UPDATE conversation SET assignee = NULL WHERE assignee = $1 AND ",
            $status,
            " AND NOT EXISTS (
                 SELECT 1 FROM staff_service x
                 JOIN staff m ON m.id = x.member AND m.enabled
                 JOIN staff_role r ON r.member = x.member AND r.role = 'agent'
                 WHERE x.member = $1 AND x.service = conversation.service)
             RETURNING service"
        )
    };
}

/// Releases the questions of a member of the staff who may no longer answer them: disabled, no agent, or not of their service.
/// They return to the questions to assign, where a colleague sees them. Closed questions stay as they are.
pub async fn release_all(tx: &mut Tx, member: StaffId) -> Result<(), Error> {
    // One statement for each index.
    for statement in [
        released!("status IN ('transmis', 'pris_en_charge')"),
        released!("status IN ('precisions', 'repondu')"),
    ] {
        let services: Vec<String> =
            on_tx!(tx, |c| sqlx::query_scalar(statement).bind(member).fetch_all(c).await)?;
        services.iter().for_each(|service| tx.notify(Signal::inbox(service)));
    }
    Ok(())
}
