//! A sign-out that begins at a téléservice (OpenID Connect RP-Initiated Logout 1.0).

use domain::rights::Teleservice;
use url::Url;
use uuid::Uuid;

use super::{
    issuer, jwt, keys,
    parameters::Parameters,
    token::{ID_TOKEN, IdClaims},
};
use crate::{
    Error, Portal, on,
    session::{self, Session},
    sign_in,
};

/// What a téléservice that signs somebody out is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EndSession {
    /// The session is over: the cookie goes, the browser goes there.
    Ended(String),
    /// Nobody is signed in: the browser goes there.
    Nobody(String),
    /// The person is asked first.
    Confirm,
    /// A token that is not the portal's, an address that is not the téléservice's: an error page.
    Unusable,
}

/// What was asked.
struct Demand {
    teleservice: Option<Teleservice>,
    /// The visit whose ID token was given back.
    visit: Option<Uuid>,
    /// Where the téléservice wants the person next, with its state.
    back: Option<String>,
}

/// Ends the session at once when the téléservice gives back the ID token of a visit in this very session: nobody else
/// has it. Otherwise nothing is done before the person agrees.
///
/// # Errors
/// [`Error::Busy`].
pub async fn end_session(
    portal: &Portal,
    session: Option<&Session>,
    query: &str,
) -> Result<EndSession, Error> {
    let Some(demand) = read(portal, query).await? else { return Ok(EndSession::Unusable) };
    let Some(session) = session.filter(|session| session.account().is_ok()) else {
        return Ok(EndSession::Nobody(demand.back.unwrap_or_else(|| "/deconnexion".to_owned())));
    };
    if is_of_session(portal, session, &demand).await? {
        return Ok(EndSession::Ended(close(portal, session, demand).await?));
    }
    Ok(EndSession::Confirm)
}

/// The same once the person has agreed; gives where the browser goes.
///
/// # Errors
/// [`Error::NotFound`] when the demand is none; [`Error::Busy`].
pub async fn confirm_end(portal: &Portal, session: &Session, query: &str) -> Result<String, Error> {
    let demand = read(portal, query).await?.ok_or(Error::NotFound)?;
    close(portal, session, demand).await
}

/// The téléservice that a demand comes from, if it says so.
///
/// # Errors
/// [`Error::NotFound`] when the demand is none; [`Error::Busy`].
pub async fn who_ends(portal: &Portal, query: &str) -> Result<Option<Teleservice>, Error> {
    Ok(read(portal, query).await?.ok_or(Error::NotFound)?.teleservice)
}

async fn close(portal: &Portal, session: &Session, demand: Demand) -> Result<String, Error> {
    match demand.back {
        Some(back) => session::close(portal, session.id).await.map(|()| back),
        // With nobody waiting for the person, the provider that opened the session is told too.
        None => {
            let next = sign_in::sign_out(portal, session).await?;
            Ok(next.map_or_else(|| "/deconnexion".to_owned(), String::from))
        }
    }
}

/// `None`: a demand that is not to be answered. Nobody is ever sent to an address that is not registered.
async fn read(portal: &Portal, query: &str) -> Result<Option<Demand>, Error> {
    let Ok(parameters) = Parameters::read(query.as_bytes()) else { return Ok(None) };
    let hint = match parameters.get("id_token_hint") {
        Some(token) => match verified(portal, token).await? {
            Some(claims) => Some(claims),
            None => return Ok(None),
        },
        None => None,
    };
    let named = parameters.get("client_id");
    let told = hint.as_ref().map(|claims| claims.aud.as_str());
    if let (Some(named), Some(told)) = (named, told)
        && named != told
    {
        return Ok(None);
    }
    let client = named.or(told).and_then(|id| portal.config.teleservices.client(id));
    if named.or(told).is_some() && client.is_none() {
        return Ok(None);
    }
    let back = match (parameters.get("post_logout_redirect_uri"), client) {
        (None, _) => None,
        (Some(asked), Some((_, settings)))
            if settings.post_logout_redirect_uris.iter().any(|known| known == asked) =>
        {
            with_state(asked, parameters.get("state"))
        }
        (Some(_), _) => return Ok(None),
    };
    let teleservice = client.map(|(teleservice, _)| teleservice);
    Ok(Some(Demand { teleservice, visit: hint.map(|claims| claims.sid), back }))
}

/// Signed here; its age does not matter, it is only given back.
async fn verified(portal: &Portal, token: &str) -> Result<Option<IdClaims>, Error> {
    let keys = keys::known(portal).await?;
    let claims: Option<IdClaims> = jwt::verified(&keys, ID_TOKEN, token);
    Ok(claims.filter(|claims| claims.iss == issuer(portal)))
}

fn with_state(address: &str, state: Option<&str>) -> Option<String> {
    let mut address = Url::parse(address).ok()?;
    if let Some(state) = state {
        address.query_pairs_mut().append_pair("state", state);
    }
    Some(address.into())
}

async fn is_of_session(portal: &Portal, session: &Session, demand: &Demand) -> Result<bool, Error> {
    let (Some(visit), Some(teleservice)) = (demand.visit, demand.teleservice) else { return Ok(false) };
    let found: Option<Uuid> = on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT id FROM teleservice_visit WHERE id = $1 AND session_id = $2 AND account = $3 AND teleservice = $4",
        )
        .bind(visit)
        .bind(session.id)
        .bind(session.account()?.account)
        .bind(teleservice.code())
        .fetch_optional(c)
        .await
    })?;
    Ok(found.is_some())
}
