use sqlx::FromRow;

use platform::{Error, on};

use crate::{
    Portal,
    accounts::sessions::Session,
    companies,
    id::AccountId,
    messaging::{Conversation, access::is_allowed},
};

/// Followers of a question, for a colleague who reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Followers {
    /// Names of the others who follow it and may read it now.
    pub others: Vec<String>,
    /// The reader follows it.
    pub includes_reader: bool,
}

#[derive(FromRow)]
struct Row {
    account: AccountId,
    first_name: String,
    last_name: String,
}

/// Returns the followers of a question that the person has read.
///
/// # Errors
/// [`Error::NotFound`] without operator; [`Error::Busy`].
pub async fn followers(
    portal: &Portal,
    session: &Session,
    conversation: &Conversation,
) -> Result<Followers, Error> {
    let reader = session.usager()?.account;
    let rows: Vec<Row> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT f.account, a.first_name, a.last_name FROM question_follower f JOIN account a ON a.id = f.account
             WHERE f.conversation = $1 ORDER BY a.last_name, a.first_name, a.id",
        )
        .bind(conversation.id)
        .fetch_all(c)
        .await
    })?;
    let includes_reader = rows.iter().any(|row| row.account == reader);
    let mut others = Vec::new();
    for row in rows.into_iter().filter(|row| row.account != reader) {
        // One query for each: a question has few followers, a company may have many accounts.
        let held = companies::known_habilitations(portal, row.account, Some(&conversation.siren)).await?;
        if is_allowed(&held, &conversation.siren, &conversation.reading()) {
            others.push(format!("{} {}", row.first_name, row.last_name));
        }
    }
    Ok(Followers { others, includes_reader })
}
