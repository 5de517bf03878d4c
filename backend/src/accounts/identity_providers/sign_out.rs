//! Sign-out at the provider that opened the session (OpenID Connect RP-Initiated Logout 1.0).

use domain::{identity_provider::Provider, path};
use url::Url;

use platform::{Error, db::Duration, execute, on, secret::Token};

use crate::{
    Portal,
    accounts::sessions::{self, Session},
};

/// Time to sign out at the provider.
const VALIDITY: Duration = Duration::from_secs(10 * 60);

/// Returns the provider's sign-out address, to redirect to after the portal's session was closed. Returns `None` unless
/// a provider with such an address opened the session. Does not call the provider.
pub(crate) async fn start_provider_sign_out(
    portal: &Portal,
    session: &Session,
) -> Result<Option<Url>, Error> {
    let opened_by: Option<(Option<String>, Option<String>, Option<String>)> = on!(portal.db, |c| {
        sqlx::query_as("SELECT provider, provider_id_token, provider_end_session FROM session WHERE id = $1")
            .bind(session.id)
            .fetch_optional(c)
            .await
    })?;
    let Some((Some(provider), Some(id_token), Some(end_session))) = opened_by else { return Ok(None) };
    sessions::set_provider(portal, session.id, None).await?;
    let (Some(provider), Ok(end_session)) = (Provider::from_code(&provider), Url::parse(&end_session)) else {
        return Ok(None);
    };
    let state = Token::generate();
    store(portal, provider, &state).await?;
    Ok(Some(address(portal, provider, end_session, &id_token, &state)))
}

fn address(portal: &Portal, provider: Provider, end_session: Url, id_token: &str, state: &Token) -> Url {
    let return_address = portal.link(&path::provider_signed_out(provider.code()));
    let mut address = end_session;
    address
        .query_pairs_mut()
        .append_pair("id_token_hint", id_token)
        .append_pair("post_logout_redirect_uri", &return_address)
        .append_pair("state", state.expose());
    address
}

async fn store(portal: &Portal, provider: Provider, state: &Token) -> Result<(), Error> {
    let expires_at = portal.clock.now() + VALIDITY;
    execute!(
        portal.db,
        sqlx::query("INSERT INTO provider_sign_out (state_hash, provider, expires_at) VALUES ($1, $2, $3)")
            .bind(Token::hash(state.expose()))
            .bind(provider.code())
            .bind(expires_at)
    )?;
    Ok(())
}

/// Deletes the state that the provider returns after a sign-out. Returns `true` if it belonged to a sign-out started
/// here.
pub async fn finish_provider_sign_out(
    portal: &Portal,
    provider: Provider,
    state: &str,
) -> Result<bool, Error> {
    let now = portal.clock.now();
    let ended = execute!(
        portal.db,
        sqlx::query(
            "DELETE FROM provider_sign_out WHERE state_hash = $1 AND provider = $2 AND expires_at > $3",
        )
        .bind(Token::hash(state))
        .bind(provider.code())
        .bind(now)
    )?;
    Ok(ended == 1)
}
