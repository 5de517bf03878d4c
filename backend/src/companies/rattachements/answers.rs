//! Last answer of the co-owner about the rights of a link: its date, version and fingerprint.

use domain::co_owner::CoOwner;
use platform::{
    Error,
    co_owners::Rights,
    db::{Duration, Moment, Tx},
    execute, execute_tx, on_tx,
};

use crate::{
    Portal,
    id::{AccountId, RattachementId},
};

/// Age of the stored answer up to which an answer with a smaller version counts as late. Beyond it, the co-owner has
/// restarted its count (restored from a backup).
const REORDERING_WINDOW: Duration = Duration::from_secs(60);

/// The last stored answer of a link.
#[derive(sqlx::FromRow)]
pub(crate) struct LastAnswer {
    pub account_id: AccountId,
    co_owner: String,
    version: i64,
    /// `None` if the stored rights are not those of one whole answer.
    pub fingerprint: Option<Vec<u8>>,
    pub answered_at: Option<Moment>,
}

impl LastAnswer {
    /// Returns the co-owner; `None` if this version of the portal does not know it.
    pub fn co_owner(&self) -> Option<CoOwner> {
        CoOwner::from_code(&self.co_owner)
    }

    /// Returns `false` if `rights`, requested at `requested_at`, are older than the stored answer.
    pub fn is_superseded_by(&self, rights: &Rights, requested_at: Moment) -> bool {
        self.version <= rights.version
            || self.answered_at.is_none_or(|at| requested_at.since(at) > REORDERING_WINDOW)
    }
}

pub(crate) async fn last_answer(tx: &mut Tx, link: RattachementId) -> Result<Option<LastAnswer>, Error> {
    Ok(on_tx!(tx, |c| {
        sqlx::query_as(
            "SELECT account_id, co_owner, version, fingerprint, answered_at FROM rattachement WHERE id = $1",
        )
        .bind(link)
        .fetch_optional(c)
        .await
    })?)
}

/// Records the request and locks the link, also on PostgreSQL: data read next in the transaction cannot change.
pub(crate) async fn lock_for_answer(
    tx: &mut Tx,
    link: RattachementId,
    requested_at: Moment,
) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query("UPDATE rattachement SET requested_at = $2 WHERE id = $1").bind(link).bind(requested_at)
    )?;
    Ok(())
}

/// Records a whole answer.
pub(crate) async fn set_answer(
    tx: &mut Tx,
    link: RattachementId,
    rights: &Rights,
    answered_at: Moment,
) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query(
            "UPDATE rattachement SET known = $2, version = $3, fingerprint = $4, answered_at = $5 WHERE id = $1",
        )
        .bind(link)
        .bind(true)
        .bind(rights.version)
        .bind(rights.fingerprint.as_slice())
        .bind(answered_at)
    )?;
    Ok(())
}

/// Records the version made by a pushed change. The stored rights then match no whole answer: the fingerprint is
/// removed.
pub(crate) async fn set_version(
    tx: &mut Tx,
    link: RattachementId,
    version: i64,
    at: Moment,
) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query(
            "UPDATE rattachement SET version = $2, fingerprint = NULL, requested_at = $3, answered_at = $3
             WHERE id = $1",
        )
        .bind(link)
        .bind(version)
        .bind(at)
    )?;
    Ok(())
}

/// Records that the co-owner does not know the account.
pub(crate) async fn mark_unknown(
    tx: &mut Tx,
    link: RattachementId,
    answered_at: Moment,
) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query(
            "UPDATE rattachement SET known = $2, fingerprint = NULL, requested_at = $3, answered_at = $3
             WHERE id = $1",
        )
        .bind(link)
        .bind(false)
        .bind(answered_at)
    )?;
    Ok(())
}

/// Records that the co-owner repeated the stored answer. Changes nothing if that is no longer the last one (a change
/// was pushed meanwhile): the next request fetches the rights again.
pub(crate) async fn confirm(
    portal: &Portal,
    link: RattachementId,
    fingerprint: Option<&[u8]>,
    requested_at: Moment,
) -> Result<(), Error> {
    execute!(
        portal.db,
        sqlx::query(
            "UPDATE rattachement SET requested_at = $2, answered_at = $2
             WHERE id = $1 AND fingerprint = $3 AND requested_at <= $2",
        )
        .bind(link)
        .bind(requested_at)
        .bind(fingerprint)
    )?;
    Ok(())
}

/// Records a request without an answer: the stored rights stay valid, and the next request is not sent at once.
pub(crate) async fn record_failed_request(
    portal: &Portal,
    link: RattachementId,
    requested_at: Moment,
) -> Result<(), Error> {
    execute!(
        portal.db,
        sqlx::query("UPDATE rattachement SET requested_at = $2 WHERE id = $1").bind(link).bind(requested_at)
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn late_answer_does_not_supersede_a_newer_one() {
        let at = Moment::from_micros(1_000_000_000);
        let last = LastAnswer {
            account_id: AccountId::NIL,
            co_owner: "dgddi".to_owned(),
            version: 5,
            fingerprint: None,
            answered_at: Some(at),
        };
        let rights =
            |version| Rights { version, fingerprint: vec![], habilitations: vec![], companies: vec![] };
        assert!(last.is_superseded_by(&rights(5), at));
        assert!(!last.is_superseded_by(&rights(4), at + Duration::from_secs(2)));
        assert!(last.is_superseded_by(&rights(1), at + Duration::from_secs(61)));
    }
}
