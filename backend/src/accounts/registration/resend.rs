use domain::{
    account_forms,
    email::Email,
    form::{Answers, checked},
};
use platform::Error;

use super::{
    activation_link,
    limits::{self, MailCause},
};
use crate::{
    Portal,
    accounts::{account, sessions::Client},
};

/// Sends another activation link if the address belongs to a pending account. The response is the same for every
/// address.
///
/// # Errors
/// [`Error::Invalid`]: not an e-mail address, or too many requests from this network.
pub async fn resend(portal: &Portal, client: &Client, answers: &Answers) -> Result<(), Error> {
    let answers = &checked(&account_forms::resend_activation(), answers, &())?;
    limits::limit_per_network(portal, client).await?;
    let address = Email::parse(answers.text("email")).map_err(|problem| Error::invalid("email", problem))?;
    let may_send = limits::may_send_mail_to(portal, MailCause::ActivationLink, address.as_str()).await?;
    let found = account::by_login_or_email(&portal.db, address.as_str()).await?;
    let Some(pending) = found.filter(|account| account.activated_at.is_none() && may_send) else {
        return Ok(());
    };
    let mut tx = portal.db.begin().await?;
    activation_link::resend(&mut tx, portal, &pending).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(())
}
