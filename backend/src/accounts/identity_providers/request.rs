//! Authorization requests sent to providers, stored until their callback.

use domain::identity_provider::{IdentityProvider, Provider, ProviderFailure};
use sqlx::FromRow;
use url::Url;

use super::dispatch;
use platform::{
    Error, change, db::Duration, execute, oidc_client::AuthorizationRequest, secret::Token, throttle,
};

use crate::{
    Portal,
    accounts::sessions::{self, Client, Session},
    id::AccountId,
};

/// Time to sign in at the provider.
const VALIDITY: Duration = Duration::from_secs(10 * 60);

/// Starts a sign-in and returns the provider's address. `return_path`: page of the portal to show afterwards, may be
/// empty.
///
/// # Errors
/// [`Error::CoOwnerDown`]; [`Error::NotFound`] if the provider is not configured; [`Error::Invalid`] if this network
/// sends too many requests.
pub async fn authorization_request(
    portal: &Portal,
    session: &Session,
    client: &Client,
    provider: Provider,
    return_path: &str,
) -> Result<Url, Error> {
    let authorization = prepare(portal, client, provider, false).await?;
    store(portal, session, provider, None, return_path, &authorization).await?;
    Ok(authorization.address)
}

/// Starts attaching an identity to the signed-in account, whose owner re-authenticated recently.
///
/// # Errors
/// Like [`authorization_request`]; [`Error::NotFound`] if no account is signed in; [`Error::Invalid`]:
/// `ReauthenticationRequired`.
pub async fn attachment_request(
    portal: &Portal,
    session: &Session,
    client: &Client,
    provider: IdentityProvider,
) -> Result<Url, Error> {
    let account = session.recently_authenticated_usager(portal.clock.now())?.account;
    let provider = provider.into();
    let authorization = prepare(portal, client, provider, true).await?;
    store(portal, session, provider, Some(account), "", &authorization).await?;
    Ok(authorization.address)
}

/// Authorization request initiated by a provider's own site.
pub struct ThirdPartyInitiatedRequest {
    pub provider: Provider,
    /// Address to redirect to, or the failure if the provider does not answer.
    pub address: Result<Url, ProviderFailure>,
    /// Token of the session created for the request, if the browser had none.
    pub token: Option<Token>,
}

/// Starts a sign-in initiated by a provider's own site (OpenID Connect Core 1.0, §4). Only stores the request: a
/// signed-in account stays signed in, and the callback is accepted in this browser only.
///
/// # Errors
/// [`Error::NotFound`] if no configured provider has this issuer; [`Error::Invalid`] if this network sends too many
/// requests.
pub async fn third_party_initiated_request(
    portal: &Portal,
    session: Option<&Session>,
    client: &Client,
    issuer: &str,
    return_path: &str,
) -> Result<ThirdPartyInitiatedRequest, Error> {
    let provider = dispatch::by_issuer(portal, issuer).ok_or(Error::NotFound)?;
    let authorization = match prepare(portal, client, provider, false).await {
        Ok(authorization) => authorization,
        Err(Error::CoOwnerDown { .. }) => {
            let address = Err(ProviderFailure::Unavailable);
            return Ok(ThirdPartyInitiatedRequest { provider, address, token: None });
        }
        Err(error) => return Err(error),
    };
    let (token, created);
    let session = match session {
        Some(session) => {
            token = None;
            session
        }
        None => {
            let (new_token, new_session) = sessions::create(portal, client).await?;
            (token, created) = (Some(new_token), new_session);
            &created
        }
    };
    store(portal, session, provider, None, return_path, &authorization).await?;
    Ok(ThirdPartyInitiatedRequest { provider, address: Ok(authorization.address), token })
}

async fn prepare(
    portal: &Portal,
    client: &Client,
    provider: Provider,
    prompt_login: bool,
) -> Result<AuthorizationRequest, Error> {
    if !dispatch::is_configured(portal, provider) {
        return Err(Error::NotFound);
    }
    // Each request makes the portal call the provider.
    let settings = &portal.config.sign_in;
    let bucket = format!("fournisseur:{}", throttle::network(client.address));
    throttle::allow(portal, &bucket, settings.attempts_per_network, settings.window()).await?;
    dispatch::authorization_request(portal, provider, prompt_login).await.map_err(|failure| {
        tracing::warn!(provider = provider.code(), %failure, "failed to prepare an authorization request");
        Error::CoOwnerDown { what: provider.label().to_owned() }
    })
}

async fn store(
    portal: &Portal,
    session: &Session,
    provider: Provider,
    account: Option<AccountId>,
    return_path: &str,
    authorization: &AuthorizationRequest,
) -> Result<(), Error> {
    let expires_at = portal.clock.now() + VALIDITY;
    execute!(
        portal.db,
        sqlx::query(
            "INSERT INTO identity_request
                 (state_hash, session_id, provider, account_id, return_path, nonce, pkce_verifier, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(Token::hash(&authorization.state))
        .bind(session.id)
        .bind(provider.code())
        .bind(account)
        .bind(return_path)
        .bind(&authorization.nonce)
        .bind(&authorization.pkce_verifier)
        .bind(expires_at)
    )?;
    Ok(())
}

/// Stored part of an authorization request.
#[derive(FromRow)]
pub(super) struct StoredRequest {
    /// Account that the identity will be attached to; `None` for a sign-in.
    pub account_id: Option<AccountId>,
    pub return_path: String,
    pub nonce: String,
    pub pkce_verifier: String,
}

/// Removes and returns the request with this state. Returns `None` if it is unknown, expired or of another session.
pub(super) async fn take(
    portal: &Portal,
    session: &Session,
    provider: Provider,
    state: &str,
) -> Result<Option<StoredRequest>, Error> {
    let now = portal.clock.now();
    Ok(change!(portal.db, |c| {
        sqlx::query_as(
            "DELETE FROM identity_request
             WHERE state_hash = $1 AND session_id = $2 AND provider = $3 AND expires_at > $4
             RETURNING account_id, return_path, nonce, pkce_verifier",
        )
        .bind(Token::hash(state))
        .bind(session.id)
        .bind(provider.code())
        .bind(now)
        .fetch_optional(c)
        .await
    })?)
}
