use domain::question::{Party, Step};

use platform::Error;

use crate::{
    accounts::sessions::{Session, Visitor},
    id::PersonId,
};

/// The visitor as author of a message or a step.
pub struct Author {
    pub party: Party,
    /// Account or agent.
    pub id: PersonId,
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
                Ok(Author { party: Party::Usager, id: usager.account.into(), name: usager.full_name() })
            }
            Visitor::Agent(agent) => {
                Ok(Author { party: Party::Agent, id: agent.agent.into(), name: agent.name.clone() })
            }
            _ => Err(Error::NotFound),
        }
    }

    /// Returns the step that a reply of this author takes.
    pub fn reply_step(&self) -> Step {
        match self.party {
            Party::Usager => Step::FollowUp,
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
