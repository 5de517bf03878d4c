//! Stores the input of a form when it is refused or its session has ended.

use backend::{
    Portal,
    accounts::{
        flash::{self, Flash},
        parked_forms,
        sessions::{self, EndedSession, Owner, Session},
    },
    id::SessionId,
};
use domain::{form::Answers, path, problem::Problems};
use platform::error::Error;

use super::{kept, request::FormRequest};

/// Maximum number of characters of the SIREN that a page shows; a longer value names no company.
const MAX_SIREN: usize = 14;

/// The input of a submitted form, and the data needed to store it.
pub(super) struct Submission {
    /// `_formulaire`, or else the name that the server function passes.
    pub(super) form: String,
    /// Path of the page with the form.
    pub(super) page: String,
    /// SIREN of the page; empty if it showed none.
    pub(super) company: String,
    /// Tag of the person whose page it was; empty for a visitor.
    pub(super) person: String,
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
        let (name, company, person) = (remove("_formulaire"), remove("_siren"), remove("_personne"));
        // Only names of forms: with other names, one session could store any number of them.
        let is_named = !name.is_empty() && kept::is_form(&request.portal.motifs.current(), &name);
        Submission {
            form: if is_named { name } else { form.to_owned() },
            page: request.page.clone(),
            company: company.chars().take(MAX_SIREN).collect(),
            person,
            portal: request.portal.clone(),
            session: request.session.id,
            answers: request.answers.clone(),
        }
    }

    /// Returns `true` if the page was one of this person, or of a visitor.
    fn is_from(&self, owner: Owner) -> bool {
        self.person.is_empty() || self.person == owner.tag()
    }

    /// Returns `true` if another person has signed in since the page was opened.
    pub(super) fn is_of_another_person(&self, session: &Session) -> bool {
        session.owner().is_some_and(|owner| !self.is_from(owner))
    }

    /// Returns the ended session of the person whose page it was. `None` if it goes on, or is not one of this browser.
    pub(super) async fn ended_session(&self, request: &FormRequest) -> Result<Option<EndedSession>, Error> {
        let ended = request.context.ended.clone().filter(|ended| ended.owner.is_some());
        let current = request.session.owner().or(ended.as_ref().and_then(|ended| ended.owner));
        match current {
            Some(owner) if !self.is_from(owner) => {
                sessions::ended_of(&self.portal, request.session.first_of_chain(), &self.person).await
            }
            _ => Ok(ended),
        }
    }

    fn kept(&self) -> Answers {
        kept::kept_answers(&self.portal.motifs.current(), &self.form, &self.answers)
    }

    /// Stores answers and problems for the page of the form. Several forms of one page differ by a hidden
    /// `_formulaire`.
    pub(super) async fn refuse(&self, problems: Problems) -> Result<(), Error> {
        let flash = Flash { form: self.form.clone(), answers: self.kept(), problems, notice: None };
        flash::store(&self.portal, self.session, &flash).await
    }

    /// Parks the input until the owner of the ended session signs in again; returns the address of the sign-in page.
    pub(super) async fn park(&self, ended: &EndedSession) -> Result<String, Error> {
        parked_forms::park(&self.portal, ended, &self.page, &self.form, &self.kept()).await?;
        let sign_in = match ended.owner {
            Some(Owner::Staff(_)) => path::STAFF_SIGN_IN,
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
