//! List of the company's questions, by pages.

use domain::question::Status;
use sqlx::FromRow;

use platform::{Error, contains_words, db::SearchedWords, on};

use super::{
    conversation::{Conversation, conversation_columns},
    cursor::{Cursor, PAGE},
};

use crate::{Portal, accounts::sessions::Session, messaging::access::Access};

/// Selection of the questions to list.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub status: Option<Status>,
    /// Words of the number, the subject or the motif: see [`domain::search`].
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
    is_unread: bool,
}

impl ListedQuestion {
    /// Returns `true` if the service acted since the person last opened the question.
    pub fn is_unread(&self) -> bool {
        self.is_unread
    }
}

/// The page after the cursor, of the questions with this confidentiality and status: read in order from an index.
macro_rules! page_of {
    ($confidential:literal, $status:literal) => {
        concat!(
            "SELECT * FROM (SELECT c.id, c.activity_at FROM conversation c WHERE c.siren = $2 AND c.confidential = ",
            $confidential,
            $status,
            " AND (c.activity_at, c.id) < ($4, $5) AND ",
            contains_words!("c.search", "$7", "$8", "$9", "$10", "$11", "$12"),
            " ORDER BY c.activity_at DESC, c.id DESC LIMIT $6) AS of_one"
        )
    };
}

/// Questions of company `$2` for account `$1`, the confidential ones if `$3`, after the cursor `$4` and `$5`, up to `$6`,
/// with the words `$7` to `$12`. Confidential questions are read apart, so that those that the person may not see cost
/// nothing.
macro_rules! listed {
    ($status:literal) => {
        concat!(
            "SELECT ",
            conversation_columns!(),
            ", u.since IS NOT NULL AS is_unread FROM (",
            page_of!("FALSE", $status),
            " UNION ALL ",
            page_of!("TRUE AND $3", $status),
            " ORDER BY activity_at DESC, id DESC LIMIT $6) AS p
             JOIN conversation c ON c.id = p.id JOIN service s ON s.code = c.service
             LEFT JOIN conversation_unread u ON u.conversation = c.id AND u.reader = $1
             ORDER BY c.activity_at DESC, c.id DESC"
        )
    };
}

const LIST: &str = listed!("");
/// `$13`: status.
const LIST_WITH_STATUS: &str = listed!(" AND c.status = $13");

/// Returns the company's questions that the person may read, last active first.
pub async fn list(portal: &Portal, session: &Session, filter: &Filter) -> Result<QuestionList, Error> {
    let access = Access::of(portal, session).await?;
    let before = filter.after.as_deref().and_then(Cursor::parse).unwrap_or(Cursor::latest());
    let searched = SearchedWords::read(&filter.search);
    let mut questions: Vec<ListedQuestion> = on!(portal.db, |c| {
        let select = sqlx::query_as(if filter.status.is_none() { LIST } else { LIST_WITH_STATUS })
            .bind(access.account)
            .bind(access.siren.as_str())
            .bind(access.sees_confidential())
            .bind(before.at)
            .bind(before.id)
            .bind(PAGE as i64 + 1);
        let select = searched.patterns().iter().fold(select, |select, pattern| select.bind(pattern));
        match filter.status {
            Some(status) => select.bind(status.code()),
            None => select,
        }
        .fetch_all(c)
        .await
    })?;
    let next = Cursor::cut_page(&mut questions, |ListedQuestion { conversation, .. }| Cursor {
        at: conversation.activity_at,
        id: conversation.id,
    });
    Ok(QuestionList { questions, next })
}
