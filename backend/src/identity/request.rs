//! A journey to a provider: how it begins, and its secrets until it ends.

use domain::identity_provider::IdentityProvider;
use sqlx::FromRow;
use url::Url;
use uuid::Uuid;

use crate::{
    Error, Portal, change,
    db::{Duration, Moment},
    openid::Authorization,
    secret::Token,
    session::{Client, Session},
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
    provider: IdentityProvider,
    wanted: &str,
) -> Result<Url, Error> {
    set_out(portal, session, client, provider, None, wanted).await
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
    set_out(portal, session, client, provider, Some(account), "").await
}

async fn set_out(
    portal: &Portal,
    session: &Session,
    client: &Client,
    provider: IdentityProvider,
    account: Option<Uuid>,
    wanted: &str,
) -> Result<Url, Error> {
    if !portal.identities.offered().any(|offered| offered == provider) {
        return Err(Error::NotFound);
    }
    // Each journey makes the portal call the provider.
    let settings = &portal.config.sign_in;
    let bucket = format!("fournisseur:{}", throttle::network(client.address));
    throttle::allow(portal, &bucket, settings.attempts_per_network, settings.window()).await?;
    let authorization = portal.identities.begin(provider, account.is_some()).await.map_err(|failure| {
        tracing::warn!(provider = provider.code(), %failure, "a journey could not begin");
        Error::PartnerDown { what: provider.label().to_owned() }
    })?;
    keep(portal, session, provider, account, wanted, &authorization).await?;
    Ok(authorization.address)
}

async fn keep(
    portal: &Portal,
    session: &Session,
    provider: IdentityProvider,
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
    provider: IdentityProvider,
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

/// Forgets journeys that were never ended, people who waited in vain, sign-outs that never came back.
pub(crate) async fn purge(portal: &Portal) -> Result<u64, Error> {
    const STATEMENTS: [&str; 3] = [
        "DELETE FROM identity_request WHERE expires_at < $1",
        "DELETE FROM identity_waiting WHERE expires_at < $1",
        "DELETE FROM provider_sign_out WHERE expires_at < $1",
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
