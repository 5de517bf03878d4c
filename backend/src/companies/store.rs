//! Writing what a co-owner says an account may do.

mod insert;

use std::collections::BTreeSet;

use domain::co_owner::CoOwner;
use uuid::Uuid;

use super::changes::{self, Difference, Holder};
use crate::{
    Error, Portal, change,
    db::{Duration, Moment, Tx},
    on_tx,
    partners::{GrantedCompany, Rights},
};

use insert::insert;
pub(super) use insert::plain;

/// An answer with a smaller version than the one kept arrived late, unless the one kept is older than this: then the
/// co-owner counts anew (restored from a copy).
const LATE: Duration = Duration::from_secs(60);

#[derive(sqlx::FromRow)]
struct Kept {
    account_id: Uuid,
    co_owner: String,
    version: i64,
    fingerprint: Option<Vec<u8>>,
    answered_at: Option<Moment>,
}

impl Kept {
    fn holder(&self) -> Option<Holder> {
        Some(Holder { account: self.account_id, co_owner: CoOwner::from_code(&self.co_owner)? })
    }

    fn gives_way_to(&self, rights: &Rights, asked_at: Moment) -> bool {
        self.version <= rights.version || self.answered_at.is_none_or(|at| asked_at.since(at) > LATE)
    }
}

/// Puts what the co-owner just said in the place of what it said before. Nothing happens when the link is gone or
/// when a newer answer was kept meanwhile.
pub(super) async fn replace(tx: &mut Tx, link: Uuid, rights: &Rights, asked_at: Moment) -> Result<(), Error> {
    // Written first: from here on the row is ours on PostgreSQL too, and what is read next cannot change.
    touch(tx, link, asked_at).await?;
    let kept = kept(tx, link).await?;
    let Some(kept) = kept.filter(|kept| kept.gives_way_to(rights, asked_at)) else { return Ok(()) };
    on_tx!(tx, |c| {
        sqlx::query("UPDATE rattachement SET known = $2, version = $3, fingerprint = $4, answered_at = $5 WHERE id = $1")
            .bind(link)
            .bind(true)
            .bind(rights.version)
            .bind(rights.fingerprint.as_slice())
            .bind(asked_at)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    if kept.fingerprint.as_deref() == Some(rights.fingerprint.as_slice()) {
        return Ok(());
    }
    let (before, after) = (changes::held(tx, link).await?, rights.habilitations.iter().cloned().collect());
    clear(tx, link).await?;
    insert(tx, link, &after, &rights.companies).await?;
    let Some(holder) = kept.holder() else { return Ok(()) };
    let difference = Difference::between(&before, &after);
    match kept.answered_at {
        // What a rattachement brings is no news to who just made it.
        None => changes::note(tx, asked_at, holder, &difference).await,
        Some(_) => changes::note_and_tell(tx, asked_at, holder, &difference).await,
    }
}

async fn kept(tx: &mut Tx, link: Uuid) -> Result<Option<Kept>, Error> {
    Ok(on_tx!(tx, |c| {
        sqlx::query_as::<_, Kept>(
            "SELECT account_id, co_owner, version, fingerprint, answered_at FROM rattachement WHERE id = $1",
        )
        .bind(link)
        .fetch_optional(c)
        .await
    })?)
}

/// Grants and withdraws single rights; companies and establishments come and go with them.
pub(super) async fn change(
    tx: &mut Tx,
    link: Uuid,
    difference: &Difference<'_>,
    companies: &[GrantedCompany],
) -> Result<(), Error> {
    for right in &difference.withdrawn {
        on_tx!(tx, |c| {
            sqlx::query(
                "DELETE FROM habilitation WHERE rattachement_id = $1 AND siren = $2 AND place = $3
                 AND teleservice = $4 AND droit = $5",
            )
            .bind(link)
            .bind(right.place.siren().as_str())
            .bind(right.place.number())
            .bind(right.teleservice.code())
            .bind(right.droit.code())
            .execute(c)
            .await
            .map(|_| ())
        })?;
    }
    let granted = difference.granted.iter().map(|right| (*right).clone()).collect();
    insert(tx, link, &granted, companies).await?;
    for statement in [
        "DELETE FROM entreprise WHERE rattachement_id = $1 AND siren NOT IN
             (SELECT h.siren FROM habilitation h WHERE h.rattachement_id = $1)",
        "DELETE FROM etablissement WHERE rattachement_id = $1 AND siren NOT IN
             (SELECT h.siren FROM habilitation h WHERE h.rattachement_id = $1)",
    ] {
        on_tx!(tx, |c| sqlx::query(statement).bind(link).execute(c).await.map(|_| ()))?;
    }
    Ok(())
}

/// What is kept is the co-owner's word of that instant, in that version; no whole answer says it any more.
pub(super) async fn set_version(tx: &mut Tx, link: Uuid, version: i64, at: Moment) -> Result<(), Error> {
    on_tx!(tx, |c| {
        sqlx::query(
            "UPDATE rattachement SET version = $2, fingerprint = NULL, asked_at = $3, answered_at = $3 WHERE id = $1",
        )
        .bind(link)
        .bind(version)
        .bind(at)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// The co-owner does not know the account: nothing is held through it any more.
pub(super) async fn withdraw(tx: &mut Tx, link: Uuid, asked_at: Moment) -> Result<(), Error> {
    on_tx!(tx, |c| {
        sqlx::query(
            "UPDATE rattachement SET known = $2, fingerprint = NULL, asked_at = $3, answered_at = $3 WHERE id = $1",
        )
        .bind(link)
        .bind(false)
        .bind(asked_at)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    let (before, after) = (changes::held(tx, link).await?, BTreeSet::new());
    clear(tx, link).await?;
    match kept(tx, link).await?.and_then(|kept| kept.holder()) {
        Some(holder) => {
            changes::note_and_tell(tx, asked_at, holder, &Difference::between(&before, &after)).await
        }
        None => Ok(()),
    }
}

/// The co-owner said again what is kept. When that is no longer the last word (a change was pushed meanwhile), nothing
/// is noted: the next request asks again.
pub(super) async fn confirm(
    portal: &Portal,
    link: Uuid,
    fingerprint: Option<&[u8]>,
    asked_at: Moment,
) -> Result<(), Error> {
    change!(portal.db, |c| {
        sqlx::query(
            "UPDATE rattachement SET asked_at = $2, answered_at = $2
             WHERE id = $1 AND fingerprint = $3 AND asked_at <= $2",
        )
        .bind(link)
        .bind(asked_at)
        .bind(fingerprint)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// The co-owner did not answer: what it said last stands, and it is not asked again at once.
pub(super) async fn note_silence(portal: &Portal, link: Uuid, asked_at: Moment) -> Result<(), Error> {
    change!(portal.db, |c| {
        sqlx::query("UPDATE rattachement SET asked_at = $2 WHERE id = $1")
            .bind(link)
            .bind(asked_at)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

async fn touch(tx: &mut Tx, link: Uuid, asked_at: Moment) -> Result<(), Error> {
    on_tx!(tx, |c| {
        sqlx::query("UPDATE rattachement SET asked_at = $2 WHERE id = $1")
            .bind(link)
            .bind(asked_at)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

async fn clear(tx: &mut Tx, link: Uuid) -> Result<(), Error> {
    for statement in [
        "DELETE FROM habilitation WHERE rattachement_id = $1",
        "DELETE FROM entreprise WHERE rattachement_id = $1",
        "DELETE FROM etablissement WHERE rattachement_id = $1",
    ] {
        on_tx!(tx, |c| sqlx::query(statement).bind(link).execute(c).await.map(|_| ()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_late_answer_does_not_undo_a_newer_one() {
        let at = Moment::from_micros(1_000_000_000);
        let kept = Kept {
            account_id: Uuid::nil(),
            co_owner: "dgddi".to_owned(),
            version: 5,
            fingerprint: None,
            answered_at: Some(at),
        };
        let rights =
            |version| Rights { version, fingerprint: vec![], habilitations: vec![], companies: vec![] };
        assert!(kept.gives_way_to(&rights(5), at));
        assert!(!kept.gives_way_to(&rights(4), at + Duration::from_secs(2)));
        assert!(kept.gives_way_to(&rights(1), at + Duration::from_secs(61)));
    }
}
