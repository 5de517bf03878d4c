//! Stores the input of a form when it is refused or its session has ended.

use backend::{
    Portal,
    accounts::{
        flash::{self, Flash},
        parked_forms,
        sessions::{EndedSession, Owner},
    },
    id::SessionId,
};
use domain::{form::Answers, path, problem::Problems};
use platform::error::Error;

use super::request::FormRequest;

/// The input of a submitted form, and the data needed to store it.
pub(super) struct Submission {
    /// `_formulaire`, or else the name that the server function passes.
    pub(super) form: String,
    /// Path of the page with the form.
    pub(super) page: String,
    /// SIREN of the page; empty if it showed none.
    pub(super) company: String,
    portal: Portal,
    session: SessionId,
    answers: Answers,
}

impl Submission {
    /// Moves the portal's own hidden fields out of the answers.
    pub(super) fn take(form: &str, request: &mut FormRequest) -> Self {
        let mut remove = |name: &str| {
            let value = request.answers.raw(name).to_owned();
            request.answers.remove(name);
            value
        };
        let (name, company) = (remove("_formulaire"), remove("_siren"));
        Submission {
            form: if name.is_empty() { form.to_owned() } else { name },
            page: request.page.clone(),
            company,
            portal: request.portal.clone(),
            session: request.session.id,
            answers: request.answers.clone(),
        }
    }

    /// Stores answers and problems for the page of the form. Several forms of one page differ by a hidden
    /// `_formulaire`.
    pub(super) async fn refuse(&self, problems: Problems) -> Result<(), Error> {
        let flash = Flash { form: self.form.clone(), answers: self.answers.clone(), problems, notice: None };
        flash::store(&self.portal, self.session, &flash).await
    }

    /// Parks the input until the owner of the ended session signs in again; returns the address of the sign-in page.
    pub(super) async fn park(&self, ended: &EndedSession) -> Result<String, Error> {
        parked_forms::park(&self.portal, ended, &self.page, &self.form, &self.answers).await?;
        let sign_in = match ended.owner {
            Some(Owner::Agent(_)) => path::AGENT_SIGN_IN,
            _ => path::SIGN_IN,
        };
        Ok(path::with_return(sign_in, &self.page))
    }

    /// Stores the sentence for the next page.
    pub(super) async fn store_flash(&self, notice: Option<String>) -> Result<(), Error> {
        if notice.is_none() {
            return Ok(());
        }
        let flash = Flash {
            form: flash::NOTICE.to_owned(),
            answers: Answers::default(),
            problems: Vec::new(),
            notice,
        };
        flash::store(&self.portal, self.session, &flash).await
    }
}
