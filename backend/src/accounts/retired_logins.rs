//! Identifiants of deleted accounts, which new accounts cannot take for seven years.
//!
//! Owns `retired_login`, which holds hashes only.

use domain::question::ARCHIVE_YEARS;
use platform::{
    Error,
    db::{Db, Moment, Tx},
    execute, execute_tx, on,
    secret::Token,
};

use crate::Portal;

/// Retires the identifiant of an account that is being deleted.
pub(crate) async fn retire(tx: &mut Tx, login: &str, now: Moment) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO retired_login (login_hash, retired_at) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        )
        .bind(Token::hash(login))
        .bind(now)
    )?;
    Ok(())
}

/// Returns `true` if this identifiant belonged to an account deleted less than seven years ago: archives that name the
/// old account must not be read as another person's.
pub(crate) async fn is_retired(db: &Db, login: &str) -> Result<bool, Error> {
    let found: Option<Moment> = on!(db, |c| {
        sqlx::query_scalar("SELECT retired_at FROM retired_login WHERE login_hash = $1")
            .bind(Token::hash(login))
            .fetch_optional(c)
            .await
    })?;
    Ok(found.is_some())
}

/// Frees the identifiants of accounts deleted more than seven years ago.
pub(crate) async fn purge(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now().years_before(ARCHIVE_YEARS);
    Ok(execute!(portal.db, sqlx::query("DELETE FROM retired_login WHERE retired_at < $1").bind(limit))?)
}
