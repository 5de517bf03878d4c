use domain::{
    assistance::{CaseKind, CaseSecret, CaseState},
    search,
};
use platform::{
    Error,
    db::{Moment, Tx},
    execute_tx, on, on_tx,
    secret::Token,
};

use super::case::{Case, Entry, EntryKind};
use crate::{
    Portal,
    id::{AccountId, CaseId, RowId, StaffId},
    messaging,
    portal::Signal,
};

/// Columns of a [`Case`].
macro_rules! case_columns {
    () => {
        "id, reference, kind, answer_by, account_id, name, email, company, subject, page, self_check, state, adviser, adviser_name,
         created_at, activity_at"
    };
}
pub(super) use case_columns;

/// A case to insert.
pub struct NewCase<'a> {
    pub id: CaseId,
    pub reference: &'a str,
    pub kind: CaseKind,
    pub secret: Option<&'a CaseSecret>,
    pub account: Option<AccountId>,
    pub name: &'a str,
    pub email: &'a str,
    pub company: &'a str,
    pub subject: &'a str,
    pub page: &'a str,
    pub self_check: &'a str,
    pub description: &'a str,
    pub state: CaseState,
    pub confirmation: Option<&'a Token>,
    pub key: RowId,
}

/// Returns the hash of a secret that is stored.
pub fn hash(secret: &CaseSecret) -> Vec<u8> {
    Token::hash(secret.expose())
}

/// Inserts a case with its description. Returns `false` if the form was sent before.
pub async fn insert(tx: &mut Tx, now: Moment, case: &NewCase<'_>) -> Result<bool, Error> {
    let words = format!("{} {} {} {}", case.reference, case.name, case.company, case.description);
    let inserted = execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO support_case (id, reference, secret_hash, account_id, name, email, company, subject, page,
                    self_check, state, adviser_name, created_at, activity_at, confirmation_hash, form_key, search, kind,
                    answer_by)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '', $12, $12, $13, $14, $15, $16, $17)
             ON CONFLICT (form_key) DO NOTHING",
        )
        .bind(case.id)
        .bind(case.reference)
        .bind(case.secret.map(hash))
        .bind(case.account)
        .bind(case.name)
        .bind(case.email)
        .bind(case.company)
        .bind(case.subject)
        .bind(case.page)
        .bind(case.self_check)
        .bind(case.state.code())
        .bind(now)
        .bind(case.confirmation.map(|token| Token::hash(token.expose())))
        .bind(case.key)
        .bind(search::key(&words))
        .bind(case.kind.code())
        .bind(promised(now, case))
    )?;
    if inserted == 0 {
        return Ok(false);
    }
    let entry =
        NewEntry { kind: EntryKind::Person, author: case.name, content: case.description, proposal: "" };
    write(tx, now, case.id, RowId::generate(), &entry).await?;
    if case.state == CaseState::Open {
        tx.notify(Signal::Assistance);
    }
    Ok(true)
}

/// Day of the promise of a new case: none until the address is confirmed.
fn promised(now: Moment, case: &NewCase<'_>) -> String {
    let day = case.kind.answer_by(now.day()).filter(|_| case.state == CaseState::Open);
    day.map_or_else(String::new, |day| day.to_string())
}

/// Promises an answer to a request received today, if its kind has a promise.
pub async fn promise(tx: &mut Tx, now: Moment, case: &Case) -> Result<(), Error> {
    let Some(day) = case.kind().answer_by(now.day()) else { return Ok(()) };
    execute_tx!(
        tx,
        sqlx::query("UPDATE support_case SET answer_by = $1 WHERE id = $2")
            .bind(day.to_string())
            .bind(case.id)
    )?;
    Ok(())
}

/// An entry to write.
pub struct NewEntry<'a> {
    pub kind: EntryKind,
    pub author: &'a str,
    pub content: &'a str,
    /// Motif with which an adviser proposes to ask a customs service; empty if none.
    pub proposal: &'a str,
}

/// Writes an entry. `id`: generated with the form, so that a form sent twice writes one. Returns `false` for the second.
pub async fn write(
    tx: &mut Tx,
    now: Moment,
    case: CaseId,
    id: RowId,
    entry: &NewEntry<'_>,
) -> Result<bool, Error> {
    let written = execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO support_entry (id, case_id, kind, author_name, content, proposal, written_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING",
        )
        .bind(id)
        .bind(case)
        .bind(entry.kind.code())
        .bind(entry.author)
        .bind(entry.content)
        .bind(entry.proposal)
        .bind(now)
    )?;
    Ok(written == 1)
}

/// Moves a case to a state, if it is still in `before`, and writes the step. Returns `false` otherwise.
pub async fn step(
    tx: &mut Tx,
    now: Moment,
    case: &Case,
    after: CaseState,
    author: &str,
) -> Result<bool, Error> {
    let moved = execute_tx!(
        tx,
        sqlx::query("UPDATE support_case SET state = $1, activity_at = $2 WHERE id = $3 AND state = $4")
            .bind(after.code())
            .bind(now)
            .bind(case.id)
            .bind(case.state().code())
    )?;
    if moved == 0 {
        return Ok(false);
    }
    if after != case.state() {
        let entry = NewEntry { kind: EntryKind::Step, author, content: after.code(), proposal: "" };
        write(tx, now, case.id, RowId::generate(), &entry).await?;
    }
    tx.notify(Signal::Assistance);
    Ok(true)
}

/// Gives the case to an adviser.
pub async fn assign(tx: &mut Tx, case: CaseId, adviser: StaffId, name: &str) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query("UPDATE support_case SET adviser = $1, adviser_name = $2 WHERE id = $3")
            .bind(adviser)
            .bind(name)
            .bind(case)
    )?;
    Ok(())
}

/// Returns a case without its entries, for a change.
pub async fn find_in(tx: &mut Tx, id: CaseId) -> Result<Case, Error> {
    let found: Option<Case> = on_tx!(tx, |c| {
        sqlx::query_as(concat!("SELECT ", case_columns!(), " FROM support_case WHERE id = $1"))
            .bind(id)
            .fetch_optional(c)
            .await
    })?;
    found.ok_or(Error::NotFound)
}

/// Returns a case with its entries and the files that the adviser reads.
pub async fn find(portal: &Portal, id: CaseId, adviser: StaffId) -> Result<Case, Error> {
    let found: Option<Case> = on!(portal.db, |c| {
        sqlx::query_as(concat!("SELECT ", case_columns!(), " FROM support_case WHERE id = $1"))
            .bind(id)
            .fetch_optional(c)
            .await
    })?;
    with_entries(portal, found.ok_or(Error::NotFound)?, Some(adviser)).await
}

/// # Errors
/// [`Error::NotFound`] for an unknown or unconfirmed case.
pub async fn require_confirmed(portal: &Portal, id: CaseId) -> Result<(), Error> {
    let found: Option<CaseId> = on!(portal.db, |c| {
        sqlx::query_scalar("SELECT id FROM support_case WHERE id = $1 AND state <> $2")
            .bind(id)
            .bind(CaseState::Unconfirmed.code())
            .fetch_optional(c)
            .await
    })?;
    found.map(drop).ok_or(Error::NotFound)
}

/// Returns the case with this reference and secret. One statement, so that a wrong reference and a wrong secret are
/// indistinguishable.
pub async fn find_by_secret(
    portal: &Portal,
    reference: &str,
    secret: &CaseSecret,
) -> Result<Option<Case>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(concat!(
            "SELECT ",
            case_columns!(),
            " FROM support_case WHERE reference = $1 AND secret_hash = $2"
        ))
        .bind(reference)
        .bind(hash(secret))
        .fetch_optional(c)
        .await
    })?)
}

/// Adds the entries of a case, and the files that `adviser`, or its person, reads.
pub async fn with_entries(portal: &Portal, case: Case, adviser: Option<StaffId>) -> Result<Case, Error> {
    let entries: Vec<Entry> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT id, kind, author_name, content, proposal, written_at FROM support_entry WHERE case_id = $1
             ORDER BY written_at, id",
        )
        .bind(case.id)
        .fetch_all(c)
        .await
    })?;
    let files = messaging::of_case(&portal.db, case.id, adviser).await?;
    Ok(case.with(entries, files))
}
