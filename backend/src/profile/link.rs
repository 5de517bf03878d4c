//! Links sent by mail that act on an account, each with one purpose, once.

use uuid::Uuid;

use crate::{
    Error, Portal, change,
    db::{Duration, Moment, Tx},
    on, on_tx,
    secret::Token,
};

/// What a link does when its form is sent; opening it does nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Chooses a new password.
    Password,
    /// « Ce n'était pas moi »: closes everything.
    Securing,
    /// The new address is read by its owner.
    NewAddress,
    /// The present address agrees to the change.
    PresentAddress,
}

impl Purpose {
    const fn code(self) -> &'static str {
        match self {
            Purpose::Password => "mot-de-passe",
            Purpose::Securing => "securite",
            Purpose::NewAddress => "nouvelle-adresse",
            Purpose::PresentAddress => "ancienne-adresse",
        }
    }
}

/// Draws a link's token; it goes into a mail and nowhere else.
pub(super) async fn draw(
    tx: &mut Tx,
    now: Moment,
    account: Uuid,
    purpose: Purpose,
    validity: Duration,
) -> Result<Token, Error> {
    let token = Token::draw();
    on_tx!(tx, |c| {
        sqlx::query(
            "INSERT INTO account_link (token_hash, account_id, purpose, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(Token::hash(token.expose()))
        .bind(account)
        .bind(purpose.code())
        .bind(now)
        .bind(now + validity)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(token)
}

/// Would the link do its work now? Reads only: programs that scan mails open links.
pub async fn is_alive(portal: &Portal, token: &str, purpose: Purpose) -> Result<bool, Error> {
    Ok(account_of(portal, token, purpose).await?.is_some())
}

pub(super) async fn account_of(
    portal: &Portal,
    token: &str,
    purpose: Purpose,
) -> Result<Option<Uuid>, Error> {
    let now = portal.clock.now();
    Ok(on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT account_id FROM account_link
             WHERE token_hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3",
        )
        .bind(Token::hash(token))
        .bind(purpose.code())
        .bind(now)
        .fetch_optional(c)
        .await
    })?)
}

/// Uses the link up and gives its account; `None` for everyone but the first.
pub(super) async fn take(
    tx: &mut Tx,
    now: Moment,
    token: &str,
    purpose: Purpose,
) -> Result<Option<Uuid>, Error> {
    Ok(on_tx!(tx, |c| {
        sqlx::query_scalar(
            "UPDATE account_link SET used_at = $1
             WHERE token_hash = $2 AND purpose = $3 AND used_at IS NULL AND expires_at > $1 RETURNING account_id",
        )
        .bind(now)
        .bind(Token::hash(token))
        .bind(purpose.code())
        .fetch_optional(c)
        .await
    })?)
}

/// Links of this purpose that were sent before open nothing any more.
pub(super) async fn cancel(tx: &mut Tx, account: Uuid, purpose: Purpose) -> Result<(), Error> {
    on_tx!(tx, |c| {
        sqlx::query("DELETE FROM account_link WHERE account_id = $1 AND purpose = $2 AND used_at IS NULL")
            .bind(account)
            .bind(purpose.code())
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// Forgets links, changes of address and demands a day after they ended.
pub(crate) async fn purge(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - Duration::from_secs(24 * 3600);
    let mut gone = 0;
    for statement in [
        "DELETE FROM account_link WHERE expires_at < $1",
        "DELETE FROM email_change WHERE expires_at < $1",
        "DELETE FROM reset_demand WHERE asked_at < $1",
    ] {
        gone += change!(portal.db, |c| {
            sqlx::query(statement).bind(limit).execute(c).await.map(|done| done.rows_affected())
        })?;
    }
    Ok(gone)
}
