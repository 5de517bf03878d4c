//! Opening of a téléservice from the portal.

use domain::{
    path,
    rights::{Decision, Denial, Teleservice},
    siren::Siren,
};
use url::Url;

use super::{metadata::issuer, opening_rights::may_open};
use platform::Error;

use crate::{Portal, accounts::sessions::Session, companies};

/// Address of the portal that opens a téléservice for the company shown on a page, so that a company selected meanwhile
/// in another tab is noticed. `None` if no address of the téléservice is configured.
pub fn launch_address(portal: &Portal, teleservice: Teleservice, siren: &Siren) -> Option<String> {
    teleservice_address(portal, teleservice).map(|_| path::teleservice_for(teleservice.code(), siren))
}

/// Address of the téléservice: its sign-in initiation address, which sends an authorization request to the portal
/// (OpenID Connect Core, §4), or its home at the co-owner.
fn teleservice_address(portal: &Portal, teleservice: Teleservice) -> Option<Url> {
    let Some(settings) = portal.config.teleservices.of(teleservice) else {
        return portal.co_owners.teleservice_address(teleservice.co_owner(), teleservice.code());
    };
    let mut address = settings.login_uri.clone();
    address.query_pairs_mut().append_pair("iss", &issuer(portal));
    if let Some(target) = &settings.target_link_uri {
        address.query_pairs_mut().append_pair("target_link_uri", target.as_str());
    }
    Some(address)
}

/// Outcome of opening a téléservice.
#[derive(Clone, Debug)]
pub enum Launch {
    Redirect(Url),
    /// The page showed another company than the one selected now.
    OtherCompany,
    Denied(Denial),
}

/// Opens a téléservice for the company of the session; `shown`: company of the page that led here.
///
/// # Errors
/// [`Error::NotFound`] if no company is selected, or no address of the téléservice is configured.
pub async fn launch(
    portal: &Portal,
    session: &Session,
    teleservice: Teleservice,
    shown: Option<&Siren>,
) -> Result<Launch, Error> {
    let (account, siren) = (session.usager()?.account, session.siren()?);
    let address = teleservice_address(portal, teleservice).ok_or(Error::NotFound)?;
    if shown.is_some_and(|shown| shown != siren) {
        return Ok(Launch::OtherCompany);
    }
    let held = companies::habilitations(portal, account, Some(siren)).await?;
    Ok(match may_open(&held, siren, teleservice) {
        Decision::Allowed => Launch::Redirect(address),
        Decision::Denied(denial) => Launch::Denied(denial),
    })
}
