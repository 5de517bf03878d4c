//! Token endpoint: exchanges a code, once, for an ID token and an access token (OpenID Connect Core, §3.1.3).

use std::net::IpAddr;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::destination::Destination;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{
    claims,
    claims::Person,
    client,
    code::{self, Grant},
    id_token::id_token,
    opening_rights,
    parameters::Parameters,
};
use platform::{
    Error,
    db::Duration,
    secret::Token,
    throttle::{self, Attempt},
};

use crate::Portal;

/// Token request as received.
#[derive(Clone, Copy, Debug)]
pub struct TokenRequest<'a> {
    pub address: IpAddr,
    /// `Authorization` header.
    pub authorization: Option<&'a str>,
    pub body: &'a [u8],
}

/// Token response.
#[derive(Debug, Serialize)]
pub struct Tokens {
    pub access_token: String,
    pub token_type: &'static str,
    /// Lifetime of the access token, in seconds.
    pub expires_in: u64,
    pub id_token: String,
}

/// Errors of the token endpoint (RFC 6749, §5.2).
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    #[error("client authentication failed")]
    InvalidClient,
    #[error("{0}")]
    InvalidGrant(&'static str),
    /// Error code and description.
    #[error("{0}: {1}")]
    Request(&'static str, &'static str),
    #[error("too many refused requests")]
    TooManyRequests { retry_after: Duration },
    #[error(transparent)]
    Internal(#[from] Error),
}

/// Exchanges a code for tokens. Refused requests count against the network that sends them.
///
/// # Errors
/// See [`TokenError`].
pub async fn exchange(portal: &Portal, request: TokenRequest<'_>) -> Result<Tokens, TokenError> {
    let bucket = format!("jeton:{}", throttle::network(request.address));
    let limit = portal.config.oidc_provider.refusals_per_network;
    let attempt = match throttle::attempt(portal, &bucket, limit, portal.config.sign_in.window()).await? {
        Attempt::Allowed(attempt) => attempt,
        Attempt::Refused { retry_after } => return Err(TokenError::TooManyRequests { retry_after }),
    };
    let tokens = answer(portal, request).await?;
    throttle::forgive(portal, attempt).await?;
    Ok(tokens)
}

async fn answer(portal: &Portal, request: TokenRequest<'_>) -> Result<Tokens, TokenError> {
    let parameters = Parameters::read(request.body)
        .map_err(|_| TokenError::Request("invalid_request", "a parameter is there twice"))?;
    let client = client::authenticate(&portal.config.teleservices, request.authorization, &parameters)
        .ok_or(TokenError::InvalidClient)?;
    let required = |name: &str, description| {
        parameters.get(name).ok_or(TokenError::Request("invalid_request", description))
    };
    if required("grant_type", "grant_type is required")? != "authorization_code" {
        return Err(TokenError::Request("unsupported_grant_type", "only authorization_code"));
    }
    let code = required("code", "code is required")?;
    let redirect_uri = required("redirect_uri", "redirect_uri is required")?;
    let verifier = required("code_verifier", "code_verifier is required")?;
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
    let grant = code::find(&portal.db, code).await?.ok_or(TokenError::InvalidGrant("the code is unknown"))?;
    let person = if grant.matches(client, redirect_uri, &challenge, portal.clock.now()) {
        // Requested before the transaction: a co-owner may answer slowly.
        current_person(portal, &grant, client).await?.ok_or("the right was withdrawn")
    } else {
        Err("the code is too old, or another request's")
    };
    redeem(portal, code, &grant, person).await
}

type PersonAndLevel = (Person, &'static str);

/// Returns the claims with current rights and the `acr`. Returns `None` if the right was withdrawn since the code was
/// issued.
async fn current_person(
    portal: &Portal,
    grant: &Grant,
    client: Destination,
) -> Result<Option<PersonAndLevel>, Error> {
    let siren = grant.siren()?;
    let opening = match opening_rights::require(portal, grant.account_id, &siren, client).await {
        Ok(opening) => opening,
        Err(Error::Refused(_) | Error::NotFound) => return Ok(None),
        Err(error) => return Err(error),
    };
    let (person, level) = claims::person(portal, grant.account_id, &siren, &opening).await?;
    Ok(Some((person, claims::acr(level))))
}

/// Consumes the code, even if `person` is a refusal: a client that sends it with wrong parameters must not retry.
async fn redeem(
    portal: &Portal,
    code: &str,
    grant: &Grant,
    person: Result<PersonAndLevel, &'static str>,
) -> Result<Tokens, TokenError> {
    // Signed before the transaction: generating a signing key takes a while.
    let token = Token::generate();
    let signed = match &person {
        Ok((person, acr)) => Ok(id_token(portal, grant, person, acr, &token).await?),
        Err(reason) => Err(*reason),
    };
    let mut tx = portal.db.begin().await.map_err(Error::from)?;
    let first_use = code::use_once(&mut tx, code, portal.clock.now()).await?;
    let stored = match (first_use, &signed) {
        (true, Ok(_)) => code::store_token(&mut tx, portal, code, grant, &token).await,
        _ => Ok(()),
    };
    let session_ended = matches!(stored, Err(Error::NotFound));
    if !session_ended {
        stored?;
    }
    tx.commit().await.map_err(Error::from)?;
    if !first_use {
        return Err(TokenError::InvalidGrant("the code was used before"));
    }
    if session_ended {
        return Err(TokenError::InvalidGrant("the session is over"));
    }
    Ok(Tokens {
        access_token: token.into(),
        token_type: "Bearer",
        expires_in: portal.config.oidc_provider.token_seconds,
        id_token: signed.map_err(TokenError::InvalidGrant)?,
    })
}
