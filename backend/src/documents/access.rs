//! Rights on shared documents, decided again at every use case.

use domain::{
    documents::Circle,
    rights::{Action, Actor, Teleservice, decide},
    siren::Siren,
};
use platform::Error;

use crate::{
    Portal,
    accounts::sessions::{Session, StaffMember, Usager, Visitor},
    companies,
    id::PersonId,
    messaging::require_allowed,
};

/// Returns the signed-in manager of the documents of a service.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] if the visitor manages no documents; [`Error::NotFound`] for a service of others.
pub fn manager<'a>(session: &'a Session, service: &str) -> Result<&'a StaffMember, Error> {
    // First: the answer to those who manage none must not depend on the service.
    session.staff_allowed(&Action::ShareDocuments)?;
    session.staff_allowed(&Action::ManageDocuments { service })
}

/// A person who reads documents: an operator for the current company, or an agent.
pub struct Reader<'a> {
    pub id: PersonId,
    pub name: String,
    /// Of an operator, the account and the company that they work for.
    pub operator: Option<(&'a Usager, &'a Siren)>,
    /// The circles whose documents they read at this moment.
    pub circles: Vec<Circle>,
}

impl<'a> Reader<'a> {
    /// # Errors
    /// [`Error::NotFound`] for other visitors; [`Error::Refused`] without the right to see documents at all.
    pub async fn of(portal: &Portal, session: &'a Session) -> Result<Self, Error> {
        match &session.visitor {
            Visitor::Usager(usager) => Self::operator(portal, usager, session.siren()?).await,
            Visitor::Staff(_) => {
                let agent = session.agent()?;
                let services = agent.services.iter().cloned().map(Circle::Service);
                let circles = readable(&agent.actor(), services);
                Ok(Reader { id: agent.id.into(), name: agent.name.clone(), operator: None, circles })
            }
            _ => Err(Error::NotFound),
        }
    }

    async fn operator(portal: &Portal, usager: &'a Usager, siren: &'a Siren) -> Result<Self, Error> {
        let habilitations = companies::habilitations(portal, usager.account, Some(siren)).await?;
        let actor = Actor::Usager { habilitations: &habilitations, siren: Some(siren) };
        require_allowed(decide(&actor, &Action::SeeDocuments))?;
        let teleservices = Teleservice::with_single_sign_on().map(Circle::Teleservice);
        let circles = readable(&actor, std::iter::once(Circle::Company(siren.clone())).chain(teleservices));
        Ok(Reader {
            id: usager.account.into(),
            name: usager.full_name(),
            operator: Some((usager, siren)),
            circles,
        })
    }

    /// Returns `true` if the person reads the documents of the circle with this code.
    pub fn reads(&self, circle: &str) -> bool {
        self.circles.iter().any(|own| own.code() == circle)
    }
}

/// Keeps the circles whose documents the person may read.
fn readable(actor: &Actor, circles: impl Iterator<Item = Circle>) -> Vec<Circle> {
    circles.filter(|circle| decide(actor, &Action::ReadDocument { circle }).is_allowed()).collect()
}
