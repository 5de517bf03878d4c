//! Fetches the rights of one link from its co-owner and stores the answer.

use domain::co_owner::CoOwner;

use super::store;
use platform::{
    Error,
    co_owners::{Failure, Rights},
    db::{Moment, Tx},
};

use crate::{Portal, companies::rattachements, id::RattachementId};

/// Data needed to fetch the rights of a link.
#[derive(sqlx::FromRow)]
pub(super) struct LinkToRefresh {
    pub id: RattachementId,
    pub co_owner: String,
    pub subject: String,
    pub requested_at: Moment,
    /// Fingerprint of the stored answer; `None` if the stored rights are not those of one whole answer.
    pub fingerprint: Option<Vec<u8>>,
}

/// A co-owner's answer about an account.
pub(super) enum Answer {
    Rights(Rights),
    /// Identical to the stored answer.
    Unchanged,
    /// The co-owner does not know the account, or no longer.
    UnknownAccount,
}

/// Fetches and stores the rights of a link. If the co-owner does not answer, the stored rights stay.
pub(super) async fn refresh_link(portal: &Portal, link: &LinkToRefresh) -> Result<(), Error> {
    let requested_at = portal.clock.now();
    let Some(co_owner) = CoOwner::from_code(&link.co_owner) else {
        return rattachements::record_failed_request(portal, link.id, requested_at).await;
    };
    match fetch(portal, co_owner, &link.subject, link.fingerprint.as_deref()).await {
        // One statement is enough: it checks the fingerprint again.
        Ok(Answer::Unchanged) => {
            rattachements::confirm(portal, link.id, link.fingerprint.as_deref(), requested_at).await
        }
        Ok(answer) => {
            let mut tx = portal.db.begin().await?;
            store_answer(&mut tx, link.id, &answer, requested_at).await?;
            tx.commit().await?;
            Ok(())
        }
        Err(failure) => {
            tracing::warn!(co_owner = co_owner.code(), %failure, "failed to refresh rights");
            rattachements::record_failed_request(portal, link.id, requested_at).await
        }
    }
}

/// Fetches the rights of the co-owner's account `subject`. `fingerprint`: that of the stored answer, if there is one.
///
/// # Errors
/// If the co-owner gives no usable answer.
pub(super) async fn fetch(
    portal: &Portal,
    co_owner: CoOwner,
    subject: &str,
    fingerprint: Option<&[u8]>,
) -> Result<Answer, Failure> {
    let (co_owners, clock) = (&portal.co_owners, &portal.clock);
    let answer = match fingerprint {
        Some(fingerprint) => co_owners.rights_if_changed(clock, co_owner, subject, fingerprint).await,
        None => co_owners.rights(clock, co_owner, subject).await.map(Some),
    };
    match answer {
        Ok(Some(rights)) => Ok(Answer::Rights(rights)),
        Ok(None) => Ok(Answer::Unchanged),
        Err(Failure::Unknown) => {
            tracing::info!(
                co_owner = co_owner.code(),
                "the co-owner does not know a linked account: rights withdrawn"
            );
            Ok(Answer::UnknownAccount)
        }
        Err(failure) => Err(failure),
    }
}

pub(super) async fn store_answer(
    tx: &mut Tx,
    link: RattachementId,
    answer: &Answer,
    requested_at: Moment,
) -> Result<(), Error> {
    match answer {
        Answer::Rights(rights) => store::replace_rights(tx, link, rights, requested_at).await,
        Answer::UnknownAccount => store::withdraw_all(tx, link, requested_at).await,
        Answer::Unchanged => Ok(()),
    }
}
