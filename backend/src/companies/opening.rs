//! « Créer un compte douane.gouv en 1 clic » (004): the co-owner opens the account and mails its owner how to choose a
//! password; the portal links it at once, since it was opened for this very account.

use domain::{co_owner::CoOwner, problem::Problem};
use uuid::Uuid;

use super::link::{self, Outcome, ProvedAccount};
use crate::{
    Error, Portal, change,
    db::{Duration, Moment},
    history::{self, Event},
    on,
    partners::{Failure, NewPerson},
    secret::Token,
    session::{Session, Usager},
};

/// How long a demand without an answer keeps its key.
pub(super) const KEPT: Duration = Duration::from_secs(30 * 24 * 3600);

/// May the person ask for an account there? Not when one is linked.
///
/// # Errors
/// [`Error::NotFound`] when it is not offered or nobody is signed in.
pub async fn may_open(portal: &Portal, session: &Session, co_owner: CoOwner) -> Result<bool, Error> {
    let account = session.usager()?.account;
    if !portal.partners.opens_accounts(co_owner) {
        return Err(Error::NotFound);
    }
    let linked: Option<String> = on!(portal.db, |c| {
        sqlx::query_scalar("SELECT subject FROM rattachement WHERE account_id = $1 AND co_owner = $2")
            .bind(account)
            .bind(co_owner.code())
            .fetch_optional(c)
            .await
    })?;
    Ok(linked.is_none())
}

/// Has an account opened at the co-owner, and links it. Sent twice, or again after an answer that was lost, it is one
/// account: the co-owner is asked under the same key.
///
/// # Errors
/// [`Error::NotFound`] when it is not offered; [`Error::Invalid`]: `ProofNeeded`, [`Problem::AddressHasAccount`],
/// [`Problem::CoOwnerSilent`], [`Problem::OtherAccountLinked`].
pub async fn open_account(portal: &Portal, session: &Session, co_owner: CoOwner) -> Result<(), Error> {
    let usager = session.proved_usager(portal.clock.now())?;
    if !may_open(portal, session, co_owner).await? {
        // Sent twice: the first one did it.
        return Ok(());
    }
    let now = portal.clock.now();
    let key = key(portal, usager.account, co_owner, now).await?;
    let person = NewPerson { prenom: &usager.first_name, nom: &usager.last_name, adresse_mel: &usager.email };
    let subject = match portal.partners.open_account(&portal.clock, co_owner, &key, &person).await {
        Ok(subject) => subject,
        Err(failure) => return Err(failed(portal, usager, co_owner, &failure).await?),
    };
    let opened = ProvedAccount { subject, name: Some(usager.full_name()), email: Some(usager.email.clone()) };
    match link::link(portal, session, co_owner, &opened).await? {
        Outcome::Failed(problem) => Err(Error::invalid("", problem)),
        // The other one of two at once did it.
        Outcome::AlreadyLinked => Ok(()),
        Outcome::Linked { .. } => finish(portal, session, usager.account, co_owner, now).await,
    }
}

/// The key of this demand: the one under which it was made before, as long as no answer came.
async fn key(portal: &Portal, account: Uuid, co_owner: CoOwner, now: Moment) -> Result<String, Error> {
    Ok(change!(portal.db, |c| {
        sqlx::query_scalar(
            "INSERT INTO account_opening (account_id, co_owner, idempotency_key, asked_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (account_id, co_owner) DO UPDATE SET asked_at = excluded.asked_at
             RETURNING idempotency_key",
        )
        .bind(account)
        .bind(co_owner.code())
        .bind(Token::draw().expose())
        .bind(now)
        .fetch_one(c)
        .await
    })?)
}

/// What the person is told. A refusal ends the demand; a silence leaves it, to be made again under the same key.
async fn failed(
    portal: &Portal,
    usager: &Usager,
    co_owner: CoOwner,
    failure: &Failure,
) -> Result<Error, Error> {
    tracing::warn!(co_owner = co_owner.code(), %failure, "an account could not be opened");
    let site = co_owner.site().to_owned();
    Ok(Error::invalid(
        "",
        match failure {
            Failure::Status(409) => {
                forget(portal, usager.account, co_owner).await?;
                Problem::AddressHasAccount { co_owner: site }
            }
            _ => Problem::CoOwnerSilent { co_owner: site },
        },
    ))
}

async fn finish(
    portal: &Portal,
    session: &Session,
    account: Uuid,
    co_owner: CoOwner,
    now: Moment,
) -> Result<(), Error> {
    let mut tx = portal.db.begin().await?;
    history::note_by(&mut tx, now, session, Event::AccountOpened { co_owner }).await?;
    tx.commit().await?;
    forget(portal, account, co_owner).await?;
    tracing::info!(%account, co_owner = co_owner.code(), "an account was opened there");
    Ok(())
}

async fn forget(portal: &Portal, account: Uuid, co_owner: CoOwner) -> Result<(), Error> {
    change!(portal.db, |c| {
        sqlx::query("DELETE FROM account_opening WHERE account_id = $1 AND co_owner = $2")
            .bind(account)
            .bind(co_owner.code())
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}
