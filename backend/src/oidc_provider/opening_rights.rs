//! Rights that open a téléservice for a company, and the linked account that opens the site of a co-owner.

use domain::{
    co_owner::CoOwner,
    destination::Destination,
    rights::{self, Action, Actor, Decision, Habilitation, Teleservice},
    siren::Siren,
};

use platform::Error;

use crate::{Portal, companies, id::AccountId};

/// What opens a téléservice or a site for a person.
pub(super) enum Opening {
    Teleservice {
        teleservice: Teleservice,
        /// All habilitations held on the company.
        held: Vec<Habilitation>,
    },
    Site {
        /// The linked account at the co-owner.
        subject: String,
    },
}

/// Decides whether the habilitations held open the téléservice for the company.
pub(super) fn may_open(held: &[Habilitation], siren: &Siren, teleservice: Teleservice) -> Decision {
    let actor = Actor::Usager { habilitations: held, siren: Some(siren) };
    rights::decide(&actor, &Action::OpenTeleservice(teleservice))
}

/// Returns what opens the téléservice or site for the person now.
///
/// # Errors
/// [`Error::Refused`] without a right on the téléservice; [`Error::NotFound`] without a linked account at the co-owner;
/// [`Error::Busy`].
pub(super) async fn require(
    portal: &Portal,
    account: AccountId,
    siren: &Siren,
    client: Destination,
) -> Result<Opening, Error> {
    match client {
        Destination::Teleservice(teleservice) => {
            let held = companies::habilitations(portal, account, Some(siren)).await?;
            may_open(&held, siren, teleservice).or_denied().map_err(Error::Refused)?;
            Ok(Opening::Teleservice { teleservice, held })
        }
        Destination::Site(co_owner) => linked(portal, account, co_owner).await,
    }
}

async fn linked(portal: &Portal, account: AccountId, co_owner: CoOwner) -> Result<Opening, Error> {
    let subject = companies::linked_subject(portal, account, co_owner).await?;
    subject.map(|subject| Opening::Site { subject }).ok_or(Error::NotFound)
}
