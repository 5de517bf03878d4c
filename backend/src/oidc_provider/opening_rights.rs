//! Rights that open a téléservice for a company.

use domain::{
    rights::{self, Action, Actor, Decision, Habilitation, Teleservice},
    siren::Siren,
};

use platform::Error;

use crate::{Portal, companies, id::AccountId};

/// Decides whether the habilitations held open the téléservice for the company.
pub(super) fn may_open(held: &[Habilitation], siren: &Siren, teleservice: Teleservice) -> Decision {
    let actor = Actor::Usager { habilitations: held, siren: Some(siren) };
    rights::decide(&actor, &Action::OpenTeleservice(teleservice))
}

/// Returns the habilitations now held on the company, if they open the téléservice.
///
/// # Errors
/// [`Error::Refused`], [`Error::Busy`].
pub(super) async fn require(
    portal: &Portal,
    account: AccountId,
    siren: &Siren,
    teleservice: Teleservice,
) -> Result<Vec<Habilitation>, Error> {
    let held = companies::habilitations(portal, account, Some(siren)).await?;
    may_open(&held, siren, teleservice).or_denied().map_err(Error::Refused)?;
    Ok(held)
}
