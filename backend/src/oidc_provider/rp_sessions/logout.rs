//! Back-channel logout: notifies the téléservices opened in a session when it ends, from server to server (OpenID
//! Connect Back-Channel Logout 1.0).
//!
//! The row of an RP session is also its entry in the queue: it is due as soon as its session may no longer be used, so
//! that code that ends a session need not queue anything.

use anyhow::{Context, bail};
use domain::destination::Destination;
use serde::Serialize;
use serde_json::{Value, json};
use url::Url;

use platform::{
    Error, Platform,
    db::{Duration, Moment, Tx},
    execute, execute_tx,
    id::OutboxRowId,
    outbox::{Failure, Filter, Leased, Limit, Queue},
};

use crate::{
    Portal,
    accounts::sessions::{self, is_active_usager},
    id::{AccountId, RpSessionId},
    oidc_provider::{issuer, jwt},
};

/// Validity of a logout token.
const TOKEN_LIFE: Duration = Duration::from_secs(120);
/// Type of the token (Back-Channel Logout 1.0, §2.4).
const LOGOUT_TOKEN: &str = "logout+jwt";
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// The session of the RP session may no longer be used.
const SESSION_ENDED: &str = concat!(
    "NOT EXISTS (SELECT 1 FROM session s WHERE s.id = rp_session.session_id
                 AND s.account_id = rp_session.account AND ",
    is_active_usager!("s.", "$1", "$2"),
    ")"
);

/// RP sessions whose téléservice must be notified, table `rp_session`.
pub struct LogoutQueue {
    portal: Portal,
}

#[derive(sqlx::FromRow)]
pub struct EndedRpSession {
    account: AccountId,
    teleservice: String,
    ended_at: Option<Moment>,
}

#[derive(Serialize)]
struct LogoutClaims {
    iss: String,
    aud: String,
    iat: i64,
    exp: i64,
    /// Stable across retries, so that receivers can deduplicate.
    jti: String,
    sub: String,
    sid: RpSessionId,
    events: Value,
}

impl LogoutQueue {
    pub fn new(portal: &Portal) -> Self {
        LogoutQueue { portal: portal.clone() }
    }
}

impl Queue for LogoutQueue {
    type Row = EndedRpSession;

    const TABLE: &'static str = "rp_session";
    const COLUMNS: &'static str = "account, teleservice, ended_at";
    const DONE_AT: &'static str = "notified_at";

    fn platform(&self) -> &Platform {
        &self.portal
    }

    /// Outlasts the calls of a batch, which run concurrently.
    fn lease(&self) -> Duration {
        Duration::from_millis(self.portal.config.co_owners.answer_timeout_ms) * 2
    }

    fn filter(&self, now: Moment) -> Filter {
        Filter { condition: SESSION_ENDED, parameters: vec![now - sessions::idle(&self.portal)] }
    }

    fn limit(&self, ended: &EndedRpSession) -> Limit {
        let retry_time = Duration::from_secs(self.portal.config.oidc_provider.logout_hours * 3600);
        // The end is seen for the first time if no earlier lease has recorded it.
        Limit::Deadline(ended.ended_at.unwrap_or_else(|| self.portal.clock.now()) + retry_time)
    }

    fn kind<'r>(&self, ended: &'r EndedRpSession) -> &'r str {
        &ended.teleservice
    }

    async fn on_lease(&self, tx: &mut Tx, id: OutboxRowId, now: Moment) -> Result<(), Error> {
        execute_tx!(
            tx,
            sqlx::query("UPDATE rp_session SET ended_at = $1 WHERE id = $2 AND ended_at IS NULL")
                .bind(now)
                .bind(id)
        )?;
        Ok(())
    }

    async fn attempt(&self, leased: &Leased<EndedRpSession>) -> Result<(), Failure> {
        let portal = &self.portal;
        let client = Destination::from_code(&leased.row.teleservice);
        let settings = client.and_then(|client| portal.config.teleservices.of_client(client));
        // Nothing to do for a téléservice that is no longer configured or has no logout address.
        let Some((settings, address)) =
            settings.and_then(|settings| Some((settings, settings.backchannel_logout_uri.clone()?)))
        else {
            return Ok(());
        };
        let token = logout_token(portal, leased.id.into(), &leased.row, &settings.client_id).await?;
        Ok(send(portal, address, &token).await?)
    }
}

async fn logout_token(
    portal: &Portal,
    sid: RpSessionId,
    ended: &EndedRpSession,
    client_id: &str,
) -> Result<String, Error> {
    let now = portal.clock.now();
    let claims = LogoutClaims {
        iss: issuer(portal),
        aud: client_id.to_owned(),
        iat: now.timestamp().as_second(),
        exp: (now + TOKEN_LIFE).timestamp().as_second(),
        jti: format!("fin-{}", sid.simple()),
        sub: ended.account.simple().to_string(),
        sid,
        events: json!({ EVENT: {} }),
    };
    jwt::sign(portal, LOGOUT_TOKEN, &claims).await
}

async fn send(portal: &Portal, address: Url, token: &str) -> anyhow::Result<()> {
    let request = portal.http.post(address).form(&[("logout_token", token)]);
    let answer = request.send().await.map_err(reqwest::Error::without_url).context("no answer")?;
    if !answer.status().is_success() {
        bail!("answered {}", answer.status().as_u16());
    }
    Ok(())
}

/// Deletes RP sessions whose téléservice was notified, or became a dead letter, more than a day ago. Returns their
/// number.
pub(crate) async fn purge(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - Duration::from_secs(24 * 3600);
    Ok(execute!(
        portal.db,
        sqlx::query("DELETE FROM rp_session WHERE notified_at < $1 OR dead_at < $1").bind(limit)
    )?)
}
