//! The request for a page: its parameters, and the checks that a page makes before it loads anything.

use backend::{
    Portal,
    accounts::{
        flash::{self, Flash},
        sessions::{Session, StaffMember, Usager, Visitor},
    },
    id::SessionId,
    staff::Author,
};
use domain::{
    path,
    problem::Problems,
    rights::{Action, Reason},
    siren::Siren,
};
use leptos_router::params::ParamsMap;
use platform::error::Error;

use crate::context::RequestContext;

/// Form name under which the problems of an upload are stored for the page that sent it.
pub const UPLOAD: &str = "televersement";

/// The request for a page.
#[derive(Clone)]
pub struct PageRequest {
    pub context: RequestContext,
    /// Path and query as requested.
    pub path: String,
    pub(super) params: ParamsMap,
    pub(super) query: ParamsMap,
}

/// Reason why a page is not rendered.
pub enum Stop {
    /// Redirects to another page of the portal.
    Redirect(String),
    Error(Error),
}

impl<E: Into<Error>> From<E> for Stop {
    fn from(error: E) -> Self {
        Stop::Error(error.into())
    }
}

impl PageRequest {
    pub fn portal(&self) -> &Portal {
        &self.context.portal
    }

    pub fn session(&self) -> Option<&Session> {
        self.context.session.as_ref()
    }

    /// Returns the first session of the browser's chain; `None` if it has no session.
    pub fn chain(&self) -> Option<SessionId> {
        let ended = self.context.ended.as_ref().map(|ended| ended.chain);
        self.session().map(Session::first_of_chain).or(ended)
    }

    /// Returns the signed-in usager. Others are redirected to the sign-in page, with a return address.
    pub fn usager(&self) -> Result<&Usager, Stop> {
        match self.session().map(|session| &session.visitor) {
            Some(Visitor::Usager(usager)) => Ok(usager),
            // The level chosen at registration requires a TOTP application: nothing else opens before it is set up.
            Some(Visitor::Enrolling(_)) => Err(self.detour(path::NEW_AUTHENTICATOR_APP)),
            _ => Err(self.detour(path::SIGN_IN)),
        }
    }

    /// Redirects to a page that returns to this one.
    fn detour(&self, page: &str) -> Stop {
        Stop::Redirect(path::with_return(page, &self.path))
    }

    /// Returns the usager's session if it was authenticated recently (mission §2.4). Others are redirected to
    /// re-authentication.
    pub fn reauthenticated_usager(&self) -> Result<&Session, Stop> {
        self.usager()?;
        self.reauthenticated_account()
    }

    /// Like [`Self::reauthenticated_usager`], but also for an account that still has to add the second factor of its
    /// level.
    pub fn reauthenticated_account(&self) -> Result<&Session, Stop> {
        match self.session().filter(|session| session.account().is_ok()) {
            Some(session) if session.is_recently_authenticated(self.portal().clock.now()) => Ok(session),
            Some(_) => Err(self.detour(path::REAUTHENTICATION)),
            None => Err(self.detour(path::SIGN_IN)),
        }
    }

    /// Returns the session of the signed-in usager; see [`Self::usager`].
    pub fn usager_session(&self) -> Result<&Session, Stop> {
        self.usager()?;
        self.session().ok_or(Stop::Error(Error::NotFound))
    }

    /// Returns the signed-in member of the staff. Others are redirected to the staff's sign-in page.
    pub fn staff(&self) -> Result<&StaffMember, Stop> {
        match self.session().map(|session| &session.visitor) {
            Some(Visitor::Staff(member)) => Ok(member),
            _ => Err(self.detour(path::STAFF_SIGN_IN)),
        }
    }

    /// Returns the session of a member of the staff who was authenticated recently. Others are redirected to re-authentication.
    pub fn reauthenticated_staff(&self) -> Result<&Session, Stop> {
        self.staff()?;
        match self.session() {
            Some(session) if session.is_recently_authenticated(self.portal().clock.now()) => Ok(session),
            _ => Err(self.detour(path::STAFF_REAUTHENTICATION)),
        }
    }

    /// Returns the session of a member of the staff who may perform the action. Other members are refused; see also
    /// [`Self::staff`].
    pub fn staff_session(&self, action: &Action) -> Result<&Session, Stop> {
        self.staff()?;
        let session = self.session().ok_or(Stop::Error(Error::NotFound))?;
        session.staff_allowed(action)?;
        Ok(session)
    }

    /// Returns the session of an administrator who may change staff and services now. Without a recent authentication,
    /// redirects to re-authentication.
    pub fn administrator_session(&self) -> Result<&Session, Stop> {
        let session = self.staff_session(&Action::SeeAdministration)?;
        match Author::of(self.portal(), session) {
            Err(Error::Refused(denial)) if denial.reason == Reason::AdministrationNeedsReauthentication => {
                Err(self.detour(path::STAFF_REAUTHENTICATION))
            }
            decided => Ok(decided.map(|_| session)?),
        }
    }

    /// Returns the session of an agent; see [`Self::staff_session`].
    pub fn agent_session(&self) -> Result<&Session, Stop> {
        self.staff_session(&Action::AnswerQuestions)
    }

    /// Returns the company chosen in the session. Without one, redirects to the choice.
    pub fn siren(&self) -> Result<&Siren, Stop> {
        self.usager()?;
        self.session().and_then(|session| session.siren.as_ref()).ok_or_else(|| self.detour(path::COMPANIES))
    }

    /// Returns a parameter of the route's path.
    ///
    /// # Errors
    /// [`Error::NotFound`] if it is missing or cannot be parsed.
    pub fn param<T: std::str::FromStr>(&self, name: &str) -> Result<T, Stop> {
        self.params.get_str(name).and_then(|text| text.parse().ok()).ok_or(Stop::Error(Error::NotFound))
    }

    /// Returns a value of the query, or `None` if it is empty.
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.get_str(name).filter(|value| !value.is_empty())
    }

    /// Returns all values of the query with this name.
    pub fn queries(&self, name: &str) -> Vec<String> {
        self.query.get_all(name).unwrap_or_default()
    }

    /// Returns the requested page of a list, the first one by default.
    pub fn page_number(&self) -> u32 {
        self.query("page").and_then(|text| text.parse().ok()).unwrap_or(1)
    }

    /// Returns the query string as requested, without `?`.
    pub fn raw_query(&self) -> &str {
        self.path.split_once('?').map_or("", |(_, query)| query)
    }

    /// Returns the input and problems of a refused form, once. A background refresh does not consume them.
    pub async fn flash(&self, form: &str) -> Result<Option<Flash>, Stop> {
        match self.context.session_with_flash() {
            Some(session) => {
                let flash = flash::take(self.portal(), session.id, form).await?;
                match (flash, session.chain) {
                    // Sent after the end of the preceding session: stored for this page only.
                    (None, Some(_)) => {
                        let form = flash::on_page(form, &self.path);
                        Ok(flash::take(self.portal(), session.id, &form).await?)
                    }
                    (flash, _) => Ok(flash),
                }
            }
            None => Ok(None),
        }
    }

    /// Returns the problems of these forms if they were refused; see [`Self::flash`].
    pub async fn problems(&self, forms: &[&str]) -> Result<Problems, Stop> {
        let mut problems = Problems::new();
        for form in forms {
            problems.extend(self.flash(form).await?.unwrap_or_default().problems);
        }
        Ok(problems)
    }
}
