//! Changes of stage. Each replaces the token of the session and fails if the session was closed before.

use domain::siren::Siren;
use platform::{
    Error,
    db::{Duration, Moment, Tx},
    execute, execute_tx,
    secret::Token,
};

use super::{
    owner::Owner,
    session::{PreviousSignIn, Session},
    stage::SessionStage,
};
use crate::{
    Portal,
    id::{AccountId, SessionId, StaffId},
    portal::Signal,
};

/// Replaces the token of a session; the old one becomes invalid.
///
/// # Errors
/// [`Error::NotFound`] if the session was closed meanwhile.
pub async fn rotate(tx: &mut Tx, session: SessionId) -> Result<Token, Error> {
    let token = Token::generate();
    let changed = execute_tx!(tx, sqlx::query(
            "UPDATE session SET token_hash = $1, previous_token_hash = NULL WHERE id = $2 AND closed_at IS NULL",
        )
        .bind(Token::hash(token.expose()))
        .bind(session))?;
    if changed == 1 { Ok(token) } else { Err(Error::NotFound) }
}

/// Time during which the former token remains valid after a choice of SIREN, so that a double click does not sign out.
/// The account and its rights are unchanged.
const SIREN_CHOICE_GRACE: Duration = Duration::from_secs(10);

/// Sets the SIREN of the session. The caller has checked that the account may work on it.
///
/// # Errors
/// [`Error::NotFound`] if the session was closed meanwhile.
pub async fn choose_siren(portal: &Portal, session: &Session, siren: &Siren) -> Result<Token, Error> {
    let token = Token::generate();
    let mut tx = portal.db.begin().await?;
    let changed = execute_tx!(tx, sqlx::query(
            "UPDATE session SET siren = $1, previous_token_hash = token_hash, previous_token_until = $2, token_hash = $3
             WHERE id = $4 AND stage = $5 AND closed_at IS NULL",
        )
        .bind(siren.as_str())
        .bind(portal.clock.now() + SIREN_CHOICE_GRACE)
        .bind(Token::hash(token.expose()))
        .bind(session.id)
        .bind(SessionStage::Usager.code()))?;
    if changed != 1 {
        return Err(Error::NotFound);
    }
    tx.notify(Signal::Session(session.id));
    tx.commit().await?;
    Ok(token)
}

/// Records that the password of an account or a member of the staff was correct; the second factor is awaited.
pub(crate) async fn await_code(tx: &mut Tx, session: SessionId, owner: Owner) -> Result<Token, Error> {
    let (stage, account, member) = match owner {
        Owner::Account(account) => (SessionStage::AccountCode, Some(account), None),
        Owner::Staff(member) => (SessionStage::StaffCode, None, Some(member)),
    };
    execute_tx!(
        tx,
        sqlx::query(
            "UPDATE session SET stage = $1, account_id = $2, staff_id = $3, siren = NULL
             WHERE id = $4 AND closed_at IS NULL",
        )
        .bind(stage.code())
        .bind(account)
        .bind(member)
        .bind(session)
    )?;
    rotate(tx, session).await
}

/// The identity provider that opens a session in place of a password.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Opener<'a> {
    pub provider: &'a str,
    /// Sent back to the provider at sign-out.
    pub id_token: &'a str,
    /// The provider's `end_session_endpoint`.
    pub end: Option<&'a str>,
}

/// Records the provider that opens the session; `None` if a password does, or after sign-out.
pub(crate) async fn set_provider(
    portal: &Portal,
    session: SessionId,
    opener: Option<Opener<'_>>,
) -> Result<(), Error> {
    execute!(
        portal.db,
        sqlx::query(
            "UPDATE session SET provider = $1, provider_id_token = $2, provider_end_session = $3 WHERE id = $4",
        )
        .bind(opener.map(|one| one.provider))
        .bind(opener.map(|one| one.id_token))
        .bind(opener.and_then(|one| one.end))
        .bind(session)
    )?;
    Ok(())
}

/// State of a session after a complete sign-in.
pub(crate) struct SignedInAs {
    pub account: AccountId,
    /// The only SIREN of the account, if there is exactly one.
    pub siren: Option<Siren>,
    pub previous: Option<PreviousSignIn>,
    /// The second factor that the security level requires has yet to be added.
    pub enrols: bool,
}

/// Signs an account in, for the configured time from now on. The portal did not itself authenticate a session that a
/// provider opened: sensitive actions then require re-authentication.
pub(crate) async fn sign_usager_in(
    tx: &mut Tx,
    portal: &Portal,
    session: SessionId,
    signed_in: &SignedInAs,
) -> Result<Token, Error> {
    let now = portal.clock.now();
    let previous = signed_in.previous.as_ref();
    let stage = if signed_in.enrols { SessionStage::Enrolling } else { SessionStage::Usager };
    execute_tx!(
        tx,
        sqlx::query(
            "UPDATE session SET stage = $8, account_id = $1, staff_id = NULL, siren = $2, signed_in_at = $3,
                    authenticated_at = CASE WHEN provider IS NULL THEN CAST($3 AS BIGINT) END, seen_at = $3,
                    expires_at = $4, previous_sign_in_at = $5, previous_sign_in_place = $6
             WHERE id = $7 AND closed_at IS NULL",
        )
        .bind(signed_in.account)
        .bind(signed_in.siren.as_ref().map(Siren::as_str))
        .bind(now)
        .bind(absolute_end(portal, now))
        .bind(previous.map(|one| one.at))
        .bind(previous.map(|one| one.place.as_str()))
        .bind(session)
        .bind(stage.code())
    )?;
    rotate(tx, session).await
}

/// Records that the required second factor was added.
pub(crate) async fn enrolled(tx: &mut Tx, session: SessionId) -> Result<Token, Error> {
    execute_tx!(
        tx,
        sqlx::query("UPDATE session SET stage = $1 WHERE id = $2 AND stage = $3 AND closed_at IS NULL")
            .bind(SessionStage::Usager.code())
            .bind(session)
            .bind(SessionStage::Enrolling.code())
    )?;
    rotate(tx, session).await
}

/// Records a complete re-authentication.
pub(crate) async fn record_reauthentication(
    tx: &mut Tx,
    session: SessionId,
    now: Moment,
) -> Result<Token, Error> {
    execute_tx!(
        tx,
        sqlx::query(
            "UPDATE session SET authenticated_at = $1 WHERE id = $2 AND stage IN ($3, $4, $5) AND closed_at IS NULL",
        )
        .bind(now)
        .bind(session)
        .bind(SessionStage::Usager.code())
        .bind(SessionStage::Enrolling.code())
        .bind(SessionStage::Staff.code())
    )?;
    rotate(tx, session).await
}

/// Withdraws the recent authentication of the other sessions of a member: they authenticated without the factor that was just added.
pub(crate) async fn require_authentication_of_others(
    tx: &mut Tx,
    member: StaffId,
    current: SessionId,
) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query("UPDATE session SET authenticated_at = NULL WHERE staff_id = $1 AND id <> $2")
            .bind(member)
            .bind(current)
    )?;
    Ok(())
}

/// Signs a member of the staff in, after password and code.
pub async fn sign_staff_in(
    tx: &mut Tx,
    portal: &Portal,
    session: SessionId,
    member: StaffId,
) -> Result<Token, Error> {
    let now = portal.clock.now();
    execute_tx!(tx, sqlx::query(
            "UPDATE session SET stage = $5, staff_id = $1, account_id = NULL, siren = NULL, signed_in_at = $2,
                    authenticated_at = $2, seen_at = $2, expires_at = $3
             WHERE id = $4 AND closed_at IS NULL",
        )
        .bind(member)
        .bind(now)
        .bind(absolute_end(portal, now))
        .bind(session)
        .bind(SessionStage::Staff.code()))?;
    rotate(tx, session).await
}

fn absolute_end(portal: &Portal, now: Moment) -> Moment {
    now + Duration::from_secs(portal.config.sessions.absolute_hours * 3600)
}
