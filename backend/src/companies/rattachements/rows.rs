use domain::co_owner::CoOwner;
use platform::{
    Error,
    db::{Moment, Tx},
    execute_tx, on, on_tx,
};

use crate::{
    Portal,
    id::{AccountId, RattachementId},
};

/// An account at a co-owner to which the person has authenticated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct VerifiedAccount {
    /// The account's identifier at the co-owner.
    pub subject: String,
    pub name: Option<String>,
    pub email: Option<String>,
}

/// Outcome of [`insert`].
pub(crate) enum Insertion {
    Inserted(RattachementId),
    /// The two accounts were already linked.
    AlreadyLinked(RattachementId),
    /// The portal account is linked to another account of this co-owner.
    OtherSubjectLinked(String),
    /// The co-owner's account is linked to another portal account.
    LinkedElsewhere,
}

/// Links an account, unless either side is already linked.
pub(crate) async fn insert(
    tx: &mut Tx,
    account: AccountId,
    co_owner: CoOwner,
    verified: &VerifiedAccount,
    now: Moment,
) -> Result<Insertion, Error> {
    let id = RattachementId::generate();
    let inserted = execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO rattachement
                 (id, account_id, co_owner, subject, name, email, linked_at, known, version, requested_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0)
             ON CONFLICT DO NOTHING",
        )
        .bind(id)
        .bind(account)
        .bind(co_owner.code())
        .bind(&verified.subject)
        .bind(&verified.name)
        .bind(&verified.email)
        .bind(now)
        .bind(true)
    )?;
    if inserted == 1 {
        return Ok(Insertion::Inserted(id));
    }
    conflict(tx, account, co_owner, &verified.subject).await
}

async fn conflict(
    tx: &mut Tx,
    account: AccountId,
    co_owner: CoOwner,
    subject: &str,
) -> Result<Insertion, Error> {
    let existing: Vec<(RattachementId, AccountId, String)> = on_tx!(tx, |c| {
        sqlx::query_as(
            "SELECT id, account_id, subject FROM rattachement
             WHERE co_owner = $1 AND (account_id = $2 OR subject = $3)",
        )
        .bind(co_owner.code())
        .bind(account)
        .bind(subject)
        .fetch_all(c)
        .await
    })?;
    Ok(match existing.into_iter().find(|(_, holder, _)| *holder == account) {
        Some((id, _, linked)) if linked == subject => Insertion::AlreadyLinked(id),
        // Reported first: the person can unlink the other account here.
        Some((_, _, linked)) => Insertion::OtherSubjectLinked(linked),
        None => Insertion::LinkedElsewhere,
    })
}

/// Returns the account of the co-owner to which the account is linked.
pub(crate) async fn linked_subject(
    portal: &Portal,
    account: AccountId,
    co_owner: CoOwner,
) -> Result<Option<String>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_scalar("SELECT subject FROM rattachement WHERE account_id = $1 AND co_owner = $2")
            .bind(account)
            .bind(co_owner.code())
            .fetch_optional(c)
            .await
    })?)
}

/// Returns `true` if the account is linked to an account of the co-owner.
pub(crate) async fn is_linked(portal: &Portal, account: AccountId, co_owner: CoOwner) -> Result<bool, Error> {
    Ok(linked_subject(portal, account, co_owner).await?.is_some())
}

/// A link, locked until the end of the transaction.
#[derive(sqlx::FromRow)]
pub(crate) struct LinkRow {
    pub id: RattachementId,
    pub account_id: AccountId,
    pub known: bool,
    pub version: i64,
}

/// Locks the link of the co-owner's account `subject`.
pub(crate) async fn lock_by_subject(
    tx: &mut Tx,
    co_owner: CoOwner,
    subject: &str,
) -> Result<Option<LinkRow>, Error> {
    Ok(on_tx!(tx, |c| {
        sqlx::query_as(
            "UPDATE rattachement SET version = version WHERE co_owner = $1 AND subject = $2
             RETURNING id, account_id, known, version",
        )
        .bind(co_owner.code())
        .bind(subject)
        .fetch_optional(c)
        .await
    })?)
}

/// Locks the link of a portal account to the co-owner.
pub(crate) async fn lock_of_account(
    tx: &mut Tx,
    account: AccountId,
    co_owner: CoOwner,
) -> Result<Option<LinkRow>, Error> {
    Ok(on_tx!(tx, |c| {
        sqlx::query_as(
            "UPDATE rattachement SET version = version WHERE account_id = $1 AND co_owner = $2
             RETURNING id, account_id, known, version",
        )
        .bind(account)
        .bind(co_owner.code())
        .fetch_optional(c)
        .await
    })?)
}

/// Deletes a link, and with it (`ON DELETE CASCADE`) the rights held through it.
pub(crate) async fn delete(tx: &mut Tx, link: RattachementId) -> Result<(), Error> {
    execute_tx!(tx, sqlx::query("DELETE FROM rattachement WHERE id = $1").bind(link))?;
    Ok(())
}

/// Records that the co-owner's account was used to sign in to the portal.
pub(crate) async fn record_use(
    tx: &mut Tx,
    account: AccountId,
    co_owner: CoOwner,
    now: Moment,
) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query("UPDATE rattachement SET last_used_at = $1 WHERE account_id = $2 AND co_owner = $3")
            .bind(now)
            .bind(account)
            .bind(co_owner.code())
    )?;
    Ok(())
}
