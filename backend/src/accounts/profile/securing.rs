//! « Ce n'était pas moi »: closes every session, forgets every trusted device, detaches every identity and every linked
//! account, and sends a link to choose a new password.

use domain::problem::Problem;

use super::{email, reset_link};
use platform::{Error, db::Tx};

use crate::{
    Portal,
    accounts::{
        account, devices,
        history::{self, Event},
        identity_providers,
        links::{self, Purpose},
        mfa,
        sessions::{self, Client, Session},
    },
    id::{AccountId, SessionId},
};

/// Secures the account of the signed-in person.
pub async fn secure(portal: &Portal, session: &Session, client: &Client) -> Result<(), Error> {
    let account = session.usager()?.account;
    let mut tx = portal.db.begin().await?;
    close_everything(&mut tx, portal, client, account).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(())
}

/// Like [`secure`], through the link of a mail, without a sign-in.
///
/// # Errors
/// [`Error::Invalid`] with [`Problem::InvalidLink`].
pub async fn secure_by_link(portal: &Portal, token: &str, client: &Client) -> Result<(), Error> {
    let mut tx = portal.db.begin().await?;
    let account = links::use_once(&mut tx, portal.clock.now(), token, Purpose::Securing).await?;
    let Some(account) = account else { return Err(Error::invalid("", Problem::InvalidLink)) };
    close_everything(&mut tx, portal, client, account).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(())
}

async fn close_everything(
    tx: &mut Tx,
    portal: &Portal,
    client: &Client,
    account: AccountId,
) -> Result<(), Error> {
    let now = portal.clock.now();
    sessions::close_others(tx, now, account, SessionId::NIL).await?;
    devices::forget_all(tx, account).await?;
    mfa::passkeys::require_password_again(tx, account).await?;
    // An intruder may have requested the change of address, and attached the identities and links.
    email::cancel(tx, account).await?;
    let place = sessions::place(client);
    identity_providers::detach_all(tx, now, account, &place).await?;
    portal.account_hooks.unlink_all(tx, now, account, &place).await?;
    history::record(tx, now, account, &place, Event::Secured).await?;
    let account = account::by_id_tx(tx, account).await?.ok_or(Error::NotFound)?;
    reset_link::send(tx, portal, now, &account).await
}
