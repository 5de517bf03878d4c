//! Sign-out initiated by a téléservice (OpenID Connect RP-Initiated Logout 1.0).

use domain::{destination::Destination, path};
use url::Url;

use super::{
    TeleserviceSettings,
    id_token::{ID_TOKEN, IdClaims},
    jwt, keys,
    metadata::issuer,
    parameters::Parameters,
    rp_sessions,
};
use platform::Error;

use crate::{
    Portal,
    accounts::{
        sessions::{self, Session},
        sign_in,
    },
    id::RpSessionId,
};

/// Outcome of a logout request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EndSession {
    /// The session was closed: delete the cookie and redirect to this address.
    Ended(String),
    /// No account is signed in: redirect to this address.
    NotSignedIn(String),
    /// The person must confirm first.
    Confirm,
    /// Invalid ID token, unknown client, or an address that is not registered for it: an error page.
    Invalid,
}

struct LogoutRequest {
    client: Option<Destination>,
    /// RP session of the ID token in the request.
    rp_session: Option<RpSessionId>,
    /// Address that the téléservice wants the person to return to, with its state.
    return_address: Option<String>,
}

/// Closes the session at once if the téléservice sends an ID token issued in this session, which only this téléservice
/// has. Otherwise requires a confirmation.
///
/// # Errors
/// [`Error::Busy`].
pub async fn end_session(
    portal: &Portal,
    session: Option<&Session>,
    query: &str,
) -> Result<EndSession, Error> {
    let Some(request) = read(portal, query).await? else { return Ok(EndSession::Invalid) };
    let Some(session) = session.filter(|session| session.account().is_ok()) else {
        return Ok(EndSession::NotSignedIn(
            request.return_address.unwrap_or_else(|| path::SIGNED_OUT.to_owned()),
        ));
    };
    if is_of_session(portal, session, &request).await? {
        return Ok(EndSession::Ended(close(portal, session, request).await?));
    }
    Ok(EndSession::Confirm)
}

/// Closes the session after the person's confirmation; returns the address to redirect to.
///
/// # Errors
/// [`Error::NotFound`] if the request is invalid; [`Error::Busy`].
pub async fn confirm_end_session(portal: &Portal, session: &Session, query: &str) -> Result<String, Error> {
    let request = read(portal, query).await?.ok_or(Error::NotFound)?;
    close(portal, session, request).await
}

/// Returns the téléservice or site that sent a logout request, if the request contains its identifier.
///
/// # Errors
/// [`Error::NotFound`] if the request is invalid; [`Error::Busy`].
pub async fn logout_client(portal: &Portal, query: &str) -> Result<Option<Destination>, Error> {
    Ok(read(portal, query).await?.ok_or(Error::NotFound)?.client)
}

async fn close(portal: &Portal, session: &Session, request: LogoutRequest) -> Result<String, Error> {
    match request.return_address {
        Some(address) => sessions::close(portal, session.id).await.map(|()| address),
        // Without a return address, the provider that opened the session is signed out too.
        None => {
            let next = sign_in::sign_out(portal, session).await?;
            Ok(next.map_or_else(|| path::SIGNED_OUT.to_owned(), String::from))
        }
    }
}

/// Parses a logout request. Returns `None` if it is invalid: the browser is never redirected to an address that is not
/// registered.
async fn read(portal: &Portal, query: &str) -> Result<Option<LogoutRequest>, Error> {
    let Ok(parameters) = Parameters::read(query.as_bytes()) else { return Ok(None) };
    let hint = match parameters.get("id_token_hint") {
        Some(token) => match verify(portal, token).await? {
            Some(claims) => Some(claims),
            None => return Ok(None),
        },
        None => None,
    };
    let by_parameter = parameters.get("client_id");
    let by_token = hint.as_ref().map(|claims| claims.aud.as_str());
    if by_parameter.zip(by_token).is_some_and(|(parameter, token)| parameter != token) {
        return Ok(None);
    }
    let client_id = by_parameter.or(by_token);
    let client = client_id.and_then(|id| portal.config.teleservices.client(id));
    if client_id.is_some() && client.is_none() {
        return Ok(None);
    }
    let Ok(return_address) = return_address(&parameters, client.map(|(_, settings)| settings)) else {
        return Ok(None);
    };
    let client = client.map(|(client, _)| client);
    Ok(Some(LogoutRequest { client, rp_session: hint.map(|claims| claims.sid), return_address }))
}

/// The requested return address is not registered.
struct NotRegistered;

fn return_address(
    parameters: &Parameters,
    client: Option<&TeleserviceSettings>,
) -> Result<Option<String>, NotRegistered> {
    match (parameters.get("post_logout_redirect_uri"), client) {
        (None, _) => Ok(None),
        (Some(requested), Some(settings))
            if settings.post_logout_redirect_uris.iter().any(|registered| registered == requested) =>
        {
            Ok(with_state(requested, parameters.get("state")))
        }
        (Some(_), _) => Err(NotRegistered),
    }
}

/// Verifies signature and issuer of the ID token of a logout request. Its age does not matter.
async fn verify(portal: &Portal, token: &str) -> Result<Option<IdClaims>, Error> {
    let keys = keys::stored_public_keys(portal).await?;
    let claims: Option<IdClaims> = jwt::verify(&keys, ID_TOKEN, token);
    Ok(claims.filter(|claims| claims.iss == issuer(portal)))
}

fn with_state(address: &str, state: Option<&str>) -> Option<String> {
    let mut address = Url::parse(address).ok()?;
    if let Some(state) = state {
        address.query_pairs_mut().append_pair("state", state);
    }
    Some(address.into())
}

async fn is_of_session(portal: &Portal, session: &Session, request: &LogoutRequest) -> Result<bool, Error> {
    match (request.rp_session, request.client) {
        (Some(id), Some(client)) => rp_sessions::belongs_to(portal, session, id, client).await,
        _ => Ok(false),
    }
}
