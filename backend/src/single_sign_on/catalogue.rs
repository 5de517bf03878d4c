//! The téléservices of the chosen company: those that open, those that do not and why, and plain links.

use domain::{
    plain_link::PlainLink,
    rights::{Decision, Denial, Habilitation, Place, Teleservice},
    siren::Siren,
};
use url::Url;

use super::{authorize::may_open, claims::by_place, issuer};
use crate::{
    Error, Portal,
    companies::{self, CompanyView},
    session::Session,
};

#[derive(Clone, Debug)]
pub struct TeleserviceCatalogue {
    pub view: CompanyView,
    pub open: Vec<OpenTeleservice>,
    pub closed: Vec<(Teleservice, Denial)>,
    pub links: Vec<(PlainLink, String)>,
}

#[derive(Clone, Debug)]
pub struct OpenTeleservice {
    pub teleservice: Teleservice,
    /// What is held, place by place.
    pub held: Vec<(Place, Vec<Habilitation>)>,
    /// Where it is opened; `None` when it is configured nowhere.
    pub way_in: Option<String>,
    /// It asks for a sign-in of its own.
    pub signs_in_itself: bool,
}

/// The catalogue for the company of the session.
///
/// # Errors
/// [`Error::NotFound`] when no SIREN is chosen or nothing is held on it any more.
pub async fn catalogue(portal: &Portal, session: &Session) -> Result<TeleserviceCatalogue, Error> {
    let view = companies::company_view(portal, session).await?;
    let (mut open, mut closed) = (Vec::new(), Vec::new());
    for teleservice in Teleservice::single_sign_on() {
        match may_open(&view.habilitations, view.siren(), teleservice) {
            Decision::Allowed => open.push(opened(portal, &view, teleservice)),
            Decision::Denied(denial) => closed.push((teleservice, denial)),
        }
    }
    let links = PlainLink::ALL.map(|link| (link, portal.config.plain_links.of(link).to_string())).to_vec();
    Ok(TeleserviceCatalogue { view, open, closed, links })
}

fn opened(portal: &Portal, view: &CompanyView, teleservice: Teleservice) -> OpenTeleservice {
    let held = by_place(&view.habilitations, view.siren(), teleservice);
    OpenTeleservice {
        teleservice,
        held: held
            .into_iter()
            .map(|(place, rights)| (place.clone(), rights.into_iter().cloned().collect()))
            .collect(),
        way_in: way_in(portal, teleservice, view.siren()),
        signs_in_itself: portal.config.teleservices.of(teleservice).is_none(),
    }
}

/// The portal's own address that opens a téléservice for the company that a page shows: what was chosen since is seen
/// there. `None` when the téléservice is configured nowhere.
pub fn way_in(portal: &Portal, teleservice: Teleservice, siren: &Siren) -> Option<String> {
    address(portal, teleservice).map(|_| format!("/teleservices/{}?siren={siren}", teleservice.code()))
}

/// Where the browser is led: to the téléservice's own way in, which asks the portal who is there (OpenID Connect Core,
/// §4), or to its home at the co-owner.
fn address(portal: &Portal, teleservice: Teleservice) -> Option<Url> {
    let Some(settings) = portal.config.teleservices.of(teleservice) else {
        return portal.partners.teleservice_address(teleservice.co_owner(), teleservice.code());
    };
    let mut address = settings.login_uri.clone();
    address.query_pairs_mut().append_pair("iss", &issuer(portal));
    if let Some(target) = &settings.target_link_uri {
        address.query_pairs_mut().append_pair("target_link_uri", target.as_str());
    }
    Some(address)
}

/// What comes of opening a téléservice.
#[derive(Clone, Debug)]
pub enum Opening {
    Lead(Url),
    /// The page was of another company than the one that is chosen now.
    OtherCompany,
    Denied(Denial),
}

/// Opens a téléservice for the company of the session; `shown`: the one of the page that was left.
///
/// # Errors
/// [`Error::NotFound`] when no SIREN is chosen, or the téléservice is configured nowhere.
pub async fn opening(
    portal: &Portal,
    session: &Session,
    teleservice: Teleservice,
    shown: Option<&Siren>,
) -> Result<Opening, Error> {
    let (account, siren) = (session.usager()?.account, session.siren()?);
    let address = address(portal, teleservice).ok_or(Error::NotFound)?;
    if shown.is_some_and(|shown| shown != siren) {
        return Ok(Opening::OtherCompany);
    }
    let held = companies::habilitations(portal, account, Some(siren)).await?;
    Ok(match may_open(&held, siren, teleservice) {
        Decision::Allowed => Opening::Lead(address),
        Decision::Denied(denial) => Opening::Denied(denial),
    })
}
