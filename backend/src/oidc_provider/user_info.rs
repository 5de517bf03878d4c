//! Userinfo endpoint: claims about the person of an access token, with their current rights.

use domain::{destination::Destination, siren::Siren};

use super::{claims, claims::Person, opening_rights};
use platform::{Error, on, secret::Token};

use crate::{
    Portal,
    accounts::sessions::{self, is_active_usager},
    id::AccountId,
};

/// Returns the claims of an access token.
///
/// # Errors
/// [`Error::NotFound`] if the token is unknown, revoked or expired, if its session has ended, or if the person no
/// longer has a right on the téléservice.
pub async fn user_info(portal: &Portal, token: &str) -> Result<Person, Error> {
    let now = portal.clock.now();
    let row: Option<(AccountId, String, String)> = on!(portal.db, |c| {
        sqlx::query_as(concat!(
            "SELECT t.account_id, t.teleservice, t.siren FROM access_token t JOIN session s ON s.id = t.session_id
             WHERE t.token_hash = $1 AND t.expires_at > $2 AND s.account_id = t.account_id AND ",
            is_active_usager!("s.", "$2", "$3")
        ))
        .bind(Token::hash(token))
        .bind(now)
        .bind(now - sessions::idle(portal))
        .fetch_optional(c)
        .await
    })?;
    let (account, client, siren) = row.ok_or(Error::NotFound)?;
    let client = Destination::from_code(&client).ok_or(Error::NotFound)?;
    let siren = Siren::parse(&siren).map_err(|_| Error::NotFound)?;
    let opening = match opening_rights::require(portal, account, &siren, client).await {
        Err(Error::Refused(_)) => return Err(Error::NotFound),
        held => held?,
    };
    claims::person(portal, account, &siren, &opening).await.map(|(person, _)| person)
}
