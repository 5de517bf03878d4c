//! Attaching an identity to an account, and detaching it. The owner is told by mail, the history keeps both.

use domain::identity_provider::{IdentityProvider, Provider, Setback};
use uuid::Uuid;

use super::{
    letter::tell_owner,
    store::{self, Identity, Insertion},
    waiting,
};
use crate::{
    Error, Portal, companies,
    db::{Moment, Tx},
    history::{self, Event},
    live::Signal,
    on_tx,
    session::{Client, Session},
    sign_in,
};

/// Attaches who waits in this session to the signed-in account, which its person has just proved.
///
/// # Errors
/// [`Error::NotFound`] when nobody is signed in or nobody waits; a proof that is too old.
pub async fn attach_waiting(
    portal: &Portal,
    session: &Session,
) -> Result<Result<IdentityProvider, (IdentityProvider, Setback)>, Error> {
    let account = session.proved_usager(portal.clock.now())?.account;
    let mut tx = portal.db.begin().await?;
    let waiting = waiting::take(&mut tx, portal, session).await?.ok_or(Error::NotFound)?;
    // An account of a co-owner is linked by a journey of its own, which asks for its password there.
    let Provider::Identity(provider) = waiting.provider else { return Err(Error::NotFound) };
    let name = waiting.full_name();
    let outcome = attach(&mut tx, portal, session, account, &waiting.identity(provider, &name)).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(outcome.map(|()| provider).map_err(|setback| (provider, setback)))
}

/// Attaches a proved identity to the account of the session.
pub(super) async fn attach(
    tx: &mut Tx,
    portal: &Portal,
    session: &Session,
    account: Uuid,
    identity: &Identity<'_>,
) -> Result<Result<(), Setback>, Error> {
    let (now, provider) = (portal.clock.now(), identity.provider);
    match store::insert(tx, account, identity, now).await? {
        Insertion::Done => {}
        Insertion::AlreadyThere => return Ok(Ok(())),
        Insertion::Elsewhere => return Ok(Err(Setback::Elsewhere)),
        Insertion::OtherAttached => return Ok(Err(Setback::OtherAttached)),
    }
    history::note_by(tx, now, session, Event::IdentityAttached { provider }).await?;
    tell_owner(tx, portal, now, account, provider.into(), true).await?;
    tracing::info!(%account, provider = provider.code(), "identity attached");
    Ok(Ok(()))
}

/// Gives who waits in the session to the account that they have just opened. It opens nothing before the account is
/// activated by mail. The account of a co-owner is not linked: that is suggested later, and proved there.
pub(crate) async fn give_to_new_account(
    tx: &mut Tx,
    portal: &Portal,
    session: &Session,
    client: &Client,
    account: Uuid,
) -> Result<(), Error> {
    let Some(waiting) = waiting::take(tx, portal, session).await? else { return Ok(()) };
    let (now, name) = (portal.clock.now(), waiting.full_name());
    let provider = match waiting.provider {
        Provider::Identity(provider) => provider,
        Provider::CoOwner(co_owner) => return companies::suggest(tx, account, co_owner, now).await,
    };
    if store::insert(tx, account, &waiting.identity(provider, &name), now).await? == Insertion::Done {
        let event = Event::IdentityAttached { provider };
        history::note(tx, now, account, &sign_in::place(client), event).await?;
    }
    Ok(())
}

/// Detaches an identity: it opens the account no more, and the other sessions that it opened end. Every account keeps
/// its password: nobody is locked out.
///
/// # Errors
/// [`Error::NotFound`] when there is none; a proof that is too old.
pub async fn detach(portal: &Portal, session: &Session, provider: IdentityProvider) -> Result<(), Error> {
    let account = session.proved_usager(portal.clock.now())?.account;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    if store::delete(&mut tx, account, Some(provider)).await?.is_empty() {
        return Err(Error::NotFound);
    }
    close_sessions(&mut tx, now, session.id, account, provider.into()).await?;
    history::note_by(&mut tx, now, session, Event::IdentityDetached { provider }).await?;
    tell_owner(&mut tx, portal, now, account, provider.into(), false).await?;
    tx.commit().await?;
    portal.wake_workers();
    tracing::info!(%account, provider = provider.code(), "identity detached");
    Ok(())
}

/// Ends the sessions of an account that a provider opened, all but one.
pub(crate) async fn close_sessions(
    tx: &mut Tx,
    now: Moment,
    but: Uuid,
    account: Uuid,
    provider: Provider,
) -> Result<(), Error> {
    tx.tell(Signal::Session(account));
    on_tx!(tx, |c| {
        sqlx::query(
            "UPDATE session SET closed_at = $1
             WHERE account_id = $2 AND provider = $3 AND id <> $4 AND closed_at IS NULL",
        )
        .bind(now)
        .bind(account)
        .bind(provider.code())
        .bind(but)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// « Ce n'était pas moi »: whoever was in may have attached an identity of their own.
pub(crate) async fn detach_all(tx: &mut Tx, now: Moment, account: Uuid, place: &str) -> Result<(), Error> {
    for provider in store::delete(tx, account, None).await? {
        history::note(tx, now, account, place, Event::IdentityDetached { provider }).await?;
    }
    Ok(())
}
