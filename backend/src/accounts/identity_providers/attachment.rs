//! Attaches an identity to an account and detaches it. Both notify the owner by mail and are recorded in the history.

use domain::identity_provider::{IdentityProvider, Provider, ProviderFailure};

use super::{
    letter::notify_owner,
    pending_identity,
    store::{self, Identity, Insertion},
};
use platform::{
    Error,
    db::{Moment, Tx},
};

use crate::{
    Portal,
    accounts::{
        history::{self, Event},
        sessions::{self, Client, Session},
    },
    id::AccountId,
};

/// Attaches the pending identity of the session to the signed-in account.
///
/// # Errors
/// [`Error::NotFound`] if no account is signed in or no identity is pending; [`Error::Invalid`]:
/// `ReauthenticationRequired`.
pub async fn attach_pending(
    portal: &Portal,
    session: &Session,
) -> Result<Result<IdentityProvider, (IdentityProvider, ProviderFailure)>, Error> {
    let account = session.recently_authenticated_usager(portal.clock.now())?.account;
    let mut tx = portal.db.begin().await?;
    let pending = pending_identity::take(&mut tx, portal, session).await?.ok_or(Error::NotFound)?;
    // A co-owner's account is linked by a separate authorization request, which requires its password.
    let Provider::Identity(provider) = pending.provider else { return Err(Error::NotFound) };
    let name = pending.full_name();
    let outcome = attach(&mut tx, portal, session, account, &pending.identity(provider, &name)).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(outcome.map(|()| provider).map_err(|failure| (provider, failure)))
}

/// Attaches a verified identity to the account of the session.
pub(super) async fn attach(
    tx: &mut Tx,
    portal: &Portal,
    session: &Session,
    account: AccountId,
    identity: &Identity<'_>,
) -> Result<Result<(), ProviderFailure>, Error> {
    let (now, provider) = (portal.clock.now(), identity.provider);
    match store::insert(tx, account, identity, now).await? {
        Insertion::Inserted => {}
        Insertion::AlreadyAttached => return Ok(Ok(())),
        Insertion::AttachedElsewhere => return Ok(Err(ProviderFailure::AttachedElsewhere)),
        Insertion::OtherIdentityAttached => return Ok(Err(ProviderFailure::OtherIdentityAttached)),
    }
    history::record_from_session(tx, now, session, Event::IdentityAttached { provider }).await?;
    notify_owner(tx, portal, now, account, provider.into(), true).await?;
    tracing::info!(%account, provider = provider.code(), "identity attached");
    Ok(Ok(()))
}

/// Attaches the pending identity of the session to the account just registered in it; the identity signs in only once
/// the account is activated by mail. For a co-owner's account, suggests a link instead: linking requires a sign-in
/// there.
pub(crate) async fn attach_to_new_account(
    tx: &mut Tx,
    portal: &Portal,
    session: &Session,
    client: &Client,
    account: AccountId,
) -> Result<(), Error> {
    let Some(pending) = pending_identity::take(tx, portal, session).await? else { return Ok(()) };
    let (now, name) = (portal.clock.now(), pending.full_name());
    let provider = match pending.provider {
        Provider::Identity(provider) => provider,
        Provider::CoOwner(co_owner) => {
            return portal.account_hooks.suggest_link(tx, account, co_owner, now).await;
        }
    };
    if store::insert(tx, account, &pending.identity(provider, &name), now).await? == Insertion::Inserted {
        let event = Event::IdentityAttached { provider };
        history::record(tx, now, account, &sessions::place(client), event).await?;
    }
    Ok(())
}

/// Detaches an identity and closes the other sessions that it opened. Every account has a password, so its owner is
/// never locked out.
///
/// # Errors
/// [`Error::NotFound`] if no such identity is attached; [`Error::Invalid`]: `ReauthenticationRequired`.
pub async fn detach(portal: &Portal, session: &Session, provider: IdentityProvider) -> Result<(), Error> {
    let account = session.recently_authenticated_usager(portal.clock.now())?.account;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    if store::delete(&mut tx, account, Some(provider)).await?.is_empty() {
        return Err(Error::NotFound);
    }
    sessions::close_opened_by(&mut tx, now, account, provider.into(), session.id).await?;
    history::record_from_session(&mut tx, now, session, Event::IdentityDetached { provider }).await?;
    notify_owner(&mut tx, portal, now, account, provider.into(), false).await?;
    tx.commit().await?;
    portal.wake_workers();
    tracing::info!(%account, provider = provider.code(), "identity detached");
    Ok(())
}

/// Detaches every identity after « Ce n'était pas moi »: an intruder may have attached their own.
pub(crate) async fn detach_all(
    tx: &mut Tx,
    now: Moment,
    account: AccountId,
    place: &str,
) -> Result<(), Error> {
    for provider in store::delete(tx, account, None).await? {
        history::record(tx, now, account, place, Event::IdentityDetached { provider }).await?;
    }
    Ok(())
}
