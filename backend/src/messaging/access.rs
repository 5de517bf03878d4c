//! Rights of a visitor on the messaging of a company, read again at every use case.

use domain::{
    rights::{Action, Actor, Decision, Habilitation, decide},
    siren::Siren,
};

use platform::Error;

use crate::{Portal, accounts::sessions::Session, companies, id::AccountId};

/// An operator who may use the messaging of the chosen SIREN, with their current rights.
pub struct Access {
    pub account: AccountId,
    pub name: String,
    pub email: String,
    pub siren: Siren,
    pub habilitations: Vec<Habilitation>,
}

impl Access {
    /// Loads the rights of the visitor on the chosen SIREN.
    ///
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

    /// Requires these rights to allow an action.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the denial is hidden, [`Error::Refused`] otherwise.
    pub fn require(&self, action: &Action) -> Result<(), Error> {
        require_allowed(self.decide(action))
    }

    /// Returns `true` if the person may see confidential motifs (mission §5).
    pub fn sees_confidential(&self) -> bool {
        self.decide(&Action::UseMotif { confidential: true }).is_allowed()
    }
}

/// Returns `true` if these rights allow the action on the SIREN.
pub fn is_allowed(habilitations: &[Habilitation], siren: &Siren, action: &Action) -> bool {
    decide(&Actor::Usager { habilitations, siren: Some(siren) }, action).is_allowed()
}

/// Converts a denial to an error.
///
/// # Errors
/// [`Error::NotFound`] if the denial is hidden, [`Error::Refused`] otherwise.
pub fn require_allowed(decision: Decision) -> Result<(), Error> {
    match decision {
        Decision::Allowed => Ok(()),
        Decision::Denied(denial) if denial.hidden => Err(Error::NotFound),
        Decision::Denied(denial) => Err(Error::Refused(denial)),
    }
}
