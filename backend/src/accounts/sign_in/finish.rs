//! Last step of every sign-in.

use domain::siren::Siren;
use platform::{Error, secret::Token};

use super::{
    code,
    outcome::{Next, SignInOutcome},
};
use crate::{
    Portal,
    accounts::{
        account, devices,
        history::{self, Event},
        mfa, parked_forms, profile,
        sessions::{self, Client, Owner, Session, SignedInAs},
    },
    id::AccountId,
};

/// Signs the account in, records the sign-in, and chooses the SIREN if the account has exactly one (mission §3.2).
/// `device`: token of the cookie if the device is to be trusted.
pub(super) async fn finish(
    portal: &Portal,
    session: &Session,
    client: &Client,
    account: AccountId,
    device: Option<&Token>,
) -> Result<SignInOutcome, Error> {
    let to_enrol = mfa::factor_state(portal, Owner::Account(account)).await?.available.to_enrol();
    let siren = only_siren(portal, account).await;
    let event = match devices::find(portal, account, client).await? {
        Some(_) => Event::SignedIn,
        None => Event::NewDevice,
    };
    let place = sessions::place(client);
    let mut tx = portal.db.begin().await?;
    let now = portal.clock.now();
    let previous = account::record_sign_in(&mut tx, now, account, &place).await?;
    if event == Event::NewDevice {
        profile::notify_new_device(&mut tx, portal, now, account, &place).await?;
    }
    history::record(&mut tx, now, account, &place, event).await?;
    if let Some(device) = device {
        devices::trust(&mut tx, portal, account, client, device).await?;
    }
    let signed_in = SignedInAs { account, siren, previous, enrols: to_enrol.is_some() };
    let token = sessions::sign_usager_in(&mut tx, portal, session.id, &signed_in).await?;
    // Another factor may have been used instead of a code that is still on its way.
    code::discard(&mut tx, session.id).await?;
    parked_forms::restore(&mut tx, now, session.chain, Owner::Account(account), session.id).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(SignInOutcome { token, device: None, next: to_enrol.map_or(Next::Done, Next::Enrol) })
}

/// Returns the SIREN if the account has exactly one. Also `None` if a co-owner does not respond, which must not prevent
/// sign-in: the person then chooses on the page.
async fn only_siren(portal: &Portal, account: AccountId) -> Option<Siren> {
    match portal.account_hooks.only_siren(portal, account).await {
        Ok(only) => only,
        Err(error) => {
            tracing::warn!(%error, "failed to choose the SIREN at sign-in");
            None
        }
    }
}
