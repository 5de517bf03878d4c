//! Second step of the staff's sign-in: a mailed code, or the strong factor that the member has added.

use domain::{
    form::{Answers, checked},
    mfa::SecondFactor,
    mfa_forms,
    problem::Problem,
    rights::{Action, Actor, decide},
};
use platform::{Error, db::Tx, secret::Token, throttle};

use super::{
    attempts::{count_code, limit_codes},
    failures::{self, Cause},
};
use crate::{
    Portal,
    accounts::{
        mfa::{self, passkeys},
        parked_forms,
        sessions::{self, Client, CodeAwaited, Owner, Session, Visitor},
        sign_in::{
            self, SecondStep,
            code::{self, MailDestination},
        },
    },
    id::{SessionId, StaffId},
    staff::{
        members::{self, Credentials},
        networks::network,
    },
};

/// Returns the factors that the member may use, the default one first.
pub(super) async fn accepted(portal: &Portal, member: StaffId) -> Result<Vec<SecondFactor>, Error> {
    Ok(mfa::factor_state(portal, Owner::Staff(member)).await?.available.accepted())
}

/// Returns the second step of the session. `requested`: code of another factor that the person chose.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::ExpiredCode`] if the session awaits no second factor.
pub async fn second_step(portal: &Portal, session: &Session, requested: &str) -> Result<SecondStep, Error> {
    let member = awaited_member(portal, session).await?;
    let accepted = accepted(portal, member.id).await?;
    let factor = SecondFactor::select(&accepted, requested).unwrap_or(SecondFactor::Mail);
    let mailbox = mailbox(portal, &member, factor).await?;
    Ok(SecondStep {
        passkey_challenge: passkey_challenge(portal, session, member.id, factor).await?,
        mail_refused: mailbox.as_ref().is_some_and(|mailbox| mailbox.is_refused),
        destination: mailbox.map_or_else(String::new, |mailbox| mailbox.masked),
        is_sent: accepted.first() == Some(&factor),
        on_trusted_devices: true,
        other_factors: accepted.into_iter().filter(|other| *other != factor).collect(),
        factor,
    })
}

/// Returns the address that codes of the member are sent to, if the factor is a mailed code.
pub(super) async fn mailbox(
    portal: &Portal,
    member: &Credentials,
    factor: SecondFactor,
) -> Result<Option<MailDestination>, Error> {
    match factor {
        SecondFactor::Mail => Ok(Some(MailDestination::of(portal, &member.mail).await?)),
        _ => Ok(None),
    }
}

/// Returns the challenge for the passkeys of the member, if the factor is one.
pub(super) async fn passkey_challenge(
    portal: &Portal,
    session: &Session,
    member: StaffId,
    factor: SecondFactor,
) -> Result<Option<String>, Error> {
    match factor {
        SecondFactor::Passkey => {
            Ok(Some(passkeys::begin_second_factor(portal, session.id, Owner::Staff(member)).await?))
        }
        _ => Ok(None),
    }
}

/// Second step of sign-in: checks the factor `moyen`, by default the first accepted one, and the network, and returns a new session
/// token.
///
/// # Errors
/// [`Error::Invalid`]: the problem of the code or of the passkey response; [`Error::Refused`] outside the administration's
/// networks without remote access.
pub async fn confirm_code(
    portal: &Portal,
    session: &Session,
    client: &Client,
    answers: &Answers,
) -> Result<Token, Error> {
    let member = awaited_member(portal, session).await?;
    let accepted = accepted(portal, member.id).await?;
    let factor = SecondFactor::select(&accepted, answers.text("moyen")).unwrap_or(SecondFactor::Mail);
    let answers = &checked(&mfa_forms::staff_sign_in_code(factor), answers, &())?;
    check_factor(portal, session, &member, client, factor, answers).await?;
    let actor = Actor::Staff { roles: &[], services: &[], remote: member.remote };
    let from = network(&portal.config.staff, client.address);
    if let Err(denial) = decide(&actor, &Action::WorkFrom(from)).or_denied() {
        failures::record(portal, Some(member.id), client, Cause::Network).await?;
        return Err(Error::Refused(denial));
    }
    let mut tx = portal.db.begin().await?;
    let token = sessions::sign_staff_in(&mut tx, portal, session.id, member.id).await?;
    let now = portal.clock.now();
    members::record_sign_in(&mut tx, member.id, &throttle::network(client.address), now).await?;
    parked_forms::restore(&mut tx, now, session.chain, Owner::Staff(member.id), session.id).await?;
    tx.commit().await?;
    tracing::info!(member = %member.id, "member signed in");
    Ok(token)
}

/// Checks the factor and consumes it, within the rate limit of the member.
///
/// # Errors
/// [`Error::Invalid`]: the problem of the code or of the passkey response; [`Problem::TooManyAttempts`].
pub(super) async fn check_factor(
    portal: &Portal,
    session: &Session,
    member: &Credentials,
    client: &Client,
    factor: SecondFactor,
    answers: &Answers,
) -> Result<(), Error> {
    let attempt = count_code(portal, member, client).await?;
    let owner = Owner::Staff(member.id);
    let checked = sign_in::check_factor(portal, session.id, owner, client, factor, answers).await;
    if checked.is_ok() || code::is_replaced(&checked) {
        throttle::forgive(portal, attempt).await?;
    } else if sign_in::is_wrong_answer(&checked) {
        failures::record(portal, Some(member.id), client, Cause::Factor).await?;
    }
    checked
}

/// Mails a new code; the previous one is no longer valid.
///
/// # Errors
/// [`Error::NotFound`] if the member has a strong factor; [`Error::Invalid`]: too many codes.
pub async fn resend_code(portal: &Portal, session: &Session) -> Result<(), Error> {
    send_limited(portal, session, &awaited_member(portal, session).await?).await
}

/// Mails a code, within the rate limit of the member.
///
/// # Errors
/// As [`resend_code`].
pub(super) async fn send_limited(
    portal: &Portal,
    session: &Session,
    member: &Credentials,
) -> Result<(), Error> {
    if !accepted(portal, member.id).await?.contains(&SecondFactor::Mail) {
        return Err(Error::NotFound);
    }
    limit_codes(portal, member.id).await?;
    let mut tx = portal.db.begin().await?;
    send(&mut tx, portal, session.id, member).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(())
}

/// Mails a code for the session.
pub(super) async fn send(
    tx: &mut Tx,
    portal: &Portal,
    session: SessionId,
    member: &Credentials,
) -> Result<(), Error> {
    code::send_by_mail(tx, portal, session, &member.name, &member.mail).await
}

/// Returns the member whose code the session awaits.
async fn awaited_member(portal: &Portal, session: &Session) -> Result<Credentials, Error> {
    let Visitor::CodeAwaited(CodeAwaited::Staff(member)) = session.visitor else {
        return Err(Error::invalid("", Problem::ExpiredCode));
    };
    members::by_id(portal, member).await?.ok_or_else(|| Error::invalid("", Problem::ExpiredCode))
}
