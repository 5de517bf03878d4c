//! Work of hotline advisers on cases.

use domain::{
    assistance::{self, CaseStep},
    canned_answer::first_blank,
    form::{Answers, ChoiceOption, checked},
    problem::Problem,
    rights::Action,
};
use platform::{
    Error,
    mail::{self, Lifetime},
};

use super::{
    case::{Case, EntryKind},
    letters::CaseAnsweredLetter,
    store::{self, NewEntry},
    transfer::transfer,
};
use crate::{
    Portal,
    accounts::sessions::Session,
    id::{CaseId, RowId},
    messaging::{self, CaseWriter, Target},
};

/// Returns a case with its internal notes.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] without the right; [`Error::NotFound`] for an unknown or unconfirmed case.
pub async fn case_of_adviser(portal: &Portal, session: &Session, id: CaseId) -> Result<Case, Error> {
    let adviser = session.staff_allowed(&Action::AnswerCases)?;
    let case = store::find(portal, id, adviser.id).await?;
    if case.state() == assistance::CaseState::Unconfirmed { Err(Error::NotFound) } else { Ok(case) }
}

/// Takes a case. Idempotent for its adviser.
///
/// # Errors
/// As [`case_of_adviser`]; [`Error::Invalid`]: [`Problem::CaseTaken`] with the name of the adviser who was faster.
pub async fn take(portal: &Portal, session: &Session, id: CaseId) -> Result<(), Error> {
    let adviser = session.staff_allowed(&Action::AnswerCases)?;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let case = store::find_in(&mut tx, id).await?;
    let moved = match case.state().after(CaseStep::Take) {
        Some(after) => store::step(&mut tx, now, &case, after, &adviser.name).await?,
        None => false,
    };
    if !moved {
        let current = store::find_in(&mut tx, id).await?;
        return match current.adviser {
            Some(other) if other == adviser.id => Ok(()),
            Some(_) => Err(Error::invalid("", Problem::CaseTaken { adviser: current.adviser_name })),
            None => Err(Error::NotFound),
        };
    }
    store::assign(&mut tx, id, adviser.id, &adviser.name).await?;
    Ok(tx.commit().await?)
}

/// Answers a case, with the files added before, and notifies the person by mail. Idempotent per `envoi`, generated with the
/// form.
///
/// # Errors
/// As [`case_of_adviser`]; [`Error::Invalid`]: problems of the form, [`Problem::BlankNotFilled`],
/// [`Problem::MotifNotOpenToPerson`], [`Problem::StepNotAllowed`].
pub async fn answer(portal: &Portal, session: &Session, id: CaseId, answers: &Answers) -> Result<(), Error> {
    let adviser = session.staff_allowed(&Action::AnswerCases)?;
    let answers = &checked(&assistance::answer(motif_options(portal)), answers, &())?;
    let text = answers.text("message");
    if let Some(blank) = first_blank(text) {
        return Err(Error::invalid("message", Problem::BlankNotFilled { blank: blank.to_owned() }));
    }
    let proposal = answers.text("proposition");
    if !proposal.is_empty() {
        require_open(portal, &case_of_adviser(portal, session, id).await?, proposal).await?;
    }
    let (now, key) =
        (portal.clock.now(), answers.text("envoi").parse().unwrap_or_else(|_| RowId::generate()));
    let mut tx = portal.db.begin().await?;
    let case = store::find_in(&mut tx, id).await?;
    let entry = NewEntry { kind: EntryKind::Adviser, author: &adviser.name, content: text, proposal };
    if !store::write(&mut tx, now, id, key, &entry).await? {
        return Ok(());
    }
    let files = Target::Case(id, CaseWriter::Adviser(adviser.id));
    let files = messaging::move_to_entry(&mut tx, files, key).await?;
    move_to(&mut tx, portal, &case, CaseStep::Answer, &adviser.name).await?;
    let letter = CaseAnsweredLetter {
        kind: case.kind(),
        name: case.name.clone(),
        reference: case.reference.clone(),
        text: text.to_owned(),
        has_files: files > 0,
    };
    mail::enqueue(&mut tx, now, &case.email, &letter, Lifetime::Unlimited).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(())
}

/// Requires that the person of the case may use a motif.
async fn require_open(portal: &Portal, case: &Case, motif: &str) -> Result<(), Error> {
    match transfer(portal, case).await?.allows(motif) {
        true => Ok(()),
        false => Err(Error::invalid("proposition", Problem::MotifNotOpenToPerson)),
    }
}

/// All motifs, as options of the form.
fn motif_options(portal: &Portal) -> Vec<ChoiceOption> {
    portal.motifs.current().all().iter().map(|motif| ChoiceOption::new(&motif.id, &motif.title)).collect()
}

async fn move_to(
    tx: &mut platform::db::Tx,
    portal: &Portal,
    case: &Case,
    step: CaseStep,
    author: &str,
) -> Result<(), Error> {
    let not_allowed = || Error::invalid("", Problem::StepNotAllowed);
    let after = case.state().after(step).ok_or_else(not_allowed)?;
    match store::step(tx, portal.clock.now(), case, after, author).await? {
        true => Ok(()),
        false => Err(not_allowed()),
    }
}

/// Adds an internal note, which the person never reads. Idempotent per `envoi`.
///
/// # Errors
/// As [`case_of_adviser`]; [`Error::Invalid`]: problems of the form.
pub async fn add_note(
    portal: &Portal,
    session: &Session,
    id: CaseId,
    answers: &Answers,
) -> Result<(), Error> {
    let adviser = session.staff_allowed(&Action::AnswerCases)?;
    let answers = &checked(&assistance::note(), answers, &())?;
    let key = answers.text("envoi").parse().unwrap_or_else(|_| RowId::generate());
    let mut tx = portal.db.begin().await?;
    store::find_in(&mut tx, id).await?;
    let text = answers.text("note");
    let entry = NewEntry { kind: EntryKind::Note, author: &adviser.name, content: text, proposal: "" };
    store::write(&mut tx, portal.clock.now(), id, key, &entry).await?;
    Ok(tx.commit().await?)
}

/// Closes a case. A message of the person reopens it.
///
/// # Errors
/// As [`case_of_adviser`]; [`Error::Invalid`]: [`Problem::StepNotAllowed`].
pub async fn close(portal: &Portal, session: &Session, id: CaseId) -> Result<(), Error> {
    let adviser = session.staff_allowed(&Action::AnswerCases)?;
    let mut tx = portal.db.begin().await?;
    let case = store::find_in(&mut tx, id).await?;
    if case.state() == assistance::CaseState::Closed {
        return Ok(());
    }
    move_to(&mut tx, portal, &case, CaseStep::Close, &adviser.name).await?;
    Ok(tx.commit().await?)
}
