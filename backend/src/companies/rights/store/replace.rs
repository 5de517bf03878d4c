//! Replaces all rights of a link at once.

use std::collections::BTreeSet;

use super::{current::current_rights, insert::insert};
use platform::{
    Error,
    co_owners::Rights,
    db::{Moment, Tx},
    execute_tx,
};

use crate::{
    companies::{
        rattachements::{self, LastAnswer},
        rights::{
            change_log,
            difference::{Difference, Holder},
        },
    },
    id::RattachementId,
};

/// Replaces the rights of a link by those of an answer, with their history. Does nothing if the link has been deleted
/// or a newer answer has been stored.
pub(crate) async fn replace_rights(
    tx: &mut Tx,
    link: RattachementId,
    rights: &Rights,
    requested_at: Moment,
) -> Result<(), Error> {
    rattachements::lock_for_answer(tx, link, requested_at).await?;
    let last = rattachements::last_answer(tx, link).await?;
    let Some(last) = last.filter(|last| last.is_superseded_by(rights, requested_at)) else { return Ok(()) };
    rattachements::set_answer(tx, link, rights, requested_at).await?;
    if last.fingerprint.as_deref() == Some(rights.fingerprint.as_slice()) {
        return Ok(());
    }
    let (before, after) = (current_rights(tx, link).await?, rights.habilitations.iter().cloned().collect());
    delete_all(tx, link).await?;
    insert(tx, link, &after, &rights.companies).await?;
    let Some(holder) = holder(&last) else { return Ok(()) };
    let difference = Difference::between(&before, &after);
    match last.answered_at {
        // First answer: the person has just linked the account and expects its rights.
        None => change_log::record(tx, requested_at, holder, &difference).await,
        Some(_) => change_log::record_and_notify(tx, requested_at, holder, &difference).await,
    }
}

/// Withdraws all rights of a link, because the co-owner does not know the account.
pub(crate) async fn withdraw_all(
    tx: &mut Tx,
    link: RattachementId,
    requested_at: Moment,
) -> Result<(), Error> {
    rattachements::mark_unknown(tx, link, requested_at).await?;
    let (before, after) = (current_rights(tx, link).await?, BTreeSet::new());
    delete_all(tx, link).await?;
    match rattachements::last_answer(tx, link).await?.as_ref().and_then(holder) {
        Some(holder) => {
            change_log::record_and_notify(tx, requested_at, holder, &Difference::between(&before, &after))
                .await
        }
        None => Ok(()),
    }
}

fn holder(last: &LastAnswer) -> Option<Holder> {
    Some(Holder { account: last.account_id, co_owner: last.co_owner()? })
}

async fn delete_all(tx: &mut Tx, link: RattachementId) -> Result<(), Error> {
    for statement in [
        "DELETE FROM habilitation WHERE rattachement_id = $1",
        "DELETE FROM entreprise WHERE rattachement_id = $1",
        "DELETE FROM etablissement WHERE rattachement_id = $1",
    ] {
        execute_tx!(tx, sqlx::query(statement).bind(link))?;
    }
    Ok(())
}
