use domain::{
    rights::{Action, Actor, Habilitation, decide},
    siren::Siren,
};

use platform::{Error, db::Moment};

use crate::{
    Portal,
    archives::Order,
    companies,
    id::ConversationId,
    messaging::{
        access::{is_allowed, require_allowed},
        conversations::{self, Conversation},
    },
};

/// The person for whom an archive is built, with their rights at that time.
pub(super) struct Reader {
    siren: Siren,
    habilitations: Vec<Habilitation>,
}

impl Reader {
    /// Reads the rights of the person who requested an archive.
    ///
    /// # Errors
    /// [`Error::Refused`] if they may not use the messaging of the company any more.
    pub async fn of(portal: &Portal, order: &Order) -> Result<Reader, Error> {
        let siren = Siren::parse(&order.siren).map_err(|_| Error::NotFound)?;
        let habilitations = companies::habilitations(portal, order.account_id, Some(&siren)).await?;
        let reader = Reader { siren, habilitations };
        require_allowed(decide(&reader.actor(), &Action::UseMessaging))?;
        Ok(reader)
    }

    fn actor(&self) -> Actor<'_> {
        Actor::Usager { habilitations: &self.habilitations, siren: Some(&self.siren) }
    }

    /// Returns the questions of the period.
    pub async fn questions(&self, portal: &Portal, order: &Order) -> Result<Vec<ConversationId>, Error> {
        let confidential =
            is_allowed(&self.habilitations, &self.siren, &Action::UseMotif { confidential: true });
        let start = order.period_start.unwrap_or(Moment::from_micros(0));
        let end = order.period_end.unwrap_or(portal.clock.now());
        conversations::asked_in(portal, &self.siren, confidential, start, end).await
    }

    /// Returns a question, unless it was deleted meanwhile or may not be read.
    pub async fn readable(&self, portal: &Portal, id: ConversationId) -> Result<Option<Conversation>, Error> {
        match conversations::find(portal, id).await {
            Ok(found) => Ok(Some(found).filter(|one| decide(&self.actor(), &one.reading()).is_allowed())),
            Err(Error::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
