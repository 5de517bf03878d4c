//! Registration started from a co-owner's site (004, Création de compte): the site posts a signed token with the
//! person's data, which prefills the registration form. Nothing is created before the person sends the form.
//!
//! A browser sends no portal cookie with another site's post. The data is therefore stored under a one-time handle, and
//! joins the browser's session on the redirect that follows.

use domain::{co_owner::CoOwner, handover::HandoverFailure, identity_provider::Provider};

use super::{
    dispatch,
    pending_identity::{self, IdentityClaims},
    store,
    stored_handover::{self, StoredHandover},
};
use platform::{Error, oidc_client::HandoverRefusal, secret::Token, throttle};

use crate::{
    Portal,
    accounts::sessions::{self, Client, Session},
    id::SessionId,
};

/// Verifies and stores a handover. Returns the handle to redirect the browser with.
///
/// # Errors
/// [`Error::NotFound`] if the co-owner is not configured; [`Error::Invalid`] if this network sends too many handovers.
pub async fn receive(
    portal: &Portal,
    client: &Client,
    co_owner: CoOwner,
    token: &str,
) -> Result<Result<Token, HandoverFailure>, Error> {
    if !dispatch::is_configured(portal, co_owner.into()) {
        return Err(Error::NotFound);
    }
    // Each handover makes the portal call the co-owner.
    let settings = &portal.config.sign_in;
    let bucket = format!("fournisseur:{}", throttle::network(client.address));
    throttle::allow(portal, &bucket, settings.attempts_per_network, settings.window()).await?;
    let handover = match portal.co_owners.read_handover(co_owner, token).await {
        Ok(handover) => handover,
        Err(refusal) => {
            tracing::warn!(co_owner = co_owner.code(), %refusal, "handover refused");
            return Ok(Err(failure(&refusal)));
        }
    };
    let mut tx = portal.db.begin().await?;
    if !stored_handover::use_identifier(&mut tx, portal, co_owner, &handover.identifier).await? {
        return Ok(Err(HandoverFailure::Used));
    }
    let handle = Token::generate();
    stored_handover::insert(&mut tx, portal, co_owner, &handover, &handle).await?;
    tx.commit().await?;
    Ok(Ok(handle))
}

fn failure(refusal: &HandoverRefusal) -> HandoverFailure {
    match refusal {
        HandoverRefusal::Unavailable(_) => HandoverFailure::Unavailable,
        HandoverRefusal::Expired => HandoverFailure::Expired,
        HandoverRefusal::Refused(_) => HandoverFailure::Invalid,
    }
}

/// Outcome of [`resume`].
#[derive(Debug)]
pub enum HandoverOutcome {
    /// The data is pending in the session, for the registration form.
    Pending {
        /// Token of the session created for it, if the browser had none.
        token: Option<Token>,
    },
    /// An account is linked with this account of the co-owner already.
    HasAccount,
    /// An account or a member of the staff is signed in; no registration is possible.
    SignedIn,
    Failed(HandoverFailure),
}

/// Moves a handover into the session of the browser; its handle is valid once.
///
/// # Errors
/// [`Error::NotFound`] if the co-owner is not configured; [`Error::Busy`].
pub async fn resume(
    portal: &Portal,
    session: Option<&Session>,
    client: &Client,
    co_owner: CoOwner,
    handle: &str,
) -> Result<HandoverOutcome, Error> {
    let provider = Provider::from(co_owner);
    let issuer = dispatch::issuer(portal, provider).ok_or(Error::NotFound)?;
    let mut tx = portal.db.begin().await?;
    let stored = stored_handover::take(&mut tx, portal, co_owner, handle).await?;
    tx.commit().await?;
    let Some(stored) = stored else { return Ok(HandoverOutcome::Failed(HandoverFailure::Expired)) };
    if session.is_some_and(|session| session.account().is_ok() || session.staff().is_ok()) {
        return Ok(HandoverOutcome::SignedIn);
    }
    if store::owner(portal, provider, &issuer, &stored.subject).await?.is_some() {
        return Ok(HandoverOutcome::HasAccount);
    }
    let (token, session) = match session {
        Some(session) => (None, session.id),
        None => {
            let (token, session) = sessions::create(portal, client).await?;
            (Some(token), session.id)
        }
    };
    store_pending(portal, session, provider, &issuer, &stored).await?;
    Ok(HandoverOutcome::Pending { token })
}

async fn store_pending(
    portal: &Portal,
    session: SessionId,
    provider: Provider,
    issuer: &str,
    stored: &StoredHandover,
) -> Result<(), Error> {
    let claims = IdentityClaims {
        issuer,
        subject: &stored.subject,
        given_name: &stored.given_name,
        family_name: &stored.family_name,
        email: &stored.email,
        phone: &stored.phone,
        company_number: &stored.company_number,
    };
    let mut tx = portal.db.begin().await?;
    pending_identity::store(&mut tx, portal, session, provider, &claims).await?;
    tx.commit().await?;
    Ok(())
}
