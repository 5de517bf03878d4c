//! The answer to a téléservice that asks who is there: a code, a page of the portal first, or a refusal.

use domain::{
    rights::{self, Action, Actor, Decision, Denial, Habilitation, Teleservice},
    siren::Siren,
};
use url::form_urlencoded;
use uuid::Uuid;

use super::{
    code,
    request::{self, AuthorizationRequest, Misuse, Told},
};
use crate::{
    Error, Portal, companies,
    db::Moment,
    session::{Session, Usager, Visitor},
};

/// Where the browser goes next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Back to the téléservice, with a code or an error.
    Leave(String),
    /// To a page of the portal, which brings the person back.
    Page(String),
    /// The request names no téléservice, or not its address: an error page, and nobody is sent anywhere.
    Unusable,
}

/// Answers an authorization request; `query`: as the browser brought it.
///
/// # Errors
/// [`Error::Busy`].
pub async fn authorize(portal: &Portal, session: Option<&Session>, query: &str) -> Result<Outcome, Error> {
    let request = match request::read(portal, query) {
        Ok(request) => request,
        Err(Misuse::Unusable) => return Ok(Outcome::Unusable),
        Err(Misuse::Told(address)) => return Ok(Outcome::Leave(address)),
    };
    let now = portal.clock.now();
    let wanted = request.wanted_proof(now);
    let (session, usager) = match session.map(|session| (session, &session.visitor)) {
        Some((session, Visitor::Usager(usager))) => (session, usager),
        Some((_, Visitor::Enrolling(_))) => {
            return Ok(first(portal, &request, "/profil/securite/application", wanted, Told::LoginRequired));
        }
        Some((_, Visitor::Agent(_))) => {
            return Ok(Outcome::Leave(request.refused(portal, Told::AccessDenied)));
        }
        _ => return Ok(first(portal, &request, "/connexion", wanted, Told::LoginRequired)),
    };
    let proved_at = proved_at(session);
    if wanted.is_some_and(|since| proved_at < since) {
        return Ok(first(portal, &request, "/connexion/preuve", wanted, Told::LoginRequired));
    }
    let Some(siren) = &session.siren else {
        return Ok(first(portal, &request, "/entreprises", wanted, Told::InteractionRequired));
    };
    let held = companies::habilitations(portal, usager.account, Some(siren)).await?;
    if may_open(&held, siren, request.teleservice).or_denied().is_err() {
        return Ok(if request.silent {
            Outcome::Leave(request.refused(portal, Told::AccessDenied))
        } else {
            Outcome::Page(format!("/teleservices/acces?{}", request.query()))
        });
    }
    let asked = code::Asked { session: session.id, account: usager.account, siren, proved_at };
    match code::issue(portal, &request, &asked).await {
        Ok(code) => Ok(Outcome::Leave(request.answer(portal, &[("code", code.expose())]))),
        // Closed while it was being answered.
        Err(Error::NotFound) => Ok(first(portal, &request, "/connexion", wanted, Told::LoginRequired)),
        Err(error) => Err(error),
    }
}

/// A page of the portal comes first, unless nothing may be shown.
fn first(
    portal: &Portal,
    request: &AuthorizationRequest,
    page: &str,
    wanted: Option<Moment>,
    silent: Told,
) -> Outcome {
    if request.silent {
        return Outcome::Leave(request.refused(portal, silent));
    }
    let back = request.address(wanted);
    let back: String = form_urlencoded::byte_serialize(back.as_bytes()).collect();
    Outcome::Page(format!("{page}?retour={back}"))
}

/// When the person last proved who they are: `auth_time`.
fn proved_at(session: &Session) -> Moment {
    let signed_in = session.signed_in_at.unwrap_or(session.created_at);
    session.proved_at.map_or(signed_in, |proved| proved.max(signed_in))
}

pub(super) fn may_open(held: &[Habilitation], siren: &Siren, teleservice: Teleservice) -> Decision {
    let actor = Actor::Usager { habilitations: held, siren: Some(siren) };
    rights::decide(&actor, &Action::OpenTeleservice(teleservice))
}

/// What is held on the company, and whether it opens the téléservice, now.
///
/// # Errors
/// [`Error::Refused`], [`Error::Busy`].
pub(super) async fn opening_rights(
    portal: &Portal,
    account: Uuid,
    siren: &Siren,
    teleservice: Teleservice,
) -> Result<Vec<Habilitation>, Error> {
    let held = companies::habilitations(portal, account, Some(siren)).await?;
    may_open(&held, siren, teleservice).or_denied().map_err(Error::Refused)?;
    Ok(held)
}

/// Why a téléservice that asked is not told who is there.
#[derive(Clone, Debug)]
pub enum Access {
    Denied {
        teleservice: Teleservice,
        denial: Denial,
        /// Back to the téléservice, which is told that access is denied.
        back: String,
    },
    /// Nothing is in the way any more: the request's own address.
    Open(String),
}

/// What the page of a refusal shows; `query`: that of the request.
///
/// # Errors
/// [`Error::NotFound`] when the request is none or no company is chosen.
pub async fn access(portal: &Portal, session: &Session, query: &str) -> Result<Access, Error> {
    let usager: &Usager = session.usager()?;
    let request = request::read(portal, query).map_err(|_| Error::NotFound)?;
    let siren = session.siren()?;
    let held = companies::habilitations(portal, usager.account, Some(siren)).await?;
    Ok(match may_open(&held, siren, request.teleservice) {
        Decision::Allowed => Access::Open(request.address(None)),
        Decision::Denied(denial) => Access::Denied {
            teleservice: request.teleservice,
            denial,
            back: request.refused(portal, Told::AccessDenied),
        },
    })
}
