//! Linking an account of a co-owner: the person signs in there (OpenID Connect); the portal never sees the password.
//!
//! A linked account can sign in to the portal: linking requires recent re-authentication, as linking an identity does,
//! and the owner is notified by mail.

use domain::{
    co_owner::CoOwner,
    french, path,
    problem::{FieldProblem, Problem},
};
use url::Url;

pub use platform::oidc_client::CallbackParams as LinkCallbackParams;
use platform::{Error, co_owners::AuthorizationPurpose, oidc_client::OpenIdFailure, secret::Token};

use super::{
    authorization_request,
    link::{Outcome, link},
    rights_count,
};
use crate::{
    Portal,
    accounts::{
        flash::{self, Flash},
        sessions::Session,
    },
    companies::{
        choice::{choose, only_siren},
        rattachements::VerifiedAccount,
    },
    id::AccountId,
};

/// Name of the form of [`path::LINKS`], whose flash holds the problems of a link.
pub const LINKS_FORM: &str = "rattachement";

/// Response to the callback.
#[derive(Clone, Debug)]
pub struct LinkRedirect {
    /// Path to redirect to.
    pub path: String,
    /// New token of the session cookie, if the account's only company was selected.
    pub token: Option<Token>,
}

/// Begins an authorization request. Returns the address at the co-owner.
///
/// # Errors
/// [`Error::CoOwnerDown`]; [`Error::NotFound`] if the co-owner is not offered or no usager is signed in;
/// [`Error::Invalid`]: `ReauthenticationRequired`.
pub async fn begin_link(portal: &Portal, session: &Session, co_owner: CoOwner) -> Result<Url, Error> {
    session.recently_authenticated_usager(portal.clock.now())?;
    if !portal.co_owners.offered().any(|offered| offered == co_owner) {
        return Err(Error::NotFound);
    }
    let authorization = portal.co_owners.authorization_request(co_owner, AuthorizationPurpose::Link).await;
    let authorization = authorization.map_err(|failure| {
        tracing::warn!(co_owner = co_owner.code(), %failure, "failed to begin an authorization request");
        Error::CoOwnerDown { what: co_owner.site().to_owned() }
    })?;
    authorization_request::store(portal, session, co_owner, &authorization).await?;
    Ok(authorization.address)
}

/// Handles the callback: verifies it, links the account and fetches its rights. Problems are stored as a flash of the
/// page of rattachements, to which the browser is redirected in every case.
///
/// # Errors
/// [`Error::NotFound`] for an unknown co-owner, or if no usager is signed in; [`Error::Busy`].
pub async fn complete_link(
    portal: &Portal,
    session: &Session,
    co_owner: &str,
    params: &LinkCallbackParams,
) -> Result<LinkRedirect, Error> {
    session.usager()?;
    let co_owner = CoOwner::from_code(co_owner).ok_or(Error::NotFound)?;
    let mut token = None;
    match verify_and_link(portal, session, co_owner, params).await? {
        Outcome::Linked { account } => {
            token = choose_only_company(portal, session).await?;
            announce(portal, session, linked_notice(portal, account, co_owner).await?).await?;
        }
        Outcome::AlreadyLinked => {
            let site = co_owner.site();
            let notice = format!(
                "Ce compte {site} était déjà rattaché\u{a0}: il le reste, et ses habilitations ont été relues."
            );
            announce(portal, session, notice).await?;
        }
        Outcome::Failed(problem) => {
            let problems = vec![FieldProblem::of_form(problem)];
            let flash = Flash { form: LINKS_FORM.to_owned(), problems, ..Flash::default() };
            flash::store(portal, session.id, &flash).await?;
        }
    }
    Ok(LinkRedirect { path: path::LINKS.to_owned(), token })
}

async fn verify_and_link(
    portal: &Portal,
    session: &Session,
    co_owner: CoOwner,
    params: &LinkCallbackParams,
) -> Result<Outcome, Error> {
    match verify(portal, session, co_owner, params).await? {
        Ok(verified) => link(portal, session, co_owner, &verified).await,
        Err(problem) => Ok(Outcome::Failed(problem)),
    }
}

async fn verify(
    portal: &Portal,
    session: &Session,
    co_owner: CoOwner,
    params: &LinkCallbackParams,
) -> Result<Result<VerifiedAccount, Problem>, Error> {
    let site = || co_owner.site().to_owned();
    let failed = || Problem::LinkingFailed { co_owner: site() };
    let state = params.state.as_deref().unwrap_or_default();
    // Removed even if the callback is refused: a state works once.
    let Some(request) = authorization_request::take(portal, session, co_owner, state).await? else {
        return Ok(Err(Problem::LinkExpired { co_owner: site() }));
    };
    let (Some(code), None) = (&params.code, &params.error) else {
        tracing::info!(co_owner = co_owner.code(), "callback without an authorization code");
        return Ok(Err(failed()));
    };
    if params.iss.as_deref().is_some_and(|issuer| !portal.co_owners.is_issuer(co_owner, issuer)) {
        tracing::warn!(co_owner = co_owner.code(), "callback with another issuer");
        return Ok(Err(failed()));
    }
    let (nonce, verifier) = (request.nonce, request.pkce_verifier);
    let identity =
        portal.co_owners.exchange_code(co_owner, AuthorizationPurpose::Link, code, nonce, verifier).await;
    Ok(match identity {
        Ok(identity) => {
            Ok(VerifiedAccount { subject: identity.subject, name: identity.name, email: identity.email })
        }
        Err(failure @ OpenIdFailure::Unavailable(_)) => {
            tracing::warn!(co_owner = co_owner.code(), %failure, "no usable token response");
            Err(Problem::CoOwnerUnavailable { co_owner: site() })
        }
        Err(failure @ OpenIdFailure::Refused(_)) => {
            tracing::warn!(co_owner = co_owner.code(), %failure, "token response refused");
            Err(failed())
        }
    })
}

/// Selects the account's company if it has only one and none is selected.
async fn choose_only_company(portal: &Portal, session: &Session) -> Result<Option<Token>, Error> {
    if session.siren.is_some() {
        return Ok(None);
    }
    let Some(siren) = only_siren(portal, session.usager()?.account).await? else { return Ok(None) };
    Ok(Some(choose(portal, session, siren.as_str()).await?.token))
}

async fn linked_notice(portal: &Portal, account: AccountId, co_owner: CoOwner) -> Result<String, Error> {
    let counts = rights_count::by_co_owner(portal, account).await?;
    let rights =
        counts.iter().find(|count| count.co_owner == co_owner.code()).map_or(0, |count| count.rights);
    let site = co_owner.site();
    Ok(match rights {
        0 => format!("Votre compte {site} est rattaché. Il n’a aucune habilitation pour le moment."),
        1 => format!("Votre compte {site} est rattaché\u{a0}: une habilitation a été récupérée."),
        many => {
            let rights = french::count(many, "habilitation", "habilitations");
            format!("Votre compte {site} est rattaché\u{a0}: {rights} ont été récupérées.")
        }
    })
}

/// Stores the notice that the next page shows at its top.
async fn announce(portal: &Portal, session: &Session, notice: String) -> Result<(), Error> {
    let flash = Flash { form: flash::NOTICE.to_owned(), notice: Some(notice), ..Flash::default() };
    flash::store(portal, session.id, &flash).await
}
