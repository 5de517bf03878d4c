//! Authorization endpoint: answers a téléservice with a code, a page of the portal first, or an error.

use domain::{path, siren::Siren};
use url::form_urlencoded;

use super::{
    authorization_error::AuthorizationError,
    code, opening_rights,
    request::{self, AuthorizationRequest, RequestError},
    subject::CodeSubject,
};
use platform::{Error, db::Moment};

use crate::{
    Portal,
    accounts::sessions::{Session, Usager, Visitor},
};

/// Answer to an authorization request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Redirect to the téléservice, with a code or an error.
    Redirect(String),
    /// Redirect to a page of the portal, which leads back to the request.
    Page(String),
    /// Unknown téléservice, or an address that is not registered for it: an error page, without a redirect.
    Invalid,
}

/// Answers an authorization request; `query`: as sent by the browser.
///
/// # Errors
/// [`Error::Busy`].
pub async fn authorize(portal: &Portal, session: Option<&Session>, query: &str) -> Result<Outcome, Error> {
    let request = match request::read(portal, query) {
        Ok(request) => request,
        Err(RequestError::Invalid) => return Ok(Outcome::Invalid),
        Err(RequestError::Redirect(address)) => return Ok(Outcome::Redirect(address)),
    };
    let required_since = request.required_authentication(portal.clock.now());
    let page = |path, error| page_first(portal, &request, path, required_since, error);
    let (session, usager) = match session.map(|session| (session, &session.visitor)) {
        Some((session, Visitor::Usager(usager))) => (session, usager),
        Some((_, Visitor::Enrolling(_))) => {
            return Ok(page(path::NEW_AUTHENTICATOR_APP, AuthorizationError::LoginRequired));
        }
        Some((_, Visitor::Staff(_))) => {
            return Ok(Outcome::Redirect(request.error_redirect(portal, AuthorizationError::AccessDenied)));
        }
        _ => return Ok(page(path::SIGN_IN, AuthorizationError::LoginRequired)),
    };
    if required_since.is_some_and(|since| authenticated_at(session) < since) {
        return Ok(page(path::REAUTHENTICATION, AuthorizationError::LoginRequired));
    }
    let Some(siren) = &session.siren else {
        return Ok(page(path::COMPANIES, AuthorizationError::InteractionRequired));
    };
    if let Some(outcome) = refuse_access(portal, &request, usager, siren).await? {
        return Ok(outcome);
    }
    let authenticated_at = authenticated_at(session);
    let subject = CodeSubject { session: session.id, account: usager.account, siren, authenticated_at };
    match code::issue(portal, &request, &subject).await {
        Ok(code) => Ok(Outcome::Redirect(request.redirect(portal, &[("code", code.expose())]))),
        // The session was closed meanwhile.
        Err(Error::NotFound) => Ok(page(path::SIGN_IN, AuthorizationError::LoginRequired)),
        Err(error) => Err(error),
    }
}

/// Shows a page of the portal first, or returns the error if the request forbids any page (`prompt=none`).
fn page_first(
    portal: &Portal,
    request: &AuthorizationRequest,
    path: &str,
    required_since: Option<Moment>,
    error: AuthorizationError,
) -> Outcome {
    if request.prompt_none {
        return Outcome::Redirect(request.error_redirect(portal, error));
    }
    let back = request.address(required_since);
    let back: String = form_urlencoded::byte_serialize(back.as_bytes()).collect();
    Outcome::Page(format!("{path}?retour={back}"))
}

/// Returns the refusal if the person has no right on the téléservice, or no linked account at the site.
async fn refuse_access(
    portal: &Portal,
    request: &AuthorizationRequest,
    usager: &Usager,
    siren: &Siren,
) -> Result<Option<Outcome>, Error> {
    let has_page = match opening_rights::require(portal, usager.account, siren, request.client).await {
        Ok(_) => return Ok(None),
        Err(Error::Refused(_)) => true,
        // The account of the site is not linked: the person signs in there.
        Err(Error::NotFound) => false,
        Err(error) => return Err(error),
    };
    Ok(Some(if request.prompt_none || !has_page {
        Outcome::Redirect(request.error_redirect(portal, AuthorizationError::AccessDenied))
    } else {
        Outcome::Page(path::teleservice_access(request.query()))
    }))
}

/// Time of the last sign-in or re-authentication: `auth_time`.
fn authenticated_at(session: &Session) -> Moment {
    let signed_in = session.signed_in_at.unwrap_or(session.created_at);
    session.authenticated_at.map_or(signed_in, |at| at.max(signed_in))
}
