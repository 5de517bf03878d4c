//! Link to choose a new password.

use super::letters::ResetLetter;
use domain::path;
use platform::{
    Error,
    db::{Duration, Moment, Tx},
    mail,
};

use crate::{
    Portal,
    accounts::{
        account::Account,
        links::{self, Purpose},
    },
};

/// Sends a link to choose a new password; cancels the former ones.
pub(super) async fn send(tx: &mut Tx, portal: &Portal, now: Moment, account: &Account) -> Result<(), Error> {
    let valid_minutes = portal.config.security.reset_minutes;
    links::cancel(tx, account.id, Purpose::Password).await?;
    let validity = Duration::from_secs(valid_minutes * 60);
    let token = links::generate(tx, now, account.id, Purpose::Password, validity).await?;
    let letter = ResetLetter {
        first_name: account.first_name.clone(),
        login: account.login.clone(),
        link: portal.link(&path::new_password_link(token.expose())),
        valid_minutes,
    };
    let lifetime = links::lifetime(account.id, Purpose::Password, now + validity);
    mail::enqueue(tx, now, &account.email, &letter, lifetime).await
}
