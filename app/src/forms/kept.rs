//! What was typed in a form, and where it waits for the person.

use backend::{
    Portal,
    error::Error,
    flash::{self, Flash},
    session::{EndedSession, Owner},
    unfinished,
};
use domain::{form::Answers, problem::Problems};

use super::FormRequest;
use crate::page;

/// What was typed, and where to keep it.
pub(super) struct KeptForm {
    /// Last part of its address.
    pub(super) endpoint: &'static str,
    pub(super) form: String,
    /// The page it stands on.
    pub(super) page: String,
    /// The company that the page showed; empty when it showed none.
    pub(super) company: String,
    portal: Portal,
    session: uuid::Uuid,
    answers: Answers,
}

impl KeptForm {
    /// Takes what is ours out of the answers.
    pub(super) fn of(form: &'static str, request: &mut FormRequest) -> Self {
        let mut take = |name: &str| {
            let value = request.answers.raw(name).to_owned();
            request.answers.remove(name);
            value
        };
        let (name, company) = (take("_formulaire"), take("_siren"));
        KeptForm {
            endpoint: form,
            form: if name.is_empty() { form.to_owned() } else { name },
            page: request.page.clone(),
            company,
            portal: request.portal.clone(),
            session: request.session.id,
            answers: request.answers.clone(),
        }
    }

    /// Keeps answers and problems for the page of the form. Several forms of one page tell themselves apart by a
    /// hidden `_formulaire`.
    pub(super) async fn give_back(&self, problems: Problems) -> Result<(), Error> {
        let flash = Flash { form: self.form.clone(), answers: self.answers.clone(), problems, notice: None };
        flash::keep(&self.portal, self.session, &flash).await
    }

    /// Keeps what was typed until the person whose session has ended is back; leads to where they sign in.
    pub(super) async fn wait_for_owner(&self, ended: &EndedSession) -> Result<String, Error> {
        unfinished::keep(&self.portal, ended, &self.page, &self.form, &self.answers).await?;
        let sign_in = match ended.owner {
            Some(Owner::Agent(_)) => "/agent/connexion",
            _ => "/connexion",
        };
        Ok(format!("{sign_in}?retour={}", page::encode(&self.page)))
    }

    pub(super) async fn leave_notice(&self, notice: Option<String>) -> Result<(), Error> {
        if notice.is_none() {
            return Ok(());
        }
        let flash = Flash {
            form: flash::NOTICE.to_owned(),
            answers: Answers::default(),
            problems: Vec::new(),
            notice,
        };
        flash::keep(&self.portal, self.session, &flash).await
    }
}
