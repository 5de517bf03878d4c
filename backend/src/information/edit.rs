//! Work of editors on letters.

use domain::{
    form::{Answers, checked},
    mailing_list,
    problem::Problem,
    rights::Action,
};
use platform::{
    Error, execute,
    mail::{self, Lifetime},
    on_tx,
};

use super::{delivery, letter::LetterState, mails, read};
use crate::{
    Portal,
    accounts::sessions::{Session, StaffMember},
    id::LetterId,
    staff::{self, ActKind, Author},
};

/// Creates a draft from the form of a letter.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] without the right to edit texts; [`Error::Invalid`]: problems of the form.
pub async fn create(portal: &Portal, session: &Session, answers: &Answers) -> Result<LetterId, Error> {
    let editor = editor(session)?;
    let answers = checked(&mailing_list::letter(), answers, &())?;
    let id = LetterId::generate();
    execute!(
        portal.db,
        sqlx::query(
            "INSERT INTO letter (id, subject, body, state, revision, author_name, changed_at)
             VALUES ($1, $2, $3, $4, 1, $5, $6)",
        )
        .bind(id)
        .bind(answers.text("objet"))
        .bind(answers.text("texte"))
        .bind(LetterState::Draft.code())
        .bind(&editor.name)
        .bind(portal.clock.now())
    )?;
    Ok(id)
}

/// Changes a draft. `shown`: revision that the page of the editor shows.
///
/// # Errors
/// As [`create`]; [`Error::NotFound`] without such a letter; [`Problem::DraftChangedElsewhere`] if it was changed since the page
/// was displayed; [`Problem::LetterSent`] if it is no draft any more.
pub async fn save(
    portal: &Portal,
    session: &Session,
    id: LetterId,
    shown: i64,
    answers: &Answers,
) -> Result<(), Error> {
    let editor = editor(session)?;
    read::find(portal, id).await?;
    let answers = checked(&mailing_list::letter(), answers, &())?;
    let changed = execute!(
        portal.db,
        sqlx::query(
            "UPDATE letter SET subject = $1, body = $2, author_name = $3, changed_at = $4, revision = revision + 1
             WHERE id = $5 AND state = 'brouillon' AND revision = $6",
        )
        .bind(answers.text("objet"))
        .bind(answers.text("texte"))
        .bind(&editor.name)
        .bind(portal.clock.now())
        .bind(id)
        .bind(shown)
    )?;
    if changed == 1 { Ok(()) } else { Err(why_unchanged(portal, id).await) }
}

/// Deletes a draft.
///
/// # Errors
/// As [`save`], without regard to the revision.
pub async fn delete(portal: &Portal, session: &Session, id: LetterId) -> Result<(), Error> {
    editor(session)?;
    let deleted = execute!(
        portal.db,
        sqlx::query("DELETE FROM letter WHERE id = $1 AND state = 'brouillon'").bind(id)
    )?;
    if deleted == 1 { Ok(()) } else { Err(why_unchanged(portal, id).await) }
}

/// Sends a draft to the editor only.
///
/// # Errors
/// As [`delete`].
pub async fn send_trial(portal: &Portal, session: &Session, id: LetterId) -> Result<(), Error> {
    let editor = editor(session)?;
    let letter = mails::trial(portal, &read::find(portal, id).await?);
    let mut tx = portal.db.begin().await?;
    let address: String = on_tx!(tx, |c| {
        sqlx::query_scalar("SELECT mail FROM staff WHERE id = $1").bind(editor.id).fetch_one(c).await
    })?;
    mail::enqueue(&mut tx, portal.clock.now(), &address, &letter, Lifetime::Unlimited).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(())
}

/// Begins to send a letter to all subscribers; a periodic job queues the mails. `shown`: as in [`save`].
///
/// # Errors
/// As [`save`].
pub async fn send(portal: &Portal, session: &Session, id: LetterId, shown: i64) -> Result<(), Error> {
    let author = Author::Member(editor(session)?);
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let subject: Option<String> = on_tx!(tx, |c| {
        sqlx::query_scalar(
            "UPDATE letter SET state = 'envoi', begun_at = $1, changed_at = $1
             WHERE id = $2 AND state = 'brouillon' AND revision = $3 RETURNING subject",
        )
        .bind(now)
        .bind(id)
        .bind(shown)
        .fetch_optional(c)
        .await
    })?;
    let Some(subject) = subject else {
        tx.rollback().await?;
        return Err(why_unchanged(portal, id).await);
    };
    delivery::add_subscribers(&mut tx, id).await?;
    staff::record(&mut tx, now, &author, ActKind::LetterSent, &subject, &[]).await?;
    tx.commit().await?;
    Ok(())
}

/// Stops a letter that is being sent: the mails that are not queued yet are not sent. Returns `false` if none was left.
///
/// # Errors
/// As [`create`]; [`Error::NotFound`] without such a letter.
pub async fn stop(portal: &Portal, session: &Session, id: LetterId) -> Result<bool, Error> {
    let author = Author::Member(editor(session)?);
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let subject: Option<String> = on_tx!(tx, |c| {
        sqlx::query_scalar(
            "UPDATE letter SET state = 'arretee', changed_at = $1 WHERE id = $2 AND state = 'envoi' RETURNING subject",
        )
        .bind(now)
        .bind(id)
        .fetch_optional(c)
        .await
    })?;
    let Some(subject) = subject else {
        tx.rollback().await?;
        return read::find(portal, id).await.map(|_| false);
    };
    delivery::drop_waiting(&mut tx, id).await?;
    staff::record(&mut tx, now, &author, ActKind::LetterStopped, &subject, &[]).await?;
    tx.commit().await?;
    Ok(true)
}

/// Ends the sending of a letter whose mails are all queued.
pub(super) async fn finish(portal: &Portal, letter: LetterId) -> Result<(), Error> {
    execute!(
        portal.db,
        sqlx::query(
            "UPDATE letter SET state = 'envoyee', changed_at = $1 WHERE id = $2 AND state = 'envoi'
             AND NOT EXISTS (SELECT 1 FROM letter_delivery WHERE letter = $2 AND mail IS NULL)",
        )
        .bind(portal.clock.now())
        .bind(letter)
    )?;
    Ok(())
}

fn editor(session: &Session) -> Result<&StaffMember, Error> {
    session.staff_allowed(&Action::EditTexts)
}

/// Returns the reason why a draft was not changed.
async fn why_unchanged(portal: &Portal, id: LetterId) -> Error {
    match read::find(portal, id).await {
        Ok(letter) if letter.state == LetterState::Draft => {
            Error::invalid("", Problem::DraftChangedElsewhere)
        }
        Ok(_) => Error::invalid("", Problem::LetterSent),
        Err(error) => error,
    }
}
