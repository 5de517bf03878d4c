use domain::{rights::Network, siren::Siren};
use platform::{
    Error,
    db::{Duration, Moment},
    on,
    secret::Token,
};

use super::{
    active::is_active,
    find::idle,
    session::{Agent, CodeAwaited, PreviousSignIn, Session, Usager, Visitor},
    stage::SessionStage,
};
use crate::{
    Portal,
    id::{AccountId, AgentId, SessionId},
};

/// A session with its account or its agent.
#[derive(sqlx::FromRow)]
pub(super) struct Row {
    pub id: SessionId,
    stage: String,
    siren: Option<String>,
    created_at: Moment,
    pub seen_at: Moment,
    pub expires_at: Moment,
    signed_in_at: Option<Moment>,
    authenticated_at: Option<Moment>,
    chain: Option<SessionId>,
    previous_sign_in_at: Option<Moment>,
    previous_sign_in_place: Option<String>,
    account_id: Option<AccountId>,
    login: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    email: Option<String>,
    rights_mark: Option<i64>,
    has_flash: bool,
    agent_id: Option<AgentId>,
    agent_login: Option<String>,
    agent_name: Option<String>,
    agent_remote: Option<bool>,
    agent_enabled: Option<bool>,
    /// Codes of the agent's services, joined by commas.
    agent_services: Option<String>,
}

macro_rules! sessions {
    () => {
        "SELECT s.id, s.stage, s.siren, s.created_at, s.seen_at, s.expires_at, s.signed_in_at, s.authenticated_at,
                s.chain, s.previous_sign_in_at, s.previous_sign_in_place, s.account_id, a.login, a.first_name,
                a.last_name, a.email, a.rights_mark,
                EXISTS (SELECT 1 FROM flash f WHERE f.session_id = s.id) AS has_flash,
                s.agent_id, g.login AS agent_login, g.name AS agent_name, g.remote AS agent_remote,
                g.enabled AS agent_enabled,
                (SELECT STRING_AGG(x.service, ',') FROM agent_service x WHERE x.agent = g.id) AS agent_services
         FROM session s LEFT JOIN account a ON a.id = s.account_id LEFT JOIN agent g ON g.id = s.agent_id
         WHERE "
    };
}

/// Finds the active session of a cookie, by its current token or by the one that was replaced a moment ago.
pub(super) async fn by_token(portal: &Portal, token: &str, now: Moment) -> Result<Option<Row>, Error> {
    let (hash, idle_since) = (Token::hash(token), now - idle(portal));
    let current = on!(portal.db, |c| {
        sqlx::query_as::<_, Row>(concat!(sessions!(), is_active!("s.", "$2", "$3"), " AND s.token_hash = $1"))
            .bind(&hash)
            .bind(now)
            .bind(idle_since)
            .fetch_optional(c)
            .await
    })?;
    if current.is_some() {
        return Ok(current);
    }
    Ok(on!(portal.db, |c| {
        sqlx::query_as::<_, Row>(concat!(
            sessions!(),
            is_active!("s.", "$2", "$3"),
            " AND s.previous_token_hash = $1 AND s.previous_token_until > $2"
        ))
        .bind(&hash)
        .bind(now)
        .bind(idle_since)
        .fetch_optional(c)
        .await
    })?)
}

impl Row {
    pub(super) fn stage(&self) -> SessionStage {
        SessionStage::from_code(&self.stage)
    }

    fn usager(&self, account: AccountId) -> Usager {
        Usager {
            account,
            login: self.login.clone().unwrap_or_default(),
            first_name: self.first_name.clone().unwrap_or_default(),
            last_name: self.last_name.clone().unwrap_or_default(),
            email: self.email.clone().unwrap_or_default(),
        }
    }

    /// Returns the agent of the session; `None` if the agent is disabled.
    fn agent(&self, agent: AgentId) -> Option<Agent> {
        if !self.agent_enabled.unwrap_or(false) {
            return None;
        }
        let codes = self.agent_services.as_deref().unwrap_or_default();
        let mut services: Vec<String> =
            codes.split(',').filter(|code| !code.is_empty()).map(str::to_owned).collect();
        services.sort();
        Some(Agent {
            agent,
            login: self.agent_login.clone().unwrap_or_default(),
            name: self.agent_name.clone().unwrap_or_default(),
            services,
            remote: self.agent_remote.unwrap_or(false),
            network: Network::Outside,
            address: String::new(),
        })
    }

    fn visitor(&self) -> Option<Visitor> {
        Some(match (self.stage(), self.account_id, self.agent_id) {
            (SessionStage::AccountCode, Some(account), _) => {
                Visitor::CodeAwaited(CodeAwaited::Account(account))
            }
            (SessionStage::Usager, Some(account), _) => Visitor::Usager(self.usager(account)),
            (SessionStage::Enrolling, Some(account), _) => Visitor::Enrolling(self.usager(account)),
            (SessionStage::AgentCode, _, Some(agent)) => Visitor::CodeAwaited(CodeAwaited::Agent(agent)),
            (SessionStage::Agent, _, Some(agent)) => Visitor::Agent(self.agent(agent)?),
            _ => Visitor::Anonymous,
        })
    }

    /// Converts to a session; `None` if its agent is disabled.
    pub(super) fn into_session(self, portal: &Portal, idle_end: Moment) -> Option<Session> {
        let visitor = self.visitor()?;
        let validity = Duration::from_secs(portal.config.sessions.reauthentication_seconds);
        let previous = self
            .previous_sign_in_at
            .map(|at| PreviousSignIn { at, place: self.previous_sign_in_place.unwrap_or_default() });
        Some(Session {
            id: self.id,
            visitor,
            siren: self.siren.as_deref().and_then(|siren| Siren::parse(siren).ok()),
            created_at: self.created_at,
            idle_end: idle_end.min(self.expires_at),
            absolute_end: self.expires_at,
            signed_in_at: self.signed_in_at,
            authenticated_at: self.authenticated_at,
            authentication_end: self.authenticated_at.map(|at| at + validity),
            chain: self.chain,
            has_flash: self.has_flash,
            rights_mark: self.rights_mark.unwrap_or(0),
            previous,
        })
    }
}
