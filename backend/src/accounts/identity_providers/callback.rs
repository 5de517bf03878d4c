//! Callback of an authorization request, after a sign-in at a provider.

use domain::identity_provider::{IdentityProvider, Provider, ProviderFailure};

use super::{
    attachment::attach,
    dispatch,
    pending_identity::{self, IdentityClaims},
    request,
    store::{self, Identity, Owner},
    verification::verify,
};
use platform::{
    Error,
    oidc_client::{CallbackParams, VerifiedIdentity},
};

use crate::{
    Portal,
    accounts::{
        sessions::{self, Client, Opener, Session, Visitor},
        sign_in::{self, SignInOutcome},
    },
    id::AccountId,
};

/// Outcome of a callback.
#[derive(Debug)]
pub enum CallbackOutcome {
    /// The provider replaced the password; `signed_in` says which step comes next.
    SignedIn {
        signed_in: Box<SignInOutcome>,
        /// Page of the portal to return to; may be empty.
        return_path: String,
    },
    /// The identity belongs to the account already signed in; nothing changed.
    AlreadySignedIn { return_path: String },
    /// The identity has no account; it is pending until a sign-in or a registration.
    UnknownIdentity { return_path: String },
    /// The identity was attached to the signed-in account.
    Attached,
    Failed {
        failure: ProviderFailure,
        /// The identity was to be attached to the signed-in account.
        attaching: bool,
    },
}

impl CallbackOutcome {
    fn failed(failure: ProviderFailure, attaching: bool) -> Self {
        CallbackOutcome::Failed { failure, attaching }
    }
}

/// Completes an authorization request: verifies the answer, then signs in, attaches the identity, or stores it as
/// pending.
///
/// # Errors
/// [`Error::NotFound`] if the provider is not configured; [`Error::Busy`]; [`Error::Invalid`] if too many codes were
/// sent for the account.
pub async fn callback(
    portal: &Portal,
    session: &Session,
    client: &Client,
    provider: Provider,
    params: &CallbackParams,
) -> Result<CallbackOutcome, Error> {
    let issuer = dispatch::issuer(portal, provider).ok_or(Error::NotFound)?;
    let state = params.state.as_deref().unwrap_or_default();
    // Consumed even if a later step fails: a state is valid once, in its own session.
    let Some(request) = request::take(portal, session, provider, state).await? else {
        return Ok(CallbackOutcome::failed(ProviderFailure::Expired, false));
    };
    let attaching = request.account_id.is_some();
    let verified = match verify(portal, provider, &issuer, params, &request).await {
        Ok(verified) => verified,
        Err(failure) => return Ok(CallbackOutcome::failed(failure, attaching)),
    };
    match (request.account_id, provider) {
        (Some(account), Provider::Identity(provider)) => {
            attach_to_signed_in(portal, session, provider, &issuer, account, &verified).await
        }
        // Linking a co-owner's account has a callback address of its own.
        (Some(_), Provider::CoOwner(_)) => Err(Error::NotFound),
        (None, _) => {
            sign_in(portal, session, client, provider, &issuer, &verified, request.return_path).await
        }
    }
}

/// Attaches the identity if the account that requested it is still signed in and re-authenticated recently.
async fn attach_to_signed_in(
    portal: &Portal,
    session: &Session,
    provider: IdentityProvider,
    issuer: &str,
    account: AccountId,
    verified: &VerifiedIdentity,
) -> Result<CallbackOutcome, Error> {
    if !session
        .recently_authenticated_usager(portal.clock.now())
        .is_ok_and(|usager| usager.account == account)
    {
        return Ok(CallbackOutcome::failed(ProviderFailure::Expired, true));
    }
    let name = full_name(verified);
    let identity = Identity {
        provider,
        issuer,
        subject: &verified.subject,
        name: &name,
        email: verified.email.as_deref().unwrap_or_default(),
    };
    let mut tx = portal.db.begin().await?;
    let outcome = attach(&mut tx, portal, session, account, &identity).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(match outcome {
        Ok(()) => CallbackOutcome::Attached,
        Err(failure) => CallbackOutcome::failed(failure, true),
    })
}

fn full_name(verified: &VerifiedIdentity) -> String {
    let parts = [verified.given_name.as_deref(), verified.family_name.as_deref()];
    let joined = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    if joined.is_empty() { verified.name.clone().unwrap_or_default() } else { joined }
}

async fn sign_in(
    portal: &Portal,
    session: &Session,
    client: &Client,
    provider: Provider,
    issuer: &str,
    verified: &VerifiedIdentity,
    return_path: String,
) -> Result<CallbackOutcome, Error> {
    if matches!(session.visitor, Visitor::Staff(_)) {
        return Ok(CallbackOutcome::failed(ProviderFailure::OtherAccountSignedIn, false));
    }
    let Some(owner) = store::owner(portal, provider, issuer, &verified.subject).await? else {
        let claims = IdentityClaims::from_verified(issuer, verified);
        let mut tx = portal.db.begin().await?;
        pending_identity::store(&mut tx, portal, session.id, provider, &claims).await?;
        tx.commit().await?;
        return Ok(CallbackOutcome::UnknownIdentity { return_path });
    };
    if owner.activated_at.is_none() {
        return Ok(CallbackOutcome::failed(ProviderFailure::AccountNotActivated, false));
    }
    // Another site may have initiated the request: it must not replace the account signed in.
    if let Ok(usager) = session.account() {
        return Ok(match usager.account == owner.account_id {
            true => CallbackOutcome::AlreadySignedIn { return_path },
            false => CallbackOutcome::failed(ProviderFailure::OtherAccountSignedIn, false),
        });
    }
    let signed_in = open_session(portal, session, client, provider, &owner, verified).await?;
    Ok(CallbackOutcome::SignedIn { signed_in: Box::new(signed_in), return_path })
}

async fn open_session(
    portal: &Portal,
    session: &Session,
    client: &Client,
    provider: Provider,
    owner: &Owner,
    verified: &VerifiedIdentity,
) -> Result<SignInOutcome, Error> {
    let opener = Opener {
        provider: provider.code(),
        id_token: &verified.id_token,
        end: verified.end_session.as_ref().map(url::Url::as_str),
    };
    sessions::set_provider(portal, session.id, Some(opener)).await?;
    let mut tx = portal.db.begin().await?;
    store::record_use(&mut tx, portal, owner.account_id, provider).await?;
    tx.commit().await?;
    let strong = dispatch::replaces_second_factor(portal, provider, verified);
    sign_in::sign_in_from_provider(portal, session, client, owner.account_id, strong).await
}
