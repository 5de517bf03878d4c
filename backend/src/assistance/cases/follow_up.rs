use domain::{
    assistance::{self, CaseState, CaseStep},
    form::{Answers, checked},
    problem::Problem,
};
use platform::Error;

use super::{
    access::{self, Access},
    case::{Case, EntryKind},
    store::{self, NewEntry},
};
use crate::{
    Portal,
    id::RowId,
    messaging::{self, CaseWriter, Target},
};

/// Adds a message of the person; reopens an answered or a closed case, whose promise starts again. Idempotent per `envoi`, generated with the form.
///
/// # Errors
/// As [`access::read`]; [`Error::Invalid`]: problems of the form, [`Problem::StepNotAllowed`].
pub async fn follow_up(portal: &Portal, access: &Access<'_>, answers: &Answers) -> Result<(), Error> {
    let Case { id, account_id, .. } = access::find(portal, access).await?;
    let answers = &checked(&assistance::follow_up(), answers, &())?;
    let (now, key) =
        (portal.clock.now(), answers.text("envoi").parse().unwrap_or_else(|_| RowId::generate()));
    let mut tx = portal.db.begin().await?;
    let case = store::find_in(&mut tx, id).await?;
    let entry = NewEntry {
        kind: EntryKind::Person,
        author: &case.name,
        content: answers.text("message"),
        proposal: "",
    };
    if !store::write(&mut tx, now, id, key, &entry).await? {
        return Ok(());
    }
    let files = Target::Case(id, CaseWriter::Person(account_id));
    messaging::move_to_entry(&mut tx, files, key).await?;
    let after = case.state().after(CaseStep::FollowUp);
    let not_allowed = || Error::invalid("", Problem::StepNotAllowed);
    let after: CaseState = after.ok_or_else(not_allowed)?;
    if !store::step(&mut tx, now, &case, after, &case.name).await? {
        return Err(not_allowed());
    }
    if matches!(case.state(), CaseState::Answered | CaseState::Closed) {
        store::promise(&mut tx, now, &case).await?;
    }
    Ok(tx.commit().await?)
}
