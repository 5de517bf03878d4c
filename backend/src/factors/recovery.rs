//! Ten recovery codes: drawn when they are shown, stored as hashes, each used once.

use domain::{problem::Problem, recovery_code::RecoveryCode};
use rand::{TryRng, rngs::SysRng};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{lock, may_change};
use crate::{
    Error, Portal,
    db::{Duration, Moment, Tx},
    history::{self, Event},
    on, on_tx,
    session::Session,
};

const COUNT: usize = 10;

/// So few left that their owner is told to renew them.
pub const FEW: i64 = 3;

/// How long the page that shows the codes may be reached once they were asked for.
const DRAW_WITHIN: Duration = Duration::from_secs(600);

/// Codes that can still be used.
pub async fn codes_left(portal: &Portal, account: Uuid) -> Result<i64, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_scalar("SELECT COUNT(*) FROM recovery_code WHERE account_id = $1 AND used_at IS NULL")
            .bind(account)
            .fetch_one(c)
            .await
    })?)
}

/// Asks for ten new codes: the next [`draw_codes`] of this session draws them.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::ProofNeeded`].
pub async fn ask_new_codes(portal: &Portal, session: &Session) -> Result<(), Error> {
    may_change(portal, session)?;
    let mut tx = portal.db.begin().await?;
    permit(&mut tx, portal.clock.now(), session.id).await?;
    tx.commit().await?;
    Ok(())
}

/// The first factor of an account comes with its codes.
pub(super) async fn permit_first(tx: &mut Tx, now: Moment, session: &Session) -> Result<bool, Error> {
    let account = session.account()?.account;
    let known: i64 = on_tx!(tx, |c| {
        sqlx::query_scalar("SELECT COUNT(*) FROM recovery_code WHERE account_id = $1 AND used_at IS NULL")
            .bind(account)
            .fetch_one(c)
            .await
    })?;
    if known == 0 {
        permit(tx, now, session.id).await?;
    }
    Ok(known == 0)
}

async fn permit(tx: &mut Tx, now: Moment, session: Uuid) -> Result<(), Error> {
    on_tx!(tx, |c| {
        sqlx::query("UPDATE session SET recovery_draw_until = $1 WHERE id = $2 AND closed_at IS NULL")
            .bind(now + DRAW_WITHIN)
            .bind(session)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// Draws the codes that were asked for, in place of those before; `None` when none were, or they were shown already.
///
/// They exist in clear in the answer alone: whoever loses it asks for new ones.
pub async fn draw_codes(portal: &Portal, session: &Session) -> Result<Option<Vec<RecoveryCode>>, Error> {
    let account = session.account()?.account;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let permitted = on_tx!(tx, |c| {
        sqlx::query(
            "UPDATE session SET recovery_draw_until = NULL
             WHERE id = $1 AND closed_at IS NULL AND recovery_draw_until > $2",
        )
        .bind(session.id)
        .bind(now)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    if permitted == 0 {
        tx.rollback().await?;
        return Ok(None);
    }
    lock(&mut tx, account).await?;
    let codes: Vec<RecoveryCode> = (0..COUNT).map(|_| draw()).collect();
    replace(&mut tx, now, account, &codes).await?;
    history::note_by(&mut tx, now, session, Event::RecoveryCodesDrawn).await?;
    tx.commit().await?;
    Ok(Some(codes))
}

async fn replace(tx: &mut Tx, now: Moment, account: Uuid, codes: &[RecoveryCode]) -> Result<(), Error> {
    on_tx!(tx, |c| {
        sqlx::query("DELETE FROM recovery_code WHERE account_id = $1")
            .bind(account)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    for code in codes {
        on_tx!(tx, |c| {
            sqlx::query("INSERT INTO recovery_code (account_id, code_hash, created_at) VALUES ($1, $2, $3)")
                .bind(account)
                .bind(hash(account, code))
                .bind(now)
                .execute(c)
                .await
                .map(|_| ())
        })?;
    }
    Ok(())
}

/// Uses a code up; gives the number of those left, or `None` when it is no code of the account or was used.
pub(crate) async fn accept(
    portal: &Portal,
    account: Uuid,
    typed: &str,
    place: &str,
) -> Result<Option<u32>, Error> {
    let code = RecoveryCode::parse(typed).map_err(|_| Error::invalid("code", Problem::NotARecoveryCode))?;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let used = on_tx!(tx, |c| {
        sqlx::query(
            "UPDATE recovery_code SET used_at = $1 WHERE account_id = $2 AND code_hash = $3 AND used_at IS NULL",
        )
        .bind(now)
        .bind(account)
        .bind(hash(account, &code))
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    if used == 0 {
        tx.rollback().await?;
        return Ok(None);
    }
    let left: i64 = on_tx!(tx, |c| {
        sqlx::query_scalar("SELECT COUNT(*) FROM recovery_code WHERE account_id = $1 AND used_at IS NULL")
            .bind(account)
            .fetch_one(c)
            .await
    })?;
    let left = u32::try_from(left).unwrap_or(0);
    history::note(&mut tx, now, account, place, Event::RecoveryCodeUsed { left }).await?;
    tx.commit().await?;
    Ok(Some(left))
}

fn draw() -> RecoveryCode {
    let mut bytes = [0; 10];
    SysRng.try_fill_bytes(&mut bytes).expect("the operating system gives randomness");
    RecoveryCode::from_bytes(bytes)
}

/// SHA-256 is enough for 80 random bits; the account keeps two equal codes from looking alike.
fn hash(account: Uuid, code: &RecoveryCode) -> Vec<u8> {
    Sha256::new().chain_update(account.as_bytes()).chain_update(code.as_str()).finalize().to_vec()
}
