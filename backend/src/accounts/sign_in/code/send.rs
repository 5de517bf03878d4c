use domain::mfa::SecondFactor;
use platform::{
    Error,
    db::{Duration, Tx},
    mail::{self, Lifetime},
    sms::{self, Message},
    throttle,
};

use super::{
    hash::Purpose,
    issue::{issue, topic},
};
use crate::{
    Portal,
    accounts::{account::Account, letters::CodeLetter, mfa::FactorState},
    id::{AccountId, SessionId},
};

/// Limits the codes sent for one account within the window of the sign-in.
///
/// # Errors
/// [`Error::Invalid`]: `TooManyAttempts`.
pub(crate) async fn limit(portal: &Portal, account: AccountId) -> Result<(), Error> {
    let settings = &portal.config.sign_in;
    let bucket = format!("codes:{account}");
    throttle::allow(portal, &bucket, settings.codes_per_account, settings.window()).await?;
    Ok(())
}

/// Issues a code and queues the mail or the SMS.
pub(in crate::accounts::sign_in) async fn send(
    tx: &mut Tx,
    portal: &Portal,
    session: SessionId,
    account: &Account,
    factor: SecondFactor,
    number: Option<&str>,
) -> Result<(), Error> {
    match (factor, number) {
        (SecondFactor::Sms, Some(number)) => send_to_number(tx, portal, session, number, Purpose::Sms).await,
        _ => send_by_mail(tx, portal, session, &account.first_name, &account.email).await,
    }
}

/// Issues a code and queues its mail.
pub(crate) async fn send_by_mail(
    tx: &mut Tx,
    portal: &Portal,
    session: SessionId,
    name: &str,
    address: &str,
) -> Result<(), Error> {
    let now = portal.clock.now();
    let letter = CodeLetter {
        first_name: name.to_owned(),
        code: issue(tx, portal, session, Purpose::Mail).await?,
        asked_at: now.french_minute(),
        valid_minutes: portal.config.sign_in.code_minutes,
    };
    let lifetime = Lifetime::LatestUntil { end: now + validity(portal), topic: topic(session) };
    mail::enqueue(tx, now, address, &letter, lifetime).await
}

/// Sends another code; the earlier one becomes invalid.
///
/// # Errors
/// [`Error::NotFound`] if the factor sends no code; [`Error::Invalid`]: too many codes.
pub(in crate::accounts::sign_in) async fn resend(
    portal: &Portal,
    session: SessionId,
    account: &Account,
    state: &FactorState,
    factor: Option<SecondFactor>,
) -> Result<(), Error> {
    let factor = factor.filter(|factor| factor.is_sent()).ok_or(Error::NotFound)?;
    limit(portal, account.id).await?;
    let mut tx = portal.db.begin().await?;
    send(&mut tx, portal, session, account, factor, state.sms_number.as_deref()).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(())
}

/// Issues a code and queues the SMS.
pub(crate) async fn send_to_number(
    tx: &mut Tx,
    portal: &Portal,
    session: SessionId,
    number: &str,
    purpose: Purpose<'_>,
) -> Result<(), Error> {
    let code = issue(tx, portal, session, purpose).await?;
    let minutes = portal.config.sign_in.code_minutes;
    // Only characters of the GSM alphabet, so that every gateway sends a single message.
    let text = format!(
        "Prodouane : votre code est {code}. Il est valable {minutes} minutes. Ne le communiquez à personne."
    );
    let message = Message { kind: "code", to: number, text, valid: validity(portal), topic: topic(session) };
    sms::enqueue(tx, portal.clock.now(), &message).await
}

/// Validity of a code.
pub(super) fn validity(portal: &Portal) -> Duration {
    Duration::from_secs(portal.config.sign_in.code_minutes * 60)
}
