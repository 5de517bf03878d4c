use domain::rights::Action;
use platform::{Error, on};

use super::letter::{Figures, Letter, letter_columns, subscribers};
use crate::{Portal, accounts::sessions::Session, id::LetterId};

/// Maximum number of letters of a list.
const LIMIT: i64 = 200;

/// Returns the letters for editors, the last changed first.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] without the right to edit texts.
pub async fn letters(portal: &Portal, session: &Session) -> Result<Vec<Letter>, Error> {
    session.staff_allowed(&Action::EditTexts)?;
    Ok(on!(portal.db, |c| {
        sqlx::query_as(concat!(
            "SELECT ",
            letter_columns!(),
            " FROM letter ORDER BY changed_at DESC, id DESC LIMIT $1"
        ))
        .bind(LIMIT)
        .fetch_all(c)
        .await
    })?)
}

/// Returns a letter with its figures, for editors.
///
/// # Errors
/// [`Error::NotFound`] if there is none; as [`letters`].
pub async fn letter(portal: &Portal, session: &Session, id: LetterId) -> Result<(Letter, Figures), Error> {
    session.staff_allowed(&Action::EditTexts)?;
    Ok((find(portal, id).await?, figures(portal, id).await?))
}

pub(super) async fn find(portal: &Portal, id: LetterId) -> Result<Letter, Error> {
    let found: Option<Letter> = on!(portal.db, |c| {
        sqlx::query_as(concat!("SELECT ", letter_columns!(), " FROM letter WHERE id = $1"))
            .bind(id)
            .fetch_optional(c)
            .await
    })?;
    found.ok_or(Error::NotFound)
}

async fn figures(portal: &Portal, id: LetterId) -> Result<Figures, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT COUNT(*) AS total, COUNT(CASE WHEN outcome IS NULL THEN 1 END) AS pending,
                    COUNT(CASE WHEN outcome = 'remis' THEN 1 END) AS delivered,
                    COUNT(CASE WHEN outcome = 'refuse' THEN 1 END) AS refused,
                    COUNT(CASE WHEN outcome = 'echec' THEN 1 END) AS failed
             FROM letter_delivery WHERE letter = $1",
        )
        .bind(id)
        .fetch_one(c)
        .await
    })?)
}

/// Returns the number of subscribers to whom a letter would be sent now.
///
/// # Errors
/// [`Error::Busy`].
pub async fn subscriber_count(portal: &Portal) -> Result<i64, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_scalar(concat!("SELECT COUNT(*) FROM (", subscribers!(), ") subscribers"))
            .fetch_one(c)
            .await
    })?)
}

/// Returns the letters that anyone may read, the latest first: sent, or being sent.
///
/// # Errors
/// [`Error::Busy`].
pub async fn sent_letters(portal: &Portal) -> Result<Vec<Letter>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(concat!(
            "SELECT ",
            letter_columns!(),
            " FROM letter WHERE state IN ('envoi', 'envoyee') ORDER BY begun_at DESC, id DESC LIMIT $1"
        ))
        .bind(LIMIT)
        .fetch_all(c)
        .await
    })?)
}

/// Returns a letter that anyone may read.
///
/// # Errors
/// [`Error::NotFound`] for a draft, a stopped letter, or none.
pub async fn sent_letter(portal: &Portal, id: LetterId) -> Result<Letter, Error> {
    let letter = find(portal, id).await?;
    match letter.is_public() {
        true => Ok(letter),
        false => Err(Error::NotFound),
    }
}
