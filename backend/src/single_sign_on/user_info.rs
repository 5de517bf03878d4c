//! Userinfo: who an access token is about, with the rights of this moment.

use domain::{rights::Teleservice, siren::Siren};
use uuid::Uuid;

use super::{authorize, claims, claims::Person};
use crate::{Error, Portal, on, secret::Token, session};

/// The person behind an access token.
///
/// # Errors
/// [`Error::NotFound`] when the token is unknown, withdrawn or too old, its session is over, or the right that opened the
/// téléservice is gone.
pub async fn user_info(portal: &Portal, token: &str) -> Result<Person, Error> {
    let now = portal.clock.now();
    let row: Option<(Uuid, String, String)> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT t.account_id, t.teleservice, t.siren FROM access_token t JOIN session s ON s.id = t.session_id
             WHERE t.token_hash = $1 AND t.expires_at > $2 AND s.account_id = t.account_id AND s.stage = 'usager'
                 AND s.closed_at IS NULL AND s.expires_at > $2 AND s.seen_at > $3",
        )
        .bind(Token::hash(token))
        .bind(now)
        .bind(now - session::idle(portal))
        .fetch_optional(c)
        .await
    })?;
    let (account, teleservice, siren) = row.ok_or(Error::NotFound)?;
    let teleservice = Teleservice::from_code(&teleservice).ok_or(Error::NotFound)?;
    let siren = Siren::parse(&siren).map_err(|_| Error::NotFound)?;
    let held = match authorize::opening_rights(portal, account, &siren, teleservice).await {
        Err(Error::Refused(_)) => return Err(Error::NotFound),
        held => held?,
    };
    claims::person(portal, account, &siren, teleservice, &held).await.map(|(person, _)| person)
}
