//! A journey to a provider: how it begins, and its secrets until it ends.

use domain::identity_provider::{IdentityProvider, Provider, Setback};
use sqlx::FromRow;
use url::Url;
use uuid::Uuid;

use super::either;
use crate::{
    Error, Portal, change,
    db::{Duration, Moment},
    openid::Authorization,
    secret::Token,
    session::{self, Client, Session},
    throttle,
};

/// Time to sign in at the provider and come back.
const JOURNEY: Duration = Duration::from_secs(10 * 60);

/// Begins a sign-in; `wanted`: the page of the portal to come back to, or nothing.
///
/// # Errors
/// [`Error::PartnerDown`]; [`Error::NotFound`] when the provider is not offered; [`Error::Invalid`]: too many journeys
/// from this network.
pub async fn begin(
    portal: &Portal,
    session: &Session,
    client: &Client,
    provider: Provider,
    wanted: &str,
) -> Result<Url, Error> {
    let authorization = set_out(portal, client, provider, false).await?;
    keep(portal, session, provider, None, wanted, &authorization).await?;
    Ok(authorization.address)
}

/// Begins the attachment of an identity to the signed-in account, which was proved a short while ago.
///
/// # Errors
/// As [`begin`]; [`Error::NotFound`] when nobody is signed in; [`Error::Invalid`]: `ProofNeeded`.
pub async fn begin_attachment(
    portal: &Portal,
    session: &Session,
    client: &Client,
    provider: IdentityProvider,
) -> Result<Url, Error> {
    let account = session.proved_usager(portal.clock.now())?.account;
    let provider = provider.into();
    let authorization = set_out(portal, client, provider, true).await?;
    keep(portal, session, provider, Some(account), "", &authorization).await?;
    Ok(authorization.address)
}

/// A journey that a provider's own site asked for.
pub struct Begun {
    pub provider: Provider,
    /// Where the browser goes, or that the provider does not answer.
    pub address: Result<Url, Setback>,
    /// Token of the session that was opened for it, when the browser had none.
    pub token: Option<Token>,
}

/// Begins a sign-in that the provider's own site asked for (OpenID Connect Core 1.0, §4). It changes nothing but the
/// journey that it begins: whoever is signed in stays so, and the answer is accepted in this browser only.
///
/// # Errors
/// [`Error::NotFound`] when no configured provider calls itself so; [`Error::Invalid`]: too many journeys from this
/// network.
pub async fn begin_elsewhere(
    portal: &Portal,
    session: Option<&Session>,
    client: &Client,
    issuer: &str,
    wanted: &str,
) -> Result<Begun, Error> {
    let provider = either::of_issuer(portal, issuer).ok_or(Error::NotFound)?;
    let authorization = match set_out(portal, client, provider, false).await {
        Ok(authorization) => authorization,
        Err(Error::PartnerDown { .. }) => {
            return Ok(Begun { provider, address: Err(Setback::Silent), token: None });
        }
        Err(error) => return Err(error),
    };
    let (token, opened);
    let session = match session {
        Some(session) => {
            token = None;
            session
        }
        None => {
            let (drawn, session) = session::create(portal, client).await?;
            (token, opened) = (Some(drawn), session);
            &opened
        }
    };
    keep(portal, session, provider, None, wanted, &authorization).await?;
    Ok(Begun { provider, address: Ok(authorization.address), token })
}

async fn set_out(
    portal: &Portal,
    client: &Client,
    provider: Provider,
    sign_in_again: bool,
) -> Result<Authorization, Error> {
    if !either::is_offered(portal, provider) {
        return Err(Error::NotFound);
    }
    // Each journey makes the portal call the provider.
    let settings = &portal.config.sign_in;
    let bucket = format!("fournisseur:{}", throttle::network(client.address));
    throttle::allow(portal, &bucket, settings.attempts_per_network, settings.window()).await?;
    either::begin(portal, provider, sign_in_again).await.map_err(|failure| {
        tracing::warn!(provider = provider.code(), %failure, "a journey could not begin");
        Error::PartnerDown { what: provider.label().to_owned() }
    })
}

async fn keep(
    portal: &Portal,
    session: &Session,
    provider: Provider,
    account: Option<Uuid>,
    wanted: &str,
    authorization: &Authorization,
) -> Result<(), Error> {
    let expires_at = portal.clock.now() + JOURNEY;
    change!(portal.db, |c| {
        sqlx::query(
            "INSERT INTO identity_request
                 (state_hash, session_id, provider, account_id, wanted, nonce, pkce_verifier, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(Token::hash(&authorization.state))
        .bind(session.id)
        .bind(provider.code())
        .bind(account)
        .bind(wanted)
        .bind(&authorization.nonce)
        .bind(&authorization.pkce_verifier)
        .bind(expires_at)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

#[derive(FromRow)]
pub(super) struct Journey {
    pub account_id: Option<Uuid>,
    pub wanted: String,
    pub nonce: String,
    pub pkce_verifier: String,
}

/// Takes the journey of that state: it serves once, in its own session, within its time.
pub(super) async fn take(
    portal: &Portal,
    session: &Session,
    provider: Provider,
    state: &str,
) -> Result<Option<Journey>, Error> {
    let now = portal.clock.now();
    Ok(change!(portal.db, |c| {
        sqlx::query_as(
            "DELETE FROM identity_request
             WHERE state_hash = $1 AND session_id = $2 AND provider = $3 AND expires_at > $4
             RETURNING account_id, wanted, nonce, pkce_verifier",
        )
        .bind(Token::hash(state))
        .bind(session.id)
        .bind(provider.code())
        .bind(now)
        .fetch_optional(c)
        .await
    })?)
}

/// Forgets journeys that were never ended, people who waited in vain, sign-outs that never came back, and what was handed
/// over.
pub(crate) async fn purge(portal: &Portal) -> Result<u64, Error> {
    const STATEMENTS: [&str; 5] = [
        "DELETE FROM identity_request WHERE expires_at < $1",
        "DELETE FROM identity_waiting WHERE expires_at < $1",
        "DELETE FROM provider_sign_out WHERE expires_at < $1",
        "DELETE FROM handover WHERE expires_at < $1",
        "DELETE FROM handover_used WHERE expires_at < $1",
    ];
    let now: Moment = portal.clock.now();
    let mut gone = 0;
    for statement in STATEMENTS {
        gone += change!(portal.db, |c| {
            sqlx::query(statement).bind(now).execute(c).await.map(|done| done.rows_affected())
        })?;
    }
    Ok(gone)
}
