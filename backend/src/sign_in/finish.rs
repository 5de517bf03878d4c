//! The last step of every sign-in.

use domain::{factor::Way, siren::Siren};
use uuid::Uuid;

use super::device;
use crate::{
    Error, Portal, companies,
    db::{Moment, Tx},
    factors,
    history::{self, Event},
    on_tx, profile,
    secret::Token,
    session::{self, Client, Owner, PreviousSignIn, Session, SignedInAs},
    unfinished,
};

/// The session is the person's.
pub(super) struct Finished {
    pub token: Token,
    /// What the level promises and is to be added before anything opens.
    pub to_add: Option<Way>,
}

/// Makes the session the person's, remembers this connection for the next one's confirmation page, and chooses the
/// SIREN when there is only one (mission §3.2).
pub(super) async fn finish(
    portal: &Portal,
    session: &Session,
    client: &Client,
    account: Uuid,
    device: Option<&Token>,
) -> Result<Finished, Error> {
    let to_add = factors::standing(portal, account).await?.proofs.to_add();
    let siren = only_siren(portal, account).await;
    let event = match device::known(portal, account, client).await? {
        Some(_) => Event::SignedIn,
        None => Event::NewDevice,
    };
    let mut tx = portal.db.begin().await?;
    let now = portal.clock.now();
    let previous = note_sign_in(&mut tx, now, client, account).await?;
    if event == Event::NewDevice {
        profile::tell_new_device(&mut tx, portal, now, account, &device::place(client)).await?;
    }
    history::note(&mut tx, now, account, &device::place(client), event).await?;
    if let Some(device) = device {
        device::trust(&mut tx, portal, account, client, device).await?;
    }
    let standing = SignedInAs { account, siren, previous, enrols: to_add.is_some() };
    let token = session::sign_usager_in(&mut tx, portal, session.id, &standing).await?;
    unfinished::give_back(&mut tx, now, session.follows, Owner::Account(account), session.id).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(Finished { token, to_add })
}

/// A co-owner that does not answer must not keep anyone from signing in: the choice is then made on the page.
async fn only_siren(portal: &Portal, account: Uuid) -> Option<Siren> {
    match companies::only_siren(portal, account).await {
        Ok(only) => only,
        Err(error) => {
            tracing::warn!(%error, "the only SIREN could not be chosen at sign-in");
            None
        }
    }
}

async fn note_sign_in(
    tx: &mut Tx,
    now: Moment,
    client: &Client,
    account: Uuid,
) -> Result<Option<PreviousSignIn>, Error> {
    let (at, place): (Option<Moment>, Option<String>) = on_tx!(tx, |c| {
        sqlx::query_as("SELECT last_sign_in_at, last_sign_in_place FROM account WHERE id = $1")
            .bind(account)
            .fetch_one(c)
            .await
    })?;
    on_tx!(tx, |c| {
        sqlx::query("UPDATE account SET last_sign_in_at = $1, last_sign_in_place = $2 WHERE id = $3")
            .bind(now)
            .bind(device::place(client))
            .bind(account)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(at.map(|at| PreviousSignIn { at, place: place.unwrap_or_default() }))
}
