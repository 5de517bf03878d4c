//! Enrolment of an authenticator app: the page displays a key, then a first code confirms that the app stored it.

use domain::{
    form::{Answers, checked},
    mfa_forms,
    problem::Problem,
};
use platform::{
    Error,
    db::{Duration, Moment, Tx},
    encryption::{Encrypted, SecretRow},
    execute, execute_tx, on, throttle,
};
use sqlx::FromRow;

use super::{
    super::{
        attempts,
        authorization::{Holder, authorize_addition},
        factor_kind::FactorAdded,
        owner::{self, is_owned_by},
    },
    apps::{self, KIND},
    key::TotpKey,
};
use crate::{
    Portal,
    accounts::sessions::{Owner, Session},
    id::{PersonId, SessionId},
};

/// Validity of a displayed key; the page then displays another one.
const KEY_VALIDITY: Duration = Duration::from_secs(3600);

/// Key for the person to add to their app.
#[derive(Clone, Debug)]
pub struct TotpEnrolment {
    pub key: TotpKey,
    /// Login of the person, as the app displays it.
    pub login: String,
    /// `otpauth:` URI, content of the QR code.
    pub uri: String,
}

/// A stored key, with its encrypted form.
#[derive(FromRow)]
struct PendingKey {
    secret: Vec<u8>,
    key_id: String,
}

/// Row of a pending key, which it is encrypted for.
pub(super) fn secret_row(owner: PersonId, session: &[u8; 16]) -> SecretRow {
    SecretRow::new("totp_enrolment", &[owner.as_bytes(), session])
}

/// Returns the key that this session may confirm. Displaying the page again returns the same key while it is valid.
pub async fn begin_authenticator_app(portal: &Portal, session: &Session) -> Result<TotpEnrolment, Error> {
    let Holder { owner, login, .. } = authorize_addition(portal, session)?;
    let now = portal.clock.now();
    let (account, member) = owner.columns();
    let secret = portal
        .keyring
        .encrypt(&secret_row(owner.id(), session.id.as_bytes()), TotpKey::generate().as_bytes())?;
    execute!(
        portal.db,
        sqlx::query(
            "INSERT INTO totp_enrolment (session_id, account_id, staff_id, secret, key_id, created_at)
             VALUES ($1, $2, $7, $3, $6, $4)
             ON CONFLICT (session_id) DO UPDATE
             SET account_id = excluded.account_id, staff_id = excluded.staff_id, secret = excluded.secret,
                 key_id = excluded.key_id, created_at = excluded.created_at
             WHERE totp_enrolment.created_at < $5
                OR COALESCE(totp_enrolment.account_id, totp_enrolment.staff_id)
                   <> COALESCE(excluded.account_id, excluded.staff_id)",
        )
        .bind(session.id)
        .bind(account)
        .bind(secret.bytes)
        .bind(now)
        .bind(now - KEY_VALIDITY)
        .bind(secret.key_id)
        .bind(member)
    )?;
    let (key, _) = pending_key(portal, now, session.id, owner).await?.ok_or(Error::NotFound)?;
    let uri = key.uri(&login)?;
    Ok(TotpEnrolment { key, login, uri })
}

/// Returns the pending key of a session, decrypted and as stored.
async fn pending_key(
    portal: &Portal,
    now: Moment,
    session: SessionId,
    owner: Owner,
) -> Result<Option<(TotpKey, Encrypted)>, Error> {
    let stored: Option<PendingKey> = on!(portal.db, |c| {
        sqlx::query_as(concat!(
            "SELECT secret, key_id FROM totp_enrolment WHERE session_id = $1 AND created_at >= $3 AND ",
            is_owned_by!("$2")
        ))
        .bind(session)
        .bind(owner.id())
        .bind(now - KEY_VALIDITY)
        .fetch_optional(c)
        .await
    })?;
    let Some(PendingKey { secret, key_id }) = stored else { return Ok(None) };
    let stored = Encrypted { key_id, bytes: secret };
    let key = portal.keyring.decrypt(&secret_row(owner.id(), session.as_bytes()), &stored)?;
    Ok(Some((TotpKey::from_bytes(key), stored)))
}

/// Adds the app whose first code was typed. The answer `niveau` also sets the level « application ».
///
/// # Errors
/// [`Error::Invalid`]: problems of the form, [`Problem::WrongTotpCode`], [`Problem::ExpiredTotpKey`],
/// [`Problem::TooManyAuthenticatorApps`], [`Problem::ReauthenticationRequired`], [`Problem::TooManyAttempts`].
pub async fn confirm_authenticator_app(
    portal: &Portal,
    session: &Session,
    answers: &Answers,
) -> Result<FactorAdded, Error> {
    let owner = authorize_addition(portal, session)?.owner;
    let answers = &checked(&mfa_forms::authenticator_app(), answers, &())?;
    let attempt = attempts::count(portal, owner, None).await?;
    let now = portal.clock.now();
    let Some((key, stored)) = pending_key(portal, now, session.id, owner).await? else {
        return Err(Error::invalid("", Problem::ExpiredTotpKey));
    };
    let Some(step) = key.step_of(answers.text("code"), now)? else {
        return Err(Error::invalid("code", Problem::WrongTotpCode));
    };
    throttle::forgive(portal, attempt).await?;
    let mut tx = portal.db.begin().await?;
    owner::lock(&mut tx, portal, owner).await?;
    take_key(&mut tx, session.id, &stored).await?;
    apps::insert(&mut tx, portal, owner, answers.text("nom"), &key, step).await?;
    KIND.complete_addition(tx, portal, session, answers).await
}

/// Deletes the pending key, so that of concurrent confirmations one succeeds.
async fn take_key(tx: &mut Tx, session: SessionId, stored: &Encrypted) -> Result<(), Error> {
    let taken = execute_tx!(
        tx,
        sqlx::query("DELETE FROM totp_enrolment WHERE session_id = $1 AND secret = $2")
            .bind(session)
            .bind(&stored.bytes)
    )?;
    if taken == 1 { Ok(()) } else { Err(Error::invalid("", Problem::ExpiredTotpKey)) }
}
