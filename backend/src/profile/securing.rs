//! « Ce n'était pas moi »: closes every session, forgets every device, detaches every identity and
//! every linked account, leads to a new password by mail.

use domain::problem::Problem;
use uuid::Uuid;

use super::{
    letters::NewDeviceLetter,
    link::{self, Purpose},
    owner, recovery, sessions,
};
use crate::{
    Error, Portal, account, companies,
    db::{Duration, Moment, Tx},
    factors,
    history::{self, Event},
    identity, mail,
    session::{Client, Session},
    sign_in,
};

/// How long the link of a warning can be used: its owner may be away. It opens nothing, it only closes.
const VALIDITY: Duration = Duration::from_secs(7 * 24 * 3600);

/// The address of the guided page for a mail.
pub(crate) async fn draw_link(tx: &mut Tx, portal: &Portal, account: Uuid) -> Result<String, Error> {
    let token = link::draw(tx, portal.clock.now(), account, Purpose::Securing, VALIDITY).await?;
    Ok(portal.link(&format!("/securiser-mon-compte?jeton={}", token.expose())))
}

/// Tells the owner of a sign-in on a device that was not trusted.
pub(crate) async fn tell_new_device(
    tx: &mut Tx,
    portal: &Portal,
    now: Moment,
    account: Uuid,
    place: &str,
) -> Result<(), Error> {
    let owner = owner::read(tx, account).await?;
    let letter = NewDeviceLetter {
        first_name: owner.first_name,
        when: now.french_minute(),
        place: place.to_owned(),
        securing_link: draw_link(tx, portal, account).await?,
    };
    mail::enqueue(tx, now, &owner.email, &letter).await
}

/// The signed-in person did not recognise something.
pub async fn secure(portal: &Portal, session: &Session, client: &Client) -> Result<(), Error> {
    let account = session.usager()?.account;
    let mut tx = portal.db.begin().await?;
    close_everything(&mut tx, portal, client, account).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(())
}

/// The same by the link of a warning, without being signed in.
///
/// # Errors
/// [`Error::Invalid`] with [`Problem::DeadLink`].
pub async fn secure_by_link(portal: &Portal, token: &str, client: &Client) -> Result<(), Error> {
    let mut tx = portal.db.begin().await?;
    let taken = link::take(&mut tx, portal.clock.now(), token, Purpose::Securing).await?;
    let Some(account) = taken else { return Err(Error::invalid("", Problem::DeadLink)) };
    close_everything(&mut tx, portal, client, account).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(())
}

async fn close_everything(tx: &mut Tx, portal: &Portal, client: &Client, account: Uuid) -> Result<(), Error> {
    let now = portal.clock.now();
    sessions::close_but(tx, now, account, Uuid::nil()).await?;
    sign_in::forget_devices(tx, account).await?;
    factors::passkeys::need_password_again(tx, account).await?;
    // Whoever was in may have asked for these.
    super::email::cancel(tx, account).await?;
    let place = sign_in::place(client);
    identity::detach_all(tx, now, account, &place).await?;
    companies::unlink_all(tx, now, account, &place).await?;
    history::note(tx, now, account, &place, Event::Secured).await?;
    let account = account::by_id_in(tx, account).await?.ok_or(Error::NotFound)?;
    recovery::send_link(tx, portal, now, &account).await
}
