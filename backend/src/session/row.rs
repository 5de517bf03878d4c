use domain::siren::Siren;
use uuid::Uuid;

use super::{CodeAwaited, PreviousSignIn, Session, Usager, Visitor};
use crate::{
    Error, Portal,
    db::{Db, Duration, Moment},
    on,
};

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    pub id: Uuid,
    stage: String,
    agent_id: Option<Uuid>,
    siren: Option<String>,
    created_at: Moment,
    pub seen_at: Moment,
    pub expires_at: Moment,
    signed_in_at: Option<Moment>,
    proved_at: Option<Moment>,
    follows: Option<Uuid>,
    previous_sign_in_at: Option<Moment>,
    previous_sign_in_place: Option<String>,
    account_id: Option<Uuid>,
    login: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    email: Option<String>,
    rights_mark: Option<i64>,
}

macro_rules! open_sessions {
    () => {
        "SELECT s.id, s.stage, s.agent_id, s.siren, s.created_at, s.seen_at, s.expires_at, s.signed_in_at,
                s.proved_at, s.follows, s.previous_sign_in_at, s.previous_sign_in_place,
                s.account_id, a.login, a.first_name, a.last_name, a.email, a.rights_mark
         FROM session s LEFT JOIN account a ON a.id = s.account_id
         WHERE s.closed_at IS NULL AND "
    };
}

pub(super) async fn by_token(db: &Db, token_hash: &[u8], now: Moment) -> Result<Option<Row>, sqlx::Error> {
    let current = on!(db, |c| {
        sqlx::query_as::<_, Row>(concat!(open_sessions!(), "s.token_hash = $1"))
            .bind(token_hash)
            .fetch_optional(c)
            .await
    })?;
    if current.is_some() {
        return Ok(current);
    }
    on!(db, |c| {
        sqlx::query_as::<_, Row>(concat!(
            open_sessions!(),
            "s.previous_token_hash = $1 AND s.previous_token_until > $2"
        ))
        .bind(token_hash)
        .bind(now)
        .fetch_optional(c)
        .await
    })
}

impl Row {
    pub(super) fn is_signed_in(&self) -> bool {
        matches!(self.stage.as_str(), "usager" | "enrolement" | "agent")
    }

    fn usager(&self, account: Uuid) -> Usager {
        Usager {
            account,
            login: self.login.clone().unwrap_or_default(),
            first_name: self.first_name.clone().unwrap_or_default(),
            last_name: self.last_name.clone().unwrap_or_default(),
            email: self.email.clone().unwrap_or_default(),
        }
    }

    /// `None` when the agent behind the session is no more allowed in.
    pub(super) async fn into_session(
        self,
        portal: &Portal,
        idle_end: Moment,
    ) -> Result<Option<Session>, Error> {
        let visitor = match (self.stage.as_str(), self.account_id, self.agent_id) {
            ("code", Some(account), _) => Visitor::CodeAwaited(CodeAwaited::Account(account)),
            ("usager", Some(account), _) => Visitor::Usager(self.usager(account)),
            ("enrolement", Some(account), _) => Visitor::Enrolling(self.usager(account)),
            ("code-agent", _, Some(agent)) => Visitor::CodeAwaited(CodeAwaited::Agent(agent)),
            ("agent", _, Some(agent)) => match crate::agents::for_session(portal, agent).await? {
                Some(agent) => Visitor::Agent(agent),
                None => return Ok(None),
            },
            _ => Visitor::Anonymous,
        };
        let fresh = Duration::from_secs(portal.config.sessions.proof_seconds);
        let previous = self
            .previous_sign_in_at
            .map(|at| PreviousSignIn { at, place: self.previous_sign_in_place.unwrap_or_default() });
        Ok(Some(Session {
            id: self.id,
            visitor,
            siren: self.siren.as_deref().and_then(|siren| Siren::parse(siren).ok()),
            created_at: self.created_at,
            idle_end: idle_end.min(self.expires_at),
            absolute_end: self.expires_at,
            signed_in_at: self.signed_in_at,
            proved_at: self.proved_at,
            proof_end: self.proved_at.map(|at| at + fresh),
            follows: self.follows,
            rights_mark: self.rights_mark.unwrap_or(0),
            previous,
        }))
    }
}
