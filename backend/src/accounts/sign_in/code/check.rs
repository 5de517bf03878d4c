use domain::problem::Problem;
use platform::{Error, change, execute_tx, on};
use subtle::ConstantTimeEq;

use super::{
    hash::{Purpose, hash},
    issue::discard,
};
use crate::{Portal, id::SessionId};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeCheck {
    Right,
    Wrong {
        /// Attempts left for this code.
        left: i64,
    },
    /// A later code was sent; costs no attempt.
    Replaced,
    /// Too old, too many attempts, used, or never sent.
    Expired,
}

impl CodeCheck {
    /// Returns the problem of the field `code`, unless the code is right.
    pub fn into_result(self) -> Result<(), Error> {
        let problem = match self {
            CodeCheck::Right => return Ok(()),
            CodeCheck::Wrong { .. } => Problem::WrongCode,
            CodeCheck::Replaced => Problem::ReplacedCode,
            CodeCheck::Expired => Problem::ExpiredCode,
        };
        Err(Error::invalid("code", problem))
    }
}

/// Compares a typed code. Counts the attempt before the comparison; consumes a correct code.
pub async fn check(
    portal: &Portal,
    session: SessionId,
    purpose: Purpose<'_>,
    typed: &str,
) -> Result<CodeCheck, Error> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    if was_replaced(portal, session, purpose, &digits).await? {
        return Ok(CodeCheck::Replaced);
    }
    let limit = portal.config.sign_in.code_tries;
    let tried: Option<(Vec<u8>, i64)> = change!(portal.db, |c| {
        sqlx::query_as(
            "UPDATE sign_in_code SET attempts = attempts + 1
             WHERE session_id = $1 AND expires_at > $2 AND attempts < $3 RETURNING code_hash, attempts",
        )
        .bind(session)
        .bind(portal.clock.now())
        .bind(limit)
        .fetch_optional(c)
        .await
    })?;
    let Some((stored, attempts)) = tried else { return Ok(CodeCheck::Expired) };
    if !bool::from(stored.ct_eq(&hash(session, purpose, &digits))) {
        return Ok(CodeCheck::Wrong { left: limit - attempts });
    }
    let used = consume(portal, session, &stored).await?;
    Ok(if used { CodeCheck::Right } else { CodeCheck::Expired })
}

/// Returns `true` if a later code of the session, sent in any way, replaced this one, which has not ended yet.
async fn was_replaced(
    portal: &Portal,
    session: SessionId,
    purpose: Purpose<'_>,
    digits: &str,
) -> Result<bool, Error> {
    let [this, mail, sms] = [purpose, Purpose::Mail, Purpose::Sms].map(|one| hash(session, one, digits));
    let found: i64 = on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT COUNT(*) FROM replaced_sign_in_code
             WHERE session_id = $1 AND expires_at > $2 AND code_hash IN ($3, $4, $5)",
        )
        .bind(session)
        .bind(portal.clock.now())
        .bind(this)
        .bind(mail)
        .bind(sms)
        .fetch_one(c)
        .await
    })?;
    Ok(found > 0)
}

/// Deletes the code; among concurrent requests exactly one returns `true`.
async fn consume(portal: &Portal, session: SessionId, code_hash: &[u8]) -> Result<bool, Error> {
    let mut tx = portal.db.begin().await?;
    let used = execute_tx!(
        tx,
        sqlx::query("DELETE FROM sign_in_code WHERE session_id = $1 AND code_hash = $2")
            .bind(session)
            .bind(code_hash)
    )?;
    if used == 1 {
        discard(&mut tx, session).await?;
    }
    tx.commit().await?;
    Ok(used == 1)
}

/// Returns `true` if a check failed because of a replaced code, which costs no attempt of any rate limit.
pub fn is_replaced<T>(checked: &Result<T, Error>) -> bool {
    matches!(checked, Err(Error::Invalid(problems))
        if problems.iter().any(|one| matches!(one.problem, Problem::ReplacedCode)))
}
