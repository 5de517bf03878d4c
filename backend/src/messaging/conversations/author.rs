use domain::question::{Party, Step};

use platform::Error;

use crate::{
    accounts::sessions::{Session, Visitor},
    id::{AccountId, PersonId},
};

/// The visitor as author of a message or a step.
pub struct Author {
    pub party: Party,
    /// Account or agent.
    pub id: PersonId,
    /// `None` for an agent.
    pub account: Option<AccountId>,
    pub name: String,
}

impl Author {
    /// Returns the visitor as an author.
    ///
    /// # Errors
    /// [`Error::NotFound`] if no person is signed in.
    pub fn of(session: &Session) -> Result<Author, Error> {
        match &session.visitor {
            Visitor::Usager(usager) => {
                let account = usager.account;
                let name = usager.full_name();
                Ok(Author { party: Party::Usager, id: account.into(), account: Some(account), name })
            }
            Visitor::Staff(agent) => {
                let name = agent.name.clone();
                Ok(Author { party: Party::Agent, id: agent.id.into(), account: None, name })
            }
            _ => Err(Error::NotFound),
        }
    }

    /// Returns the step that a reply of this author takes. `asks_details`: an agent cannot answer before the operator does.
    pub fn reply_step(&self, asks_details: bool) -> Step {
        match self.party {
            Party::Usager => Step::FollowUp,
            Party::Agent if asks_details => Step::AskDetails,
            Party::Agent => Step::Answer,
        }
    }

    /// Code of a reply of this author, in the database.
    pub fn reply_kind(&self) -> &'static str {
        match self.party {
            Party::Usager => "suite",
            Party::Agent => "reponse",
        }
    }
}
