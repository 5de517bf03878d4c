use domain::{
    assistance::{CaseKind, CaseState},
    limited_count::LimitedCount,
    rights::Action,
};
use platform::{Error, contains_words, db::SearchedWords, on};

use super::{case::Case, store::case_columns};
use crate::{Portal, accounts::sessions::Session, id::AccountId};

/// Number of cases on a page.
const PAGE: i64 = 50;
/// Greatest number of open cases that is counted exactly.
const LIMIT: u32 = 999;

/// One page of the cases in a state.
#[derive(Clone, Debug)]
pub struct CaseList {
    pub cases: Vec<Case>,
    pub page: u32,
    /// There is another page.
    pub more: bool,
}

/// Returns a page of the cases of a kind in a state, for advisers: open ones oldest first, others latest first. `search`: words of the
/// reference, the name, the company or the description, see [`domain::search`].
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] without the right.
pub async fn cases(
    portal: &Portal,
    session: &Session,
    kind: CaseKind,
    state: CaseState,
    search: &str,
    page: u32,
) -> Result<CaseList, Error> {
    session.staff_allowed(&Action::AnswerCases)?;
    let (words, page) = (SearchedWords::read(search), page.max(1));
    let sql = if state == CaseState::Open { OLDEST_FIRST } else { LATEST_FIRST };
    let mut cases: Vec<Case> = on!(portal.db, |c| {
        let select = sqlx::query_as(sql).bind(state.code()).bind(PAGE + 1).bind(i64::from(page - 1) * PAGE);
        words
            .patterns()
            .iter()
            .fold(select, |select, word| select.bind(word))
            .bind(kind.code())
            .fetch_all(c)
            .await
    })?;
    let more = cases.len() as i64 > PAGE;
    cases.truncate(PAGE as usize);
    Ok(CaseList { cases, page, more })
}

/// Cases of kind `$10` in state `$1` with the words `$4` to `$9`, up to `$2` after `$3`.
macro_rules! page_of_state {
    ($order:literal) => {
        concat!(
            "SELECT ",
            case_columns!(),
            " FROM support_case WHERE kind = $10 AND state = $1 AND ",
            contains_words!("search", "$4", "$5", "$6", "$7", "$8", "$9"),
            $order,
            " LIMIT $2 OFFSET $3"
        )
    };
}

const OLDEST_FIRST: &str = page_of_state!(" ORDER BY activity_at, id");
const LATEST_FIRST: &str = page_of_state!(" ORDER BY activity_at DESC, id DESC");

/// Returns the number of open cases of a kind that no adviser has taken.
pub async fn waiting(portal: &Portal, kind: CaseKind) -> Result<LimitedCount, Error> {
    let number: i64 = on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT COUNT(*) FROM (SELECT 1 FROM support_case WHERE kind = $2 AND state = 'ouvert' LIMIT $1) AS counted",
        )
        .bind(i64::from(LIMIT) + 1)
        .bind(kind.code())
        .fetch_one(c)
        .await
    })?;
    Ok(LimitedCount::new(number, LIMIT))
}

/// Returns the cases of a kind of the signed-in person, the last ones first.
///
/// # Errors
/// [`Error::NotFound`] if no person is signed in.
pub async fn own_cases(portal: &Portal, session: &Session, kind: CaseKind) -> Result<Vec<Case>, Error> {
    let account = session.usager()?.account;
    Ok(on!(portal.db, |c| {
        sqlx::query_as(concat!(
            "SELECT ",
            case_columns!(),
            " FROM support_case WHERE account_id = $1 AND kind = $2 ORDER BY activity_at DESC, id DESC LIMIT 100"
        ))
        .bind(account)
        .bind(kind.code())
        .fetch_all(c)
        .await
    })?)
}

/// Returns a case of an account.
pub(super) async fn of_account(portal: &Portal, account: AccountId, reference: &str) -> Result<Case, Error> {
    let found: Option<Case> = on!(portal.db, |c| {
        sqlx::query_as(concat!(
            "SELECT ",
            case_columns!(),
            " FROM support_case WHERE account_id = $1 AND reference = $2"
        ))
        .bind(account)
        .bind(reference)
        .fetch_optional(c)
        .await
    })?;
    found.ok_or(Error::NotFound)
}
