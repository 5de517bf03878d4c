//! Ten recovery codes per person: generated when they are displayed, stored as hashes, each used once.

use domain::{problem::Problem, recovery_code::RecoveryCode};
use platform::{
    Error,
    db::{Duration, Moment, Tx},
    execute_tx, on, on_tx,
    secret::random_bytes,
};
use sha2::{Digest, Sha256};

use super::{
    authorization::authorize_change,
    owner::{self, is_owned_by},
};
use crate::{
    Portal,
    accounts::{
        history::Event,
        sessions::{self, Owner, Session},
    },
    id::SessionId,
};

const COUNT: usize = 10;

/// Number of unused codes at or below which the owner is advised to renew them.
pub const FEW_RECOVERY_CODES: i64 = 3;

/// Time within which requested codes can be generated and displayed.
const GENERATION_WINDOW: Duration = Duration::from_secs(600);

const UNUSED: &str =
    concat!("SELECT COUNT(*) FROM recovery_code WHERE ", is_owned_by!("$1"), " AND used_at IS NULL");

/// Returns the number of unused codes.
pub async fn unused(portal: &Portal, owner: Owner) -> Result<i64, Error> {
    Ok(on!(portal.db, |c| sqlx::query_scalar(UNUSED).bind(owner.id()).fetch_one(c).await)?)
}

async fn unused_tx(tx: &mut Tx, owner: Owner) -> Result<i64, Error> {
    Ok(on_tx!(tx, |c| sqlx::query_scalar(UNUSED).bind(owner.id()).fetch_one(c).await)?)
}

/// Requests ten new codes, which the next [`generate`] of this session creates.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::ReauthenticationRequired`].
pub async fn request(portal: &Portal, session: &Session) -> Result<(), Error> {
    authorize_change(portal, session)?;
    let mut tx = portal.db.begin().await?;
    permit(&mut tx, portal.clock.now(), session.id).await?;
    tx.commit().await?;
    Ok(())
}

/// Requests codes if the person has none left, with the addition of a factor. Returns `true` if so.
pub(super) async fn request_if_none(tx: &mut Tx, now: Moment, session: &Session) -> Result<bool, Error> {
    let is_none = unused_tx(tx, session.signed_in_owner()?).await? == 0;
    if is_none {
        permit(tx, now, session.id).await?;
    }
    Ok(is_none)
}

async fn permit(tx: &mut Tx, now: Moment, session: SessionId) -> Result<(), Error> {
    sessions::permit_recovery_codes(tx, now, session, GENERATION_WINDOW).await
}

/// Generates the requested codes, in place of the earlier ones. `None` if none were requested or they were generated
/// already. Only this return value holds them in clear: a person who misses them must request new ones.
pub async fn generate(portal: &Portal, session: &Session) -> Result<Option<Vec<RecoveryCode>>, Error> {
    let owner = session.signed_in_owner()?;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    if !sessions::use_recovery_codes_permit(&mut tx, now, session.id).await? {
        tx.rollback().await?;
        return Ok(None);
    }
    owner::lock(&mut tx, portal, owner).await?;
    let codes: Vec<RecoveryCode> = (0..COUNT).map(|_| RecoveryCode::from_bytes(random_bytes())).collect();
    replace(&mut tx, now, owner, &codes).await?;
    owner::record_from_session(&mut tx, portal, now, session, Event::RecoveryCodesGenerated).await?;
    tx.commit().await?;
    Ok(Some(codes))
}

async fn replace(tx: &mut Tx, now: Moment, owner: Owner, codes: &[RecoveryCode]) -> Result<(), Error> {
    let delete = concat!("DELETE FROM recovery_code WHERE ", is_owned_by!("$1"));
    execute_tx!(tx, sqlx::query(delete).bind(owner.id()))?;
    let (account, member) = owner.columns();
    for code in codes {
        execute_tx!(
            tx,
            sqlx::query(
                "INSERT INTO recovery_code (account_id, staff_id, code_hash, created_at) VALUES ($1, $2, $3, $4)",
            )
            .bind(account)
            .bind(member)
            .bind(hash(owner, code))
            .bind(now)
        )?;
    }
    Ok(())
}

/// Consumes a code. Returns `false` if the owner has no such code or it was used before.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::NotARecoveryCode`].
pub(crate) async fn accept(portal: &Portal, owner: Owner, typed: &str, place: &str) -> Result<bool, Error> {
    let code = RecoveryCode::parse(typed).map_err(|_| Error::invalid("code", Problem::NotARecoveryCode))?;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let update = concat!(
        "UPDATE recovery_code SET used_at = $1 WHERE ",
        is_owned_by!("$2"),
        " AND code_hash = $3 AND used_at IS NULL"
    );
    let used = execute_tx!(tx, sqlx::query(update).bind(now).bind(owner.id()).bind(hash(owner, &code)))?;
    if used == 0 {
        tx.rollback().await?;
        return Ok(false);
    }
    let left = u32::try_from(unused_tx(&mut tx, owner).await?).unwrap_or(0);
    owner::record(&mut tx, portal, now, owner, place, Event::RecoveryCodeUsed { left }).await?;
    tx.commit().await?;
    Ok(true)
}

/// Hash of a code. SHA-256 is enough for 80 random bits; the owner makes equal codes of two persons differ.
fn hash(owner: Owner, code: &RecoveryCode) -> Vec<u8> {
    Sha256::new().chain_update(owner.id().as_bytes()).chain_update(code.as_str()).finalize().to_vec()
}
