//! One request for one page: who asks, for what, and why it may not be shown.

use backend::{
    Portal,
    error::Error,
    flash::{self, Flash},
    session::{Agent, Session, Usager, Visitor},
};
use domain::siren::Siren;
use leptos_router::params::ParamsMap;

use super::address::encode;
use crate::context::RequestContext;

/// One request for one page.
#[derive(Clone)]
pub struct Visit {
    pub context: RequestContext,
    /// Path and query, as asked.
    pub path: String,
    pub(super) params: ParamsMap,
    pub(super) query: ParamsMap,
}

/// Why a page is not shown.
pub enum Stop {
    /// The person is led elsewhere on the portal.
    Redirect(String),
    Error(Error),
}

impl<E: Into<Error>> From<E> for Stop {
    fn from(error: E) -> Self {
        Stop::Error(error.into())
    }
}

impl Visit {
    pub fn portal(&self) -> &Portal {
        &self.context.portal
    }

    pub fn session(&self) -> Option<&Session> {
        self.context.session.as_ref()
    }

    /// The signed-in operator; others are led to the sign-in page and come back after it.
    pub fn usager(&self) -> Result<&Usager, Stop> {
        match self.session().map(|session| &session.visitor) {
            Some(Visitor::Usager(usager)) => Ok(usager),
            // The level chosen at registration promises an application: before it is there, nothing else opens.
            Some(Visitor::Enrolling(_)) => Err(self.lead_to("/profil/securite/application")),
            _ => Err(self.lead_to("/connexion")),
        }
    }

    /// To a page that brings the person back here.
    fn lead_to(&self, page: &str) -> Stop {
        Stop::Redirect(format!("{page}?retour={}", encode(&self.path)))
    }

    /// The operator's session when everything was proved a short while ago (mission §2.4); others prove it first and
    /// come back.
    pub fn fresh_proof(&self) -> Result<&Session, Stop> {
        self.usager()?;
        self.fresh_account()
    }

    /// The same, for the pages that also add the application that a level promises.
    pub fn fresh_account(&self) -> Result<&Session, Stop> {
        match self.session().filter(|session| session.account().is_ok()) {
            Some(session) if session.has_fresh_proof(self.portal().clock.now()) => Ok(session),
            Some(_) => Err(self.lead_to("/connexion/preuve")),
            None => Err(self.lead_to("/connexion")),
        }
    }

    /// The operator's session, for use cases that want it whole.
    pub fn usager_session(&self) -> Result<&Session, Stop> {
        self.usager()?;
        self.session().ok_or(Stop::Error(Error::NotFound))
    }

    /// The signed-in agent; others are led to the agents' sign-in page.
    pub fn agent(&self) -> Result<&Agent, Stop> {
        match self.session().map(|session| &session.visitor) {
            Some(Visitor::Agent(agent)) => Ok(agent),
            _ => Err(self.lead_to("/agent/connexion")),
        }
    }

    pub fn agent_session(&self) -> Result<&Session, Stop> {
        self.agent()?;
        self.session().ok_or(Stop::Error(Error::NotFound))
    }

    /// The company being worked for; without one the person is led to the choice.
    pub fn siren(&self) -> Result<&Siren, Stop> {
        self.usager()?;
        self.session().and_then(|session| session.siren.as_ref()).ok_or_else(|| self.lead_to("/entreprises"))
    }

    /// A part of the route's path, `{id}` being named `id`; absent or unreadable, the page does not exist.
    pub fn param<T: std::str::FromStr>(&self, name: &str) -> Result<T, Stop> {
        self.params.get_str(name).and_then(|text| text.parse().ok()).ok_or(Stop::Error(Error::NotFound))
    }

    /// A value of the address' query.
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.get_str(name).filter(|value| !value.is_empty())
    }

    /// What was typed in a form and refused, once.
    pub async fn flash(&self, form: &str) -> Result<Option<Flash>, Stop> {
        match self.session().filter(|_| !self.context.by_itself) {
            Some(session) => {
                let kept = flash::take(self.portal(), session.id, form).await?;
                match (kept, session.follows) {
                    // What came after the end of the session before waits for this page alone.
                    (None, Some(_)) => {
                        let form = flash::on_page(form, &self.path);
                        Ok(flash::take(self.portal(), session.id, &form).await?)
                    }
                    (kept, _) => Ok(kept),
                }
            }
            None => Ok(None),
        }
    }
}
