//! A registration opened from a co-owner's site (004, Création de compte): what that site knows of the person is verified,
//! kept on the server, and fills the form in. Nothing is made of it before the person sends the form.
//!
//! The site posts a signed token. The cookie of the portal does not come with what another site posts: the data first wait
//! under a handle that the answer leads to, and join the browser's session there.

use domain::{co_owner::CoOwner, handover::HandoverFailure, identity_provider::Provider};
use sqlx::FromRow;

use super::{
    either, store,
    waiting::{self, Said},
};
use crate::{
    Error, Portal,
    db::{Duration, Tx},
    on_tx,
    openid::{Handed, HandoverRefusal},
    secret::Token,
    session::{self, Client, Session},
    throttle,
};

/// From the token to the form: a redirect.
const PATIENCE: Duration = Duration::from_secs(5 * 60);
/// A token lives for ten minutes: its identifier is remembered for longer.
const REMEMBERED: Duration = Duration::from_secs(30 * 60);

/// Verifies and keeps what a co-owner's site handed over. Gives the handle that the browser is led back with.
///
/// # Errors
/// [`Error::NotFound`] when the co-owner is not offered; [`Error::Invalid`]: too many from this network.
pub async fn receive(
    portal: &Portal,
    client: &Client,
    co_owner: CoOwner,
    token: &str,
) -> Result<Result<Token, HandoverFailure>, Error> {
    if !either::is_offered(portal, co_owner.into()) {
        return Err(Error::NotFound);
    }
    // Each one makes the portal call the co-owner.
    let settings = &portal.config.sign_in;
    let bucket = format!("fournisseur:{}", throttle::network(client.address));
    throttle::allow(portal, &bucket, settings.attempts_per_network, settings.window()).await?;
    let handed = match portal.partners.read_handover(co_owner, token).await {
        Ok(handed) => handed,
        Err(refusal) => {
            tracing::warn!(co_owner = co_owner.code(), %refusal, "what was handed over is refused");
            return Ok(Err(match refusal {
                HandoverRefusal::Silent(_) => HandoverFailure::Silent,
                HandoverRefusal::Expired => HandoverFailure::Expired,
                HandoverRefusal::Refused(_) => HandoverFailure::Refused,
            }));
        }
    };
    let mut tx = portal.db.begin().await?;
    if !use_up(&mut tx, portal, co_owner, &handed.identifier).await? {
        return Ok(Err(HandoverFailure::Used));
    }
    let handle = Token::draw();
    keep(&mut tx, portal, co_owner, &handed, &handle).await?;
    tx.commit().await?;
    Ok(Ok(handle))
}

/// The insertion decides among uses at once.
async fn use_up(tx: &mut Tx, portal: &Portal, co_owner: CoOwner, identifier: &str) -> Result<bool, Error> {
    let expires_at = portal.clock.now() + REMEMBERED;
    let first = on_tx!(tx, |c| {
        sqlx::query(
            "INSERT INTO handover_used (co_owner, identifier_hash, expires_at) VALUES ($1, $2, $3)
             ON CONFLICT DO NOTHING",
        )
        .bind(co_owner.code())
        .bind(Token::hash(identifier))
        .bind(expires_at)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    Ok(first == 1)
}

async fn keep(
    tx: &mut Tx,
    portal: &Portal,
    co_owner: CoOwner,
    handed: &Handed,
    handle: &Token,
) -> Result<(), Error> {
    let expires_at = portal.clock.now() + PATIENCE;
    on_tx!(tx, |c| {
        sqlx::query(
            "INSERT INTO handover (handle_hash, co_owner, subject, given_name, family_name, email, phone,
                 company_number, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(Token::hash(handle.expose()))
        .bind(co_owner.code())
        .bind(&handed.subject)
        .bind(&handed.given_name)
        .bind(&handed.family_name)
        .bind(&handed.email)
        .bind(&handed.phone)
        .bind(&handed.company_number)
        .bind(expires_at)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

#[derive(FromRow)]
struct Kept {
    subject: String,
    given_name: String,
    family_name: String,
    email: String,
    phone: String,
    company_number: String,
}

/// Where what was handed over leads.
#[derive(Debug)]
pub enum Resumed {
    /// It waits in the session, for the registration form; `token`: the session's, when it was opened for that.
    Waiting {
        token: Option<Token>,
    },
    /// That account of the co-owner opens an account of the portal.
    HasAccount,
    /// Somebody is signed in: there is nothing to register.
    SignedIn,
    Failed(HandoverFailure),
}

/// The browser is led back with its handle, which serves once: what was handed over joins its session.
///
/// # Errors
/// [`Error::NotFound`] when the co-owner is not offered; [`Error::Busy`].
pub async fn resume(
    portal: &Portal,
    session: Option<&Session>,
    client: &Client,
    co_owner: CoOwner,
    handle: &str,
) -> Result<Resumed, Error> {
    let provider = Provider::from(co_owner);
    let issuer = either::issuer(portal, provider).ok_or(Error::NotFound)?;
    let mut tx = portal.db.begin().await?;
    let kept = take(&mut tx, portal, co_owner, handle).await?;
    tx.commit().await?;
    let Some(kept) = kept else { return Ok(Resumed::Failed(HandoverFailure::Expired)) };
    if session.is_some_and(|session| session.account().is_ok() || session.agent().is_ok()) {
        return Ok(Resumed::SignedIn);
    }
    if store::owner(portal, provider, &issuer, &kept.subject).await?.is_some() {
        return Ok(Resumed::HasAccount);
    }
    let (token, session) = match session {
        Some(session) => (None, session.id),
        None => {
            let (token, session) = session::create(portal, client).await?;
            (Some(token), session.id)
        }
    };
    let said = Said {
        issuer: &issuer,
        subject: &kept.subject,
        given_name: &kept.given_name,
        family_name: &kept.family_name,
        email: &kept.email,
        phone: &kept.phone,
        company_number: &kept.company_number,
    };
    let mut tx = portal.db.begin().await?;
    waiting::keep(&mut tx, portal, session, provider, &said).await?;
    tx.commit().await?;
    Ok(Resumed::Waiting { token })
}

async fn take(tx: &mut Tx, portal: &Portal, co_owner: CoOwner, handle: &str) -> Result<Option<Kept>, Error> {
    let now = portal.clock.now();
    Ok(on_tx!(tx, |c| {
        sqlx::query_as(
            "DELETE FROM handover WHERE handle_hash = $1 AND co_owner = $2 AND expires_at > $3
             RETURNING subject, given_name, family_name, email, phone, company_number",
        )
        .bind(Token::hash(handle))
        .bind(co_owner.code())
        .bind(now)
        .fetch_optional(c)
        .await
    })?)
}
