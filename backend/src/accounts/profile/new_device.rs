//! Mail about a sign-in on a device that is not trusted.

use super::{
    letters::NewDeviceLetter,
    owner,
    securing_link::{notice_lifetime, securing_link},
};
use platform::{
    Error,
    db::{Moment, Tx},
    mail,
};

use crate::{Portal, id::AccountId};

/// Notifies the owner of a sign-in on a device that is not trusted.
pub(crate) async fn notify_new_device(
    tx: &mut Tx,
    portal: &Portal,
    now: Moment,
    account: AccountId,
    place: &str,
) -> Result<(), Error> {
    let owner = owner::load(tx, account).await?;
    let letter = NewDeviceLetter {
        first_name: owner.first_name,
        when: now.french_minute(),
        place: place.to_owned(),
        securing_link: securing_link(tx, portal, account).await?,
    };
    mail::enqueue(tx, now, &owner.email, &letter, notice_lifetime(now)).await
}
