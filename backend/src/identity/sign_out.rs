//! Signing out here, and at the provider that opened the session (OpenID Connect RP-Initiated Logout).

use domain::identity_provider::Provider;
use url::Url;

use crate::{
    Error, Portal, change,
    db::Duration,
    on,
    secret::Token,
    session::{self, Session},
};

/// Time to sign out at the provider and come back.
const JOURNEY: Duration = Duration::from_secs(10 * 60);

/// The portal's session is over; where the browser must go next for the provider's to end too, when a provider opened it
/// and has such a place. The provider is not called: whether it answers or not, the portal's session is over.
pub(crate) async fn sign_out_there(portal: &Portal, session: &Session) -> Result<Option<Url>, Error> {
    let brought: Option<(Option<String>, Option<String>, Option<String>)> = on!(portal.db, |c| {
        sqlx::query_as("SELECT provider, provider_id_token, provider_end FROM session WHERE id = $1")
            .bind(session.id)
            .fetch_optional(c)
            .await
    })?;
    let Some((Some(provider), Some(id_token), Some(end))) = brought else { return Ok(None) };
    session::set_provider(portal, session.id, None).await?;
    let (Some(provider), Ok(end)) = (Provider::from_code(&provider), Url::parse(&end)) else {
        return Ok(None);
    };
    let state = Token::draw();
    keep(portal, provider, &state).await?;
    Ok(Some(address(portal, provider, end, &id_token, &state)))
}

fn address(portal: &Portal, provider: Provider, end: Url, id_token: &str, state: &Token) -> Url {
    let back = portal.link(&format!("/connexion/fournisseur/{}/fin", provider.code()));
    let mut address = end;
    address
        .query_pairs_mut()
        .append_pair("id_token_hint", id_token)
        .append_pair("post_logout_redirect_uri", &back)
        .append_pair("state", state.expose());
    address
}

async fn keep(portal: &Portal, provider: Provider, state: &Token) -> Result<(), Error> {
    let expires_at = portal.clock.now() + JOURNEY;
    change!(portal.db, |c| {
        sqlx::query("INSERT INTO provider_sign_out (state_hash, provider, expires_at) VALUES ($1, $2, $3)")
            .bind(Token::hash(state.expose()))
            .bind(provider.code())
            .bind(expires_at)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// The browser is back from the provider: is it the end of a sign-out that began here? Said once.
pub async fn signed_out_there(portal: &Portal, provider: Provider, state: &str) -> Result<bool, Error> {
    let now = portal.clock.now();
    let ended = change!(portal.db, |c| {
        sqlx::query(
            "DELETE FROM provider_sign_out WHERE state_hash = $1 AND provider = $2 AND expires_at > $3",
        )
        .bind(Token::hash(state))
        .bind(provider.code())
        .bind(now)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    Ok(ended == 1)
}
