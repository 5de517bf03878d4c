//! Attaching an identity to an account, and detaching it. The owner is told by mail, the history keeps both.

use domain::identity_provider::{IdentityProvider, Setback};
use uuid::Uuid;

use super::{
    letter::tell_owner,
    store::{self, Identity, Insertion},
    waiting,
};
use crate::{
    Error, Portal,
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
    let name = waiting.full_name();
    let outcome = attach(&mut tx, portal, session, account, &waiting.identity(&name)).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(outcome.map(|()| waiting.provider).map_err(|setback| (waiting.provider, setback)))
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
    tell_owner(tx, portal, now, account, provider, true).await?;
    tracing::info!(%account, provider = provider.code(), "identity attached");
    Ok(Ok(()))
}

/// Gives who waits in the session to the account that they have just opened. It opens nothing before the account is
/// activated by mail.
pub(crate) async fn give_to_new_account(
    tx: &mut Tx,
    portal: &Portal,
    session: &Session,
    client: &Client,
    account: Uuid,
) -> Result<(), Error> {
    let Some(waiting) = waiting::take(tx, portal, session).await? else { return Ok(()) };
    let (now, name) = (portal.clock.now(), waiting.full_name());
    if store::insert(tx, account, &waiting.identity(&name), now).await? == Insertion::Done {
        let event = Event::IdentityAttached { provider: waiting.provider };
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
    close_sessions(&mut tx, now, session, account, provider).await?;
    history::note_by(&mut tx, now, session, Event::IdentityDetached { provider }).await?;
    tell_owner(&mut tx, portal, now, account, provider, false).await?;
    tx.commit().await?;
    portal.wake_workers();
    tracing::info!(%account, provider = provider.code(), "identity detached");
    Ok(())
}

async fn close_sessions(
    tx: &mut Tx,
    now: Moment,
    session: &Session,
    account: Uuid,
    provider: IdentityProvider,
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
        .bind(session.id)
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
