//! Opening of a téléservice from the portal.

use domain::{
    path,
    payments::SepaPage,
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
    teleservice_address(portal, teleservice, None).map(|_| path::teleservice_for(teleservice.code(), siren))
}

/// Address of the téléservice: its sign-in initiation address, which sends an authorization request to the portal
/// (OpenID Connect Core, §4), or its home at the co-owner. `page`: the page to show then, instead of its home.
fn teleservice_address(portal: &Portal, teleservice: Teleservice, page: Option<&SepaPage>) -> Option<Url> {
    let at_co_owner = || portal.co_owners.teleservice_address(teleservice.co_owner(), teleservice.code());
    let Some(settings) = portal.config.teleservices.of(teleservice) else {
        return Some(page_below(at_co_owner()?, page));
    };
    let mut address = settings.login_uri.clone();
    address.query_pairs_mut().append_pair("iss", &issuer(portal));
    let home = settings.target_link_uri.clone().or_else(|| page.and_then(|_| at_co_owner()));
    if let Some(home) = home {
        address.query_pairs_mut().append_pair("target_link_uri", page_below(home, page).as_str());
    }
    Some(address)
}

/// Address of a page below the home of the téléservice.
fn page_below(mut home: Url, page: Option<&SepaPage>) -> Url {
    let Some(page) = page else { return home };
    if let Ok(mut segments) = home.path_segments_mut() {
        segments.pop_if_empty().extend(page.segments());
    }
    if let Some(siret) = page.siret() {
        home.query_pairs_mut().append_pair("siret", siret.as_str());
    }
    home
}

/// Outcome of opening a téléservice.
#[derive(Clone, Debug)]
pub enum Launch {
    Redirect(Url),
    /// The page showed another company than the one selected now.
    OtherCompany,
    Denied(Denial),
}

/// Opens a téléservice for the company of the session; `shown`: company of the page that led here; `page`: the page to
/// show instead of its home, whose own right the caller checks.
///
/// # Errors
/// [`Error::NotFound`] if no company is selected, or no address of the téléservice is configured.
pub async fn launch(
    portal: &Portal,
    session: &Session,
    teleservice: Teleservice,
    shown: Option<&Siren>,
    page: Option<&SepaPage>,
) -> Result<Launch, Error> {
    let (account, siren) = (session.usager()?.account, session.siren()?);
    let address = teleservice_address(portal, teleservice, page).ok_or(Error::NotFound)?;
    if shown.is_some_and(|shown| shown != siren) {
        return Ok(Launch::OtherCompany);
    }
    let held = companies::habilitations(portal, account, Some(siren)).await?;
    Ok(match may_open(&held, siren, teleservice) {
        Decision::Allowed => Launch::Redirect(address),
        Decision::Denied(denial) => Launch::Denied(denial),
    })
}
