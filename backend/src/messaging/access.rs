//! Who is asking, for which company, with which rights: read again at every use case.

use domain::{
    rights::{Action, Actor, Decision, Habilitation, decide},
    siren::Siren,
};
use uuid::Uuid;

use crate::{Error, Portal, companies, session::Session};

/// An operator who may use the messaging of the chosen SIREN, now.
pub struct Access {
    pub account: Uuid,
    pub name: String,
    pub email: String,
    pub siren: Siren,
    pub habilitations: Vec<Habilitation>,
}

impl Access {
    /// # Errors
    /// [`Error::NotFound`] without operator or SIREN, [`Error::Refused`] without the right e-contacts (mission §3.3).
    pub async fn of(portal: &Portal, session: &Session) -> Result<Access, Error> {
        let (usager, siren) = (session.usager()?, session.siren()?.clone());
        let habilitations = companies::habilitations(portal, usager.account, Some(&siren)).await?;
        let access = Access {
            account: usager.account,
            name: usager.full_name(),
            email: usager.email.clone(),
            siren,
            habilitations,
        };
        access.require(&Action::UseMessaging)?;
        Ok(access)
    }

    pub fn decide(&self, action: &Action) -> Decision {
        decide(&Actor::Usager { habilitations: &self.habilitations, siren: Some(&self.siren) }, action)
    }

    /// # Errors
    /// [`Error::NotFound`] when even the refusal must stay hidden, [`Error::Refused`] otherwise.
    pub fn require(&self, action: &Action) -> Result<(), Error> {
        allowed(self.decide(action))
    }

    /// Do the confidential motifs exist for this person (mission §5)?
    pub fn sees_confidential(&self) -> bool {
        self.decide(&Action::AskMotif { confidential: true }).is_allowed()
    }
}

/// What a person with these rights may do on the SIREN.
pub fn may(habilitations: &[Habilitation], siren: &Siren, action: &Action) -> bool {
    decide(&Actor::Usager { habilitations, siren: Some(siren) }, action).is_allowed()
}

/// A decision as a use case answers it.
pub fn allowed(decision: Decision) -> Result<(), Error> {
    match decision {
        Decision::Allowed => Ok(()),
        Decision::Denied(denial) if denial.hidden => Err(Error::NotFound),
        Decision::Denied(denial) => Err(Error::Refused(denial)),
    }
}
