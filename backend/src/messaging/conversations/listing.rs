//! List of the company's questions, by pages.

use domain::question::Status;
use sqlx::FromRow;

use platform::{Error, db::Moment, on};

use super::{
    conversation::{Conversation, conversation_columns},
    cursor::{Cursor, PAGE},
    read_marks::is_unread,
    search,
};

use crate::{Portal, accounts::sessions::Session, messaging::access::Access};

/// Selection of the questions to list.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub status: Option<Status>,
    /// Words of the number, the subject or the motif.
    pub search: String,
    /// [`QuestionList::next`] of the previous page.
    pub after: Option<String>,
}

/// One page of questions.
#[derive(Clone, Debug)]
pub struct QuestionList {
    pub questions: Vec<ListedQuestion>,
    /// [`Filter::after`] of the next page.
    pub next: Option<String>,
}

#[derive(Clone, Debug, FromRow)]
pub struct ListedQuestion {
    #[sqlx(flatten)]
    pub conversation: Conversation,
    read_at: Option<Moment>,
}

impl ListedQuestion {
    /// Returns `true` if the service acted since the person last opened the question.
    pub fn is_unread(&self) -> bool {
        is_unread(self.conversation.service_activity_at, self.read_at)
    }
}

const LIST: &str = concat!(
    "SELECT ",
    conversation_columns!(),
    ", r.read_at FROM conversation c JOIN service s ON s.code = c.service
     LEFT JOIN conversation_read r ON r.conversation = c.id AND r.reader = $1
     WHERE c.siren = $2 AND (NOT c.confidential OR $3) AND ($4 = '' OR c.status = $4)
       AND ($5 = '' OR c.search LIKE $5 ESCAPE '!') AND (c.activity_at, c.id) < ($6, $7)
     ORDER BY c.activity_at DESC, c.id DESC LIMIT $8"
);

/// Returns the company's questions that the person may read, last active first.
pub async fn list(portal: &Portal, session: &Session, filter: &Filter) -> Result<QuestionList, Error> {
    let access = Access::of(portal, session).await?;
    let before = filter.after.as_deref().and_then(Cursor::parse).unwrap_or(Cursor::latest());
    let mut questions: Vec<ListedQuestion> = on!(portal.db, |c| {
        sqlx::query_as(LIST)
            .bind(access.account)
            .bind(access.siren.as_str())
            .bind(access.sees_confidential())
            .bind(filter.status.map_or("", Status::code))
            .bind(search::like_pattern(&filter.search))
            .bind(before.at)
            .bind(before.id)
            .bind(PAGE as i64 + 1)
            .fetch_all(c)
            .await
    })?;
    let next = Cursor::cut_page(&mut questions, |ListedQuestion { conversation, .. }| Cursor {
        at: conversation.activity_at,
        id: conversation.id,
    });
    Ok(QuestionList { questions, next })
}
