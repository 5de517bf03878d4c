//! « Créer un compte douane.gouv en 1 clic » (004): the co-owner opens an account and mails its owner how to choose a
//! password. The portal links it at once, since it was opened for the portal account.

use domain::{co_owner::CoOwner, problem::Problem};

use super::link::{Outcome, link};
use platform::{
    Error, change,
    co_owners::{Failure, NewPerson},
    db::{Duration, Moment},
    execute,
    secret::Token,
};

use crate::{
    Portal,
    accounts::{
        history::{self, Event},
        sessions::{Session, Usager},
    },
    companies::rattachements::{self, VerifiedAccount},
    id::AccountId,
};

/// Retention of the idempotency key of a request without an answer.
const RETENTION: Duration = Duration::from_secs(30 * 24 * 3600);

/// Returns `true` if the person may request an account at the co-owner: none is linked yet.
///
/// # Errors
/// [`Error::NotFound`] if the co-owner does not open accounts or no usager is signed in.
pub async fn may_open(portal: &Portal, session: &Session, co_owner: CoOwner) -> Result<bool, Error> {
    let account = session.usager()?.account;
    if !portal.co_owners.opens_accounts(co_owner) {
        return Err(Error::NotFound);
    }
    Ok(!rattachements::is_linked(portal, account, co_owner).await?)
}

/// Requests an account at the co-owner and links it. Idempotent, also after an answer that was lost: a retry sends the
/// same idempotency key.
///
/// # Errors
/// [`Error::NotFound`] if the co-owner does not open accounts; [`Error::Invalid`]: `ReauthenticationRequired`,
/// [`Problem::AddressHasAccount`], [`Problem::CoOwnerUnavailable`], [`Problem::OtherAccountLinked`].
pub async fn open_account(portal: &Portal, session: &Session, co_owner: CoOwner) -> Result<(), Error> {
    let usager = session.recently_authenticated_usager(portal.clock.now())?;
    if !may_open(portal, session, co_owner).await? {
        // The form was sent twice.
        return Ok(());
    }
    let now = portal.clock.now();
    let key = idempotency_key(portal, usager.account, co_owner, now).await?;
    let person = NewPerson { prenom: &usager.first_name, nom: &usager.last_name, adresse_mel: &usager.email };
    let subject = match portal.co_owners.open_account(&portal.clock, co_owner, &key, &person).await {
        Ok(subject) => subject,
        Err(failure) => return Err(failed(portal, usager, co_owner, &failure).await?),
    };
    let opened =
        VerifiedAccount { subject, name: Some(usager.full_name()), email: Some(usager.email.clone()) };
    match link(portal, session, co_owner, &opened).await? {
        Outcome::Failed(problem) => Err(Error::invalid("", problem)),
        // A concurrent request has linked it.
        Outcome::AlreadyLinked => Ok(()),
        Outcome::Linked { .. } => finish(portal, session, usager.account, co_owner, now).await,
    }
}

/// Returns the idempotency key of the request: that of an earlier request without an answer, or a new one.
async fn idempotency_key(
    portal: &Portal,
    account: AccountId,
    co_owner: CoOwner,
    now: Moment,
) -> Result<String, Error> {
    Ok(change!(portal.db, |c| {
        sqlx::query_scalar(
            "INSERT INTO account_opening (account_id, co_owner, idempotency_key, requested_at)
             VALUES ($1, $2, $3, $4)
             ON CONFLICT (account_id, co_owner) DO UPDATE SET requested_at = excluded.requested_at
             RETURNING idempotency_key",
        )
        .bind(account)
        .bind(co_owner.code())
        .bind(Token::generate().expose())
        .bind(now)
        .fetch_one(c)
        .await
    })?)
}

/// Converts the failure to the problem shown to the person. A refusal ends the request; without an answer it can be
/// sent again with the same key.
async fn failed(
    portal: &Portal,
    usager: &Usager,
    co_owner: CoOwner,
    failure: &Failure,
) -> Result<Error, Error> {
    tracing::warn!(co_owner = co_owner.code(), %failure, "failed to open an account");
    let site = co_owner.site().to_owned();
    Ok(Error::invalid(
        "",
        match failure {
            Failure::Status(409) => {
                delete(portal, usager.account, co_owner).await?;
                Problem::AddressHasAccount { co_owner: site }
            }
            _ => Problem::CoOwnerUnavailable { co_owner: site },
        },
    ))
}

async fn finish(
    portal: &Portal,
    session: &Session,
    account: AccountId,
    co_owner: CoOwner,
    now: Moment,
) -> Result<(), Error> {
    let mut tx = portal.db.begin().await?;
    history::record_from_session(&mut tx, now, session, Event::AccountOpened { co_owner }).await?;
    tx.commit().await?;
    delete(portal, account, co_owner).await?;
    tracing::info!(%account, co_owner = co_owner.code(), "account opened at a co-owner");
    Ok(())
}

async fn delete(portal: &Portal, account: AccountId, co_owner: CoOwner) -> Result<(), Error> {
    execute!(
        portal.db,
        sqlx::query("DELETE FROM account_opening WHERE account_id = $1 AND co_owner = $2")
            .bind(account)
            .bind(co_owner.code())
    )?;
    Ok(())
}

/// Deletes requests without an answer.
pub(super) async fn purge(portal: &Portal, now: Moment) -> Result<u64, Error> {
    let limit = now - RETENTION;
    Ok(execute!(portal.db, sqlx::query("DELETE FROM account_opening WHERE requested_at < $1").bind(limit))?)
}
