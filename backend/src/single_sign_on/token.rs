//! The token endpoint: a code, once, against an ID token and an access token (OpenID Connect Core, §3.1.3).

use std::net::IpAddr;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::rights::Teleservice;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    authorize, claims,
    claims::Person,
    client,
    code::{self, Grant},
    issuer, jwt,
    parameters::Parameters,
};
use crate::{
    Error, Portal,
    db::{Duration, Moment},
    secret::Token,
    throttle::{self, Attempt},
};

/// `typ` of ID tokens.
pub(super) const ID_TOKEN: &str = "JWT";

/// A request for tokens as it came.
#[derive(Clone, Copy, Debug)]
pub struct TokenRequest<'a> {
    pub address: IpAddr,
    /// `Authorization` header.
    pub authorization: Option<&'a str>,
    pub body: &'a [u8],
}

/// What a code is worth.
#[derive(Debug, Serialize)]
pub struct Tokens {
    pub access_token: String,
    pub token_type: &'static str,
    pub expires_in: u64,
    pub id_token: String,
}

/// The errors of the token endpoint (RFC 6749, §5.2).
#[derive(Debug, thiserror::Error)]
pub enum TokenRefusal {
    #[error("client authentication failed")]
    Client,
    #[error("{0}")]
    Grant(&'static str),
    #[error("{0}: {1}")]
    Request(&'static str, &'static str),
    #[error("too many refused requests")]
    TooMany { retry_after: Duration },
    #[error(transparent)]
    Error(#[from] Error),
}

/// What an ID token says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct IdClaims {
    pub iss: String,
    pub aud: String,
    pub sid: Uuid,
    exp: i64,
    iat: i64,
    auth_time: i64,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    nonce: Option<String>,
    acr: String,
    at_hash: String,
    #[serde(flatten)]
    person: Person,
}

/// Answers a request; those that are refused count against the network they come from.
///
/// # Errors
/// See [`TokenRefusal`].
pub async fn exchange(portal: &Portal, request: TokenRequest<'_>) -> Result<Tokens, TokenRefusal> {
    let bucket = format!("jeton:{}", throttle::network(request.address));
    let limit = portal.config.single_sign_on.refusals_per_network;
    let attempt = match throttle::attempt(portal, &bucket, limit, portal.config.sign_in.window()).await? {
        Attempt::Allowed(attempt) => attempt,
        Attempt::Refused { retry_after } => return Err(TokenRefusal::TooMany { retry_after }),
    };
    let tokens = answer(portal, request).await?;
    throttle::forgive(portal, attempt).await?;
    Ok(tokens)
}

async fn answer(portal: &Portal, request: TokenRequest<'_>) -> Result<Tokens, TokenRefusal> {
    let parameters = Parameters::read(request.body)
        .map_err(|_| TokenRefusal::Request("invalid_request", "a parameter is there twice"))?;
    let teleservice = client::authenticated(&portal.config.teleservices, request.authorization, &parameters)
        .ok_or(TokenRefusal::Client)?;
    let needed =
        |name: &str, sentence| parameters.get(name).ok_or(TokenRefusal::Request("invalid_request", sentence));
    if needed("grant_type", "grant_type is required")? != "authorization_code" {
        return Err(TokenRefusal::Request("unsupported_grant_type", "only authorization_code"));
    }
    let code = needed("code", "code is required")?;
    let redirect_uri = needed("redirect_uri", "redirect_uri is required")?;
    let verifier = needed("code_verifier", "code_verifier is required")?;
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
    let grant = code::find(&portal.db, code).await?.ok_or(TokenRefusal::Grant("the code is unknown"))?;
    let fits = grant.fits(teleservice, redirect_uri, &challenge, portal.clock.now());
    // Rights are asked before anything is held: a co-owner may take its time.
    let said = match fits {
        true => Some(said(portal, &grant, teleservice).await?),
        false => None,
    };
    redeem(portal, code, &grant, said).await
}

/// Who the person is, with rights of this moment: one withdrawn since the code was given is a refusal, not a claim.
async fn said(
    portal: &Portal,
    grant: &Grant,
    teleservice: Teleservice,
) -> Result<Option<(Person, &'static str)>, Error> {
    let siren = grant.siren()?;
    let held = match authorize::opening_rights(portal, grant.account_id, &siren, teleservice).await {
        Ok(held) => held,
        Err(Error::Refused(_)) => return Ok(None),
        Err(error) => return Err(error),
    };
    let (person, level) = claims::person(portal, grant.account_id, &siren, teleservice, &held).await?;
    Ok(Some((person, claims::acr(level))))
}

/// The code is used up whatever comes of it: whoever holds it and does not fit has no business with it.
async fn redeem(
    portal: &Portal,
    code: &str,
    grant: &Grant,
    said: Option<Option<(Person, &'static str)>>,
) -> Result<Tokens, TokenRefusal> {
    // Signed before anything is held: drawing a key takes a while.
    let token = Token::draw();
    let signed = match &said {
        Some(Some((person, acr))) => Some(id_token(portal, grant, person, acr, &token).await?),
        _ => None,
    };
    let mut tx = portal.db.begin().await.map_err(Error::from)?;
    let first = code::use_up(&mut tx, code, portal.clock.now()).await?;
    let kept = match (first, &signed) {
        (true, Some(_)) => code::keep_token(&mut tx, portal, code, grant, &token).await,
        _ => Ok(()),
    };
    let over = matches!(kept, Err(Error::NotFound));
    if !over {
        kept?;
    }
    tx.commit().await.map_err(Error::from)?;
    match (first, over, said, signed) {
        (false, ..) => Err(TokenRefusal::Grant("the code was used before")),
        (_, true, ..) => Err(TokenRefusal::Grant("the session is over")),
        (_, _, None, _) => Err(TokenRefusal::Grant("the code is too old, or another request's")),
        (_, _, _, Some(id_token)) => Ok(Tokens {
            access_token: token.into(),
            token_type: "Bearer",
            expires_in: portal.config.single_sign_on.token_seconds,
            id_token,
        }),
        _ => Err(TokenRefusal::Grant("the right was withdrawn")),
    }
}

async fn id_token(
    portal: &Portal,
    grant: &Grant,
    person: &Person,
    acr: &str,
    token: &Token,
) -> Result<String, Error> {
    let seconds = |at: Moment| at.timestamp().as_second();
    let now = portal.clock.now();
    let teleservice = Teleservice::from_code(&grant.teleservice);
    let settings = teleservice.and_then(|teleservice| portal.config.teleservices.of(teleservice));
    let claims = IdClaims {
        iss: issuer(portal),
        aud: settings.ok_or(Error::NotFound)?.client_id.clone(),
        sid: grant.visit_id,
        exp: seconds(now + portal.config.single_sign_on.token_life()),
        iat: seconds(now),
        auth_time: seconds(grant.auth_time),
        nonce: grant.nonce.clone(),
        acr: acr.to_owned(),
        at_hash: jwt::half_hash(token.expose()),
        person: person.clone(),
    };
    jwt::sign(portal, ID_TOKEN, &claims).await
}
