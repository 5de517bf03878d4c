use domain::{
    rights::{Network, StaffRole},
    siren::Siren,
};
use platform::{
    Error,
    db::{Duration, Moment},
    on,
    secret::Token,
};

use super::{
    active::is_active,
    find::idle,
    session::{CodeAwaited, PreviousSignIn, Session, StaffMember, Usager, Visitor},
    stage::SessionStage,
};
use crate::{
    Portal,
    id::{AccountId, SessionId, SharedViewId, StaffId},
};

/// A session with its account or its member of the staff.
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
    shared_view: Option<SharedViewId>,
    staff_id: Option<StaffId>,
    staff_login: Option<String>,
    staff_name: Option<String>,
    staff_remote: Option<bool>,
    staff_enabled: Option<bool>,
    staff_strong_factor: bool,
    /// Codes of their roles, joined by commas.
    staff_roles: Option<String>,
    /// Codes of their services, joined by commas.
    staff_services: Option<String>,
}

macro_rules! sessions {
    () => {
        "SELECT s.id, s.stage, s.siren, s.created_at, s.seen_at, s.expires_at, s.signed_in_at, s.authenticated_at,
                s.chain, s.previous_sign_in_at, s.previous_sign_in_place, s.account_id, a.login, a.first_name,
                a.last_name, a.email, a.rights_mark,
                EXISTS (SELECT 1 FROM flash f WHERE f.session_id = s.id) AS has_flash,
                (SELECT v.id FROM shared_view v WHERE v.session_id = s.id AND v.ended_at IS NULL) AS shared_view,
                s.staff_id, g.login AS staff_login, g.name AS staff_name, g.remote AS staff_remote,
                g.enabled AS staff_enabled,
                (EXISTS (SELECT 1 FROM totp_factor t WHERE t.staff_id = s.staff_id)
                 OR EXISTS (SELECT 1 FROM passkey p WHERE p.staff_id = s.staff_id)) AS staff_strong_factor,
                (SELECT STRING_AGG(r.role, ',') FROM staff_role r WHERE r.member = g.id) AS staff_roles,
                (SELECT STRING_AGG(x.service, ',') FROM staff_service x WHERE x.member = g.id) AS staff_services
         FROM session s LEFT JOIN account a ON a.id = s.account_id LEFT JOIN staff g ON g.id = s.staff_id
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

/// Codes joined by commas.
fn codes(joined: &Option<String>) -> impl Iterator<Item = &str> {
    joined.as_deref().unwrap_or_default().split(',').filter(|code| !code.is_empty())
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

    /// Returns the member of the staff of the session; `None` if they are disabled.
    fn member(&self, id: StaffId) -> Option<StaffMember> {
        if !self.staff_enabled.unwrap_or(false) {
            return None;
        }
        let mut roles: Vec<StaffRole> = codes(&self.staff_roles).filter_map(StaffRole::from_code).collect();
        roles.sort();
        let mut services: Vec<String> = codes(&self.staff_services).map(str::to_owned).collect();
        services.sort();
        Some(StaffMember {
            id,
            login: self.staff_login.clone().unwrap_or_default(),
            name: self.staff_name.clone().unwrap_or_default(),
            roles,
            services,
            remote: self.staff_remote.unwrap_or(false),
            has_strong_factor: self.staff_strong_factor,
            network: Network::Outside,
            address: String::new(),
        })
    }

    fn visitor(&self) -> Option<Visitor> {
        Some(match (self.stage(), self.account_id, self.staff_id) {
            (SessionStage::AccountCode, Some(account), _) => {
                Visitor::CodeAwaited(CodeAwaited::Account(account))
            }
            (SessionStage::Usager, Some(account), _) => Visitor::Usager(self.usager(account)),
            (SessionStage::Enrolling, Some(account), _) => Visitor::Enrolling(self.usager(account)),
            (SessionStage::StaffCode, _, Some(member)) => Visitor::CodeAwaited(CodeAwaited::Staff(member)),
            (SessionStage::Staff, _, Some(member)) => Visitor::Staff(self.member(member)?),
            _ => Visitor::Anonymous,
        })
    }

    /// Converts to a session; `None` if its member of the staff is disabled.
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
            shared_view: self.shared_view,
            rights_mark: self.rights_mark.unwrap_or(0),
            previous,
        })
    }
}
