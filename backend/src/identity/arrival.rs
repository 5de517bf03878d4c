//! The browser is back from a provider.

use domain::identity_provider::{IdentityProvider, Provider, Setback};
use uuid::Uuid;

use super::{
    BackParams,
    attachment::attach,
    either,
    request::{self, Journey},
    store::{self, Identity},
    waiting::{self, Said},
};
use crate::{
    Error, Portal,
    openid::{OpenIdFailure, Proof},
    session::{self, Client, Opener, Session, Visitor},
    sign_in::{self, SignedIn},
};

/// How a journey ended.
#[derive(Debug)]
pub enum Arrival {
    /// The provider stands for the password; `signed_in` says what comes next.
    SignedIn {
        signed_in: Box<SignedIn>,
        /// Page of the portal to come back to; may be empty.
        wanted: String,
    },
    /// The person is signed in to the very account already: nothing changes.
    AlreadyIn { wanted: String },
    /// Nobody of the portal: an account is signed in to, or opened.
    Unknown { wanted: String },
    /// The identity opens the signed-in account from now on.
    Attached,
    Failed {
        setback: Setback,
        /// It was to be attached to the signed-in account.
        attaching: bool,
    },
}

impl Arrival {
    fn failed(setback: Setback, attaching: bool) -> Self {
        Arrival::Failed { setback, attaching }
    }
}

/// Ends a journey: verifies what came back, then signs in, attaches, or lets the person wait.
///
/// # Errors
/// [`Error::NotFound`] when the provider is not offered; [`Error::Busy`]; too many codes sent about the account.
pub async fn come_back(
    portal: &Portal,
    session: &Session,
    client: &Client,
    provider: Provider,
    params: &BackParams,
) -> Result<Arrival, Error> {
    let issuer = either::issuer(portal, provider).ok_or(Error::NotFound)?;
    let state = params.state.as_deref().unwrap_or_default();
    // Taken whatever follows: a state serves once, in its own session.
    let Some(journey) = request::take(portal, session, provider, state).await? else {
        return Ok(Arrival::failed(Setback::Expired, false));
    };
    let attaching = journey.account_id.is_some();
    let proof = match prove(portal, provider, &issuer, params, &journey).await {
        Ok(proof) => proof,
        Err(setback) => return Ok(Arrival::failed(setback, attaching)),
    };
    match (journey.account_id, provider) {
        (Some(account), Provider::Identity(provider)) => {
            attach_here(portal, session, provider, &issuer, account, &proof).await
        }
        // A rattachement is another journey, with an address of its own.
        (Some(_), Provider::CoOwner(_)) => Err(Error::NotFound),
        (None, _) => enter(portal, session, client, provider, &issuer, &proof, journey.wanted).await,
    }
}

async fn prove(
    portal: &Portal,
    provider: Provider,
    issuer: &str,
    params: &BackParams,
    journey: &Journey,
) -> Result<Proof, Setback> {
    if params.iss.as_deref().is_some_and(|sent| sent != issuer) {
        tracing::warn!(provider = provider.code(), "a code came back from another issuer");
        return Err(Setback::Refused);
    }
    let code = match (&params.code, params.error.as_deref()) {
        (Some(code), None) => code,
        (_, Some("temporarily_unavailable" | "server_error")) => return Err(Setback::Silent),
        (_, Some("access_denied" | "login_required" | "interaction_required")) => {
            return Err(Setback::Cancelled);
        }
        _ => return Err(Setback::Refused),
    };
    let (nonce, verifier) = (journey.nonce.clone(), journey.pkce_verifier.clone());
    let proof = either::finish(portal, provider, code, nonce, verifier).await.map_err(|failure| {
        tracing::warn!(provider = provider.code(), %failure, "a journey could not end");
        match failure {
            OpenIdFailure::Silent(_) => Setback::Silent,
            OpenIdFailure::Refused(_) => Setback::Refused,
        }
    })?;
    if either::accepts(portal, provider, &proof) { Ok(proof) } else { Err(Setback::TooWeak) }
}

/// The person who began the journey is still the one who is signed in, and proved it a short while ago.
async fn attach_here(
    portal: &Portal,
    session: &Session,
    provider: IdentityProvider,
    issuer: &str,
    account: Uuid,
    proof: &Proof,
) -> Result<Arrival, Error> {
    if !session.proved_usager(portal.clock.now()).is_ok_and(|usager| usager.account == account) {
        return Ok(Arrival::failed(Setback::Expired, true));
    }
    let name = full_name(proof);
    let identity = Identity {
        provider,
        issuer,
        subject: &proof.subject,
        name: &name,
        email: proof.email.as_deref().unwrap_or_default(),
    };
    let mut tx = portal.db.begin().await?;
    let outcome = attach(&mut tx, portal, session, account, &identity).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(match outcome {
        Ok(()) => Arrival::Attached,
        Err(setback) => Arrival::failed(setback, true),
    })
}

fn full_name(proof: &Proof) -> String {
    let parts = [proof.given_name.as_deref(), proof.family_name.as_deref()];
    let told = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    if told.is_empty() { proof.name.clone().unwrap_or_default() } else { told }
}

async fn enter(
    portal: &Portal,
    session: &Session,
    client: &Client,
    provider: Provider,
    issuer: &str,
    proof: &Proof,
    wanted: String,
) -> Result<Arrival, Error> {
    if matches!(session.visitor, Visitor::Agent(_)) {
        return Ok(Arrival::failed(Setback::SomebodyElse, false));
    }
    let owner = match store::owner(portal, provider, issuer, &proof.subject).await? {
        Some(owner) if owner.activated_at.is_none() => {
            return Ok(Arrival::failed(Setback::NotActivated, false));
        }
        Some(owner) => owner,
        None => {
            let mut tx = portal.db.begin().await?;
            waiting::keep(&mut tx, portal, session.id, provider, &Said::by(issuer, proof)).await?;
            tx.commit().await?;
            return Ok(Arrival::Unknown { wanted });
        }
    };
    // Nobody is signed out, nor in the place of somebody else, by a journey that another site may have begun.
    if let Ok(here) = session.account() {
        return Ok(match here.account == owner.account_id {
            true => Arrival::AlreadyIn { wanted },
            false => Arrival::failed(Setback::SomebodyElse, false),
        });
    }
    let opener = Opener {
        provider: provider.code(),
        id_token: &proof.id_token,
        end: proof.end_session.as_ref().map(url::Url::as_str),
    };
    session::set_provider(portal, session.id, Some(opener)).await?;
    let mut tx = portal.db.begin().await?;
    store::note_use(&mut tx, owner.account_id, provider, portal.clock.now()).await?;
    tx.commit().await?;
    let strong = either::stands_for_two_factors(portal, provider, proof);
    let signed_in = sign_in::proved_elsewhere(portal, session, client, owner.account_id, strong).await?;
    Ok(Arrival::SignedIn { signed_in: Box::new(signed_in), wanted })
}
