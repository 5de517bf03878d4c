//! Erasure of an account.

use platform::{
    Error,
    db::{Moment, Tx},
    mail, on_tx, sms,
};

use crate::{
    accounts::{
        account::{self, Account},
        profile, registration, retired_logins, sign_in,
    },
    id::AccountId,
};

/// Erases an account and every row that refers to it. Also erases rows that contain the person's address, number or
/// identifiant: mails and text messages, sent or queued, reset requests, rate limits. A former address appears only in
/// mails of the last 30 days, which are purged.
pub(crate) async fn erase(tx: &mut Tx, owner: &Account, now: Moment) -> Result<(), Error> {
    let requested_address = profile::requested_address(tx, owner.id).await?;
    for address in [Some(owner.email.clone()), requested_address].into_iter().flatten() {
        mail::delete_for_recipient(tx, &address).await?;
        registration::forget_mails_to(tx, &address, &owner.login).await?;
    }
    sign_in::forget_attempts(tx, owner.id, [&owner.login, &owner.email]).await?;
    if let Some(number) = sms_number(tx, owner.id).await? {
        sms::delete_for_recipient(tx, &number).await?;
    }
    for typed in [&owner.email, &owner.login] {
        profile::erase_reset_requests(tx, typed).await?;
    }
    retired_logins::retire(tx, &owner.login, now).await?;
    account::delete(tx, owner.id).await
}

async fn sms_number(tx: &mut Tx, account: AccountId) -> Result<Option<String>, Error> {
    Ok(on_tx!(tx, |c| {
        sqlx::query_scalar("SELECT sms_number FROM account WHERE id = $1").bind(account).fetch_one(c).await
    })?)
}
