use platform::{
    Error,
    db::{Moment, Tx},
    execute, execute_tx, on_tx,
};

use crate::{
    Portal,
    accounts::sessions::Session,
    id::{AccountId, ConversationId},
    messaging::conversations::find_readable,
};

/// Makes the person follow a question that they may read. Idempotent.
///
/// # Errors
/// [`Error::NotFound`] if the question does not exist for them.
pub async fn follow(portal: &Portal, session: &Session, conversation: ConversationId) -> Result<(), Error> {
    let account = session.usager()?.account;
    find_readable(portal, session, conversation).await?;
    let mut tx = portal.db.begin().await?;
    record(&mut tx, portal.clock.now(), account, conversation).await?;
    tx.commit().await?;
    Ok(())
}

/// Makes the person no longer follow a question that they may read. Idempotent.
///
/// # Errors
/// As [`follow`].
pub async fn unfollow(portal: &Portal, session: &Session, conversation: ConversationId) -> Result<(), Error> {
    let account = session.usager()?.account;
    find_readable(portal, session, conversation).await?;
    execute!(
        portal.db,
        sqlx::query("DELETE FROM question_follower WHERE conversation = $1 AND account = $2")
            .bind(conversation)
            .bind(account)
    )?;
    Ok(())
}

/// Records that an account follows a question. Idempotent.
pub async fn record(
    tx: &mut Tx,
    now: Moment,
    account: AccountId,
    conversation: ConversationId,
) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO question_follower (conversation, account, followed_at) VALUES ($1, $2, $3)
             ON CONFLICT (conversation, account) DO NOTHING",
        )
        .bind(conversation)
        .bind(account)
        .bind(now)
    )?;
    Ok(())
}

/// Returns the accounts that follow a question, whatever their rights.
pub async fn accounts(tx: &mut Tx, conversation: ConversationId) -> Result<Vec<AccountId>, Error> {
    Ok(on_tx!(tx, |c| {
        sqlx::query_scalar("SELECT account FROM question_follower WHERE conversation = $1 ORDER BY account")
            .bind(conversation)
            .fetch_all(c)
            .await
    })?)
}
