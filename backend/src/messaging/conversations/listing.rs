//! List of the company's questions, by pages.

use domain::question::Status;
use sqlx::FromRow;

use platform::{Error, on};

use super::{
    conversation::{Conversation, conversation_columns},
    cursor::{Cursor, PAGE},
    searchable::company_scopes,
};

use crate::{
    Portal,
    accounts::sessions::Session,
    messaging::access::Access,
    search::scoped::{Part, Searched, WALKED, Walked, found_by_postgres, found_by_sqlite},
};

/// Selection of the questions to list.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub status: Option<Status>,
    /// Words of the number, the subject, the motif, the answers or the messages: see [`domain::analyser::Query`].
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
            " AND (c.activity_at, c.id) < ($4, $5) ORDER BY c.activity_at DESC, c.id DESC LIMIT $6) AS of_one"
        )
    };
}

/// Questions of company `$2` for account `$1`, the confidential ones if `$3`, after the cursor `$4` and `$5`, up to `$6`.
/// Confidential questions are read apart, so that those that the person may not see cost nothing.
macro_rules! listed {
    ($status:literal, $tokens:literal, $text:literal) => {
        concat!(
            "SELECT ",
            conversation_columns!(),
            ", u.since IS NOT NULL AS is_unread",
            $tokens,
            " FROM (",
            page_of!("FALSE", $status),
            " UNION ALL ",
            page_of!("TRUE AND $3", $status),
            " ORDER BY activity_at DESC, id DESC LIMIT $6) AS p
             JOIN conversation c ON c.id = p.id JOIN service s ON s.code = c.service",
            $text,
            " LEFT JOIN conversation_unread u ON u.conversation = c.id AND u.reader = $1
             ORDER BY c.activity_at DESC, c.id DESC"
        )
    };
}

/// As [`listed`], with the tokens of each question.
macro_rules! walked {
    ($status:literal) => {
        listed!($status, ", t.tokens", " JOIN search_scoped t ON t.rowid = c.search_number")
    };
}

/// As [`listed`], from the table `found`. The expression instead of `siren` makes the database start from the questions found,
/// not from the index of the company.
macro_rules! found {
    ($status:literal) => {
        concat!(
            "SELECT ",
            conversation_columns!(),
            ", u.since IS NOT NULL AS is_unread FROM found CROSS JOIN conversation c JOIN service s ON s.code = c.service
             LEFT JOIN conversation_unread u ON u.conversation = c.id AND u.reader = $1
             WHERE c.search_number = found.number AND c.siren || '' = $2 AND (c.confidential = FALSE OR $3)",
            $status,
            " AND (c.activity_at, c.id) < ($4, $5) ORDER BY c.activity_at DESC, c.id DESC LIMIT $6"
        )
    };
}

/// Statements with and without a status: `$7`, after which is the condition of the index.
const LIST: [&str; 2] = [listed!("", "", ""), listed!(" AND c.status = $7", "", "")];
const WALK: [&str; 2] = [walked!(""), walked!(" AND c.status = $7")];
const FIND_BY_SQLITE: [&str; 2] = [
    concat!(found_by_sqlite!("$7"), found!("")),
    concat!(found_by_sqlite!("$8"), found!(" AND c.status = $7")),
];
const FIND_BY_POSTGRES: [&str; 2] = [
    concat!(found_by_postgres!("$7"), found!("")),
    concat!(found_by_postgres!("$8"), found!(" AND c.status = $7")),
];

/// Binds `$1` to `$6`, and the status if there is one.
macro_rules! select {
    ($statements:expr, $access:expr, $filter:expr, $limit:expr) => {{
        let filter: &Filter = $filter;
        let before = filter.after.as_deref().and_then(Cursor::parse).unwrap_or(Cursor::latest());
        let select = sqlx::query_as($statements[usize::from(filter.status.is_some())])
            .bind($access.account)
            .bind($access.siren.as_str())
            .bind($access.sees_confidential())
            .bind(before.at)
            .bind(before.id)
            .bind($limit);
        match filter.status {
            Some(status) => select.bind(status.code()),
            None => select,
        }
    }};
}

/// Returns the company's questions that the person may read, last active first.
pub async fn list(portal: &Portal, session: &Session, filter: &Filter) -> Result<QuestionList, Error> {
    let access = Access::of(portal, session).await?;
    let searched = Searched::read(&filter.search, &[Part::Text]);
    let mut questions: Vec<ListedQuestion> = if searched.is_empty() {
        on!(portal.db, |c| select!(LIST, access, filter, ROWS).fetch_all(c).await)?
    } else {
        search(portal, &access, filter, &searched).await?
    };
    let next = Cursor::cut_page(&mut questions, |ListedQuestion { conversation, .. }| Cursor {
        at: conversation.activity_at,
        id: conversation.id,
    });
    Ok(QuestionList { questions, next })
}

/// Number of rows to read: one more than a page, to know whether there is a next one.
const ROWS: i64 = PAGE as i64 + 1;

async fn search(
    portal: &Portal,
    access: &Access,
    filter: &Filter,
    searched: &Searched,
) -> Result<Vec<ListedQuestion>, Error> {
    let walked: Vec<Walked<ListedQuestion>> =
        on!(portal.db, |c| select!(WALK, access, filter, WALKED).fetch_all(c).await)?;
    if let Some(questions) = searched.page_of(walked, PAGE + 1) {
        return Ok(questions);
    }
    let statements = Searched::statement(&portal.db, FIND_BY_SQLITE, FIND_BY_POSTGRES);
    let scopes = company_scopes(&access.siren, access.sees_confidential());
    let condition = searched.condition(&portal.db, &scopes);
    Ok(on!(portal.db, |c| select!(statements, access, filter, ROWS).bind(&condition).fetch_all(c).await)?)
}
