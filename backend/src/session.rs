//! Sessions: our own table, looked up at every request, the cookie's token stored as a hash only.
//!
//! A session is born anonymous at the first form sent; its token changes at every change of standing (sign-in, second
//! step, SIREN), so that a token seen before is worth nothing after. [`close`] wins over any request in flight:
//! nothing ever clears `closed_at`.

mod ended;
mod row;
mod standing;

use std::net::IpAddr;

use domain::{problem::Problem, rights::Network, siren::Siren};
use uuid::Uuid;

use crate::{
    Error, Portal, change,
    db::{Duration, Moment},
    live::Signal,
    on, on_tx,
    secret::Token,
};

pub use ended::{EndedSession, Owner, TimeLeft, ended, go_on, time_left};
pub(crate) use standing::{Opener, set_provider};
pub(crate) use standing::{SignedInAs, await_code, enrolled, note_proof, sign_usager_in};
pub use standing::{await_agent_code, choose_siren, rotate, sign_agent_in};

/// `seen_at` is written at most this often: not one write per request.
const TOUCH_EVERY: Duration = Duration::from_secs(30);

/// An open session.
#[derive(Clone, Debug)]
pub struct Session {
    pub id: Uuid,
    pub visitor: Visitor,
    /// The SIREN being worked on (mission §3.2).
    pub siren: Option<Siren>,
    pub created_at: Moment,
    /// When the session ends if nothing more is done.
    pub idle_end: Moment,
    /// When it ends whatever is done.
    pub absolute_end: Moment,
    pub signed_in_at: Option<Moment>,
    /// The last proof of all that the level asks, given to the portal itself.
    pub proved_at: Option<Moment>,
    /// Until when the last proof of all that the level asks is fresh enough for what is sensitive.
    pub proof_end: Option<Moment>,
    /// The first session of the line that this one belongs to: see [`EndedSession`].
    pub follows: Option<Uuid>,
    /// How often the rights of the account had changed: what a page drawn now shows ([`crate::live`]).
    pub rights_mark: i64,
    /// The connection before this one.
    pub previous: Option<PreviousSignIn>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct PreviousSignIn {
    pub at: Moment,
    /// Coarse: « réseau 192.0.2.x, Firefox sous Linux ».
    pub place: String,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Visitor {
    Anonymous,
    /// The password was right; what the level asks next is awaited.
    CodeAwaited(CodeAwaited),
    Usager(Usager),
    /// Known, but nothing opens before the application that the level promises is added.
    Enrolling(Usager),
    Agent(Agent),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeAwaited {
    Account(Uuid),
    Agent(Uuid),
}

/// A signed-in person.
#[derive(Clone, Debug, PartialEq)]
pub struct Usager {
    pub account: Uuid,
    pub login: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
}

impl Usager {
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }
}

/// A signed-in customs agent.
#[derive(Clone, Debug, PartialEq)]
pub struct Agent {
    pub agent: Uuid,
    pub name: String,
    /// Codes of the services the agent works for.
    pub services: Vec<String>,
    /// May sign in from outside the administration's networks.
    pub remote: bool,
    /// Where the present request comes from: outside, until [`crate::agents::within_reach`] has looked.
    pub network: Network,
    /// That place as it is written down: an IPv4 address, an IPv6 /64.
    pub address: String,
}

impl Session {
    /// # Errors
    /// [`Error::NotFound`] when nobody is signed in or an agent is.
    pub fn usager(&self) -> Result<&Usager, Error> {
        match &self.visitor {
            Visitor::Usager(usager) => Ok(usager),
            _ => Err(Error::NotFound),
        }
    }

    /// The person whose account it is, be the promised application added or not.
    ///
    /// # Errors
    /// [`Error::NotFound`] when nobody is signed in or an agent is.
    pub fn account(&self) -> Result<&Usager, Error> {
        match &self.visitor {
            Visitor::Usager(usager) | Visitor::Enrolling(usager) => Ok(usager),
            _ => Err(Error::NotFound),
        }
    }

    /// Was everything proved a short while ago?
    pub fn has_fresh_proof(&self, now: Moment) -> bool {
        self.proof_end.is_some_and(|end| now < end)
    }

    /// [`Session::account`] of who proved everything a short while ago: what is sensitive asks for it (mission §2.4).
    ///
    /// # Errors
    /// [`Error::NotFound`] when nobody is signed in; [`Error::Invalid`]: `ProofNeeded`.
    pub fn proved_account(&self, now: Moment) -> Result<&Usager, Error> {
        let usager = self.account()?;
        if self.has_fresh_proof(now) { Ok(usager) } else { Err(Error::invalid("", Problem::ProofNeeded)) }
    }

    /// The same where nothing may wait for the application that a level promises.
    ///
    /// # Errors
    /// As [`Session::proved_account`].
    pub fn proved_usager(&self, now: Moment) -> Result<&Usager, Error> {
        self.usager()?;
        self.proved_account(now)
    }

    /// # Errors
    /// [`Error::NotFound`] when the visitor is not a signed-in agent.
    pub fn agent(&self) -> Result<&Agent, Error> {
        match &self.visitor {
            Visitor::Agent(agent) => Ok(agent),
            _ => Err(Error::NotFound),
        }
    }

    /// # Errors
    /// [`Error::NotFound`] when no SIREN is chosen.
    pub fn siren(&self) -> Result<&Siren, Error> {
        self.siren.as_ref().ok_or(Error::NotFound)
    }
}

/// Where a request comes from, as far as sign-in cares.
#[derive(Clone, Debug)]
pub struct Client {
    pub address: IpAddr,
    /// `User-Agent` header, empty when absent.
    pub user_agent: String,
    /// Raw token of the trusted-device cookie.
    pub device: Option<String>,
}

/// Finds the open session of a cookie and notes that it is in use.
pub async fn find(portal: &Portal, token: &str) -> Result<Option<Session>, Error> {
    look_up(portal, token, true).await
}

/// The same without using it, for what happens by itself: a page that brings itself up to date keeps nobody signed in.
pub async fn look(portal: &Portal, token: &str) -> Result<Option<Session>, Error> {
    look_up(portal, token, false).await
}

async fn look_up(portal: &Portal, token: &str, used: bool) -> Result<Option<Session>, Error> {
    let now = portal.clock.now();
    let Some(row) = row::by_token(&portal.db, &Token::hash(token), now).await? else { return Ok(None) };
    let idle = idle(portal);
    if now >= row.expires_at || now >= row.seen_at + idle {
        return Ok(None);
    }
    if !used {
        let idle_end = row.seen_at + idle;
        return row.into_session(portal, idle_end).await;
    }
    if now.since(row.seen_at) >= TOUCH_EVERY {
        touch(portal, row.id, now).await;
    }
    row.into_session(portal, now + idle).await
}

/// How long an unused session stays open.
pub(crate) fn idle(portal: &Portal) -> Duration {
    Duration::from_secs(portal.config.sessions.idle_minutes * 60)
}

/// A touch that fails (busy database) must not turn a reader away: the next request tries again.
async fn touch(portal: &Portal, id: Uuid, now: Moment) {
    let touched = change!(portal.db, |c| {
        sqlx::query("UPDATE session SET seen_at = $1 WHERE id = $2 AND closed_at IS NULL AND seen_at < $1")
            .bind(now)
            .bind(id)
            .execute(c)
            .await
            .map(|_| ())
    });
    if let Err(error) = touched {
        tracing::warn!(%error, "a session could not be touched");
    }
}

/// Opens an anonymous session: the first form of a visitor.
pub async fn create(portal: &Portal, client: &Client) -> Result<(Token, Session), Error> {
    create_after(portal, client, None).await
}

/// The same in a browser whose session has ended; `line`: the first session of its line.
pub async fn create_after(
    portal: &Portal,
    client: &Client,
    line: Option<Uuid>,
) -> Result<(Token, Session), Error> {
    let now = portal.clock.now();
    let (token, id) = (Token::draw(), Uuid::now_v7());
    let absolute_end = now + Duration::from_secs(portal.config.sessions.absolute_hours * 3600);
    change!(portal.db, |c| {
        sqlx::query(
            "INSERT INTO session (id, token_hash, stage, created_at, seen_at, expires_at, network, device, follows)
             VALUES ($1, $2, 'anonyme', $3, $3, $4, $5, $6, $7)",
        )
        .bind(id)
        .bind(Token::hash(token.expose()))
        .bind(now)
        .bind(absolute_end)
        .bind(crate::throttle::network(client.address))
        .bind(crate::sign_in::device_label(&client.user_agent))
        .bind(line)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    let session = Session {
        id,
        visitor: Visitor::Anonymous,
        siren: None,
        created_at: now,
        idle_end: now + Duration::from_secs(portal.config.sessions.idle_minutes * 60),
        absolute_end,
        signed_in_at: None,
        proved_at: None,
        proof_end: None,
        follows: line,
        rights_mark: 0,
        previous: None,
    };
    Ok((token, session))
}

/// Ends a session for good.
pub async fn close(portal: &Portal, id: Uuid) -> Result<(), Error> {
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    on_tx!(tx, |c| {
        sqlx::query("UPDATE session SET closed_at = $1 WHERE id = $2 AND closed_at IS NULL")
            .bind(now)
            .bind(id)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    tx.tell(Signal::Session(id));
    tx.commit().await?;
    // The téléservices that were opened in it are told.
    portal.wake_workers();
    Ok(())
}

/// Is the session still open now? For work that outlasts a request's first look (uploads, event streams).
pub async fn is_open(portal: &Portal, id: Uuid) -> Result<bool, Error> {
    let now = portal.clock.now();
    let found: Option<i64> = on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT CAST(1 AS BIGINT) FROM session WHERE id = $1 AND closed_at IS NULL AND expires_at > $2",
        )
        .bind(id)
        .bind(now)
        .fetch_optional(c)
        .await
    })?;
    Ok(found.is_some())
}

/// Deletes sessions that ended more than a day ago, with their flashes and codes.
pub(crate) async fn purge(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - Duration::from_secs(24 * 3600);
    Ok(change!(portal.db, |c| {
        sqlx::query("DELETE FROM session WHERE expires_at < $1 OR closed_at < $1 OR (seen_at < $1 AND account_id IS NULL)")
            .bind(limit)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })?)
}
