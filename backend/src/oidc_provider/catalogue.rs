//! Téléservices of the selected company: open ones, closed ones with the reason.

use domain::rights::{Decision, Denial, Habilitation, Place, Teleservice};

use super::{
    claims::by_place,
    launch::launch_address,
    opening_rights::may_open,
    sites::{SiteLink, site_links},
};
use platform::Error;

use crate::{
    Portal,
    accounts::sessions::Session,
    companies::{self, CompanyView},
};

#[derive(Clone, Debug)]
pub struct TeleserviceCatalogue {
    pub view: CompanyView,
    pub open: Vec<OpenTeleservice>,
    pub closed: Vec<(Teleservice, Denial)>,
    pub sites: Vec<SiteLink>,
}

#[derive(Clone, Debug)]
pub struct OpenTeleservice {
    pub teleservice: Teleservice,
    /// Habilitations held, by place.
    pub held: Vec<(Place, Vec<Habilitation>)>,
    /// Address of the portal that opens it; `None` if no address is configured.
    pub launch_address: Option<String>,
    /// The téléservice requires a sign-in of its own.
    pub has_own_sign_in: bool,
}

/// Returns the catalogue for the company of the session.
///
/// # Errors
/// [`Error::NotFound`] if no company is selected or no right is held on it.
pub async fn catalogue(portal: &Portal, session: &Session) -> Result<TeleserviceCatalogue, Error> {
    let view = companies::company_view(portal, session).await?;
    let (mut open, mut closed) = (Vec::new(), Vec::new());
    for teleservice in Teleservice::with_single_sign_on() {
        match may_open(&view.habilitations, view.siren(), teleservice) {
            Decision::Allowed => open.push(open_teleservice(portal, &view, teleservice)),
            Decision::Denied(denial) => closed.push((teleservice, denial)),
        }
    }
    let sites = site_links(portal, &view);
    Ok(TeleserviceCatalogue { view, open, closed, sites })
}

/// What the person may open of a téléservice.
#[derive(Clone, Debug)]
pub enum TeleserviceState {
    Open(OpenTeleservice),
    Closed(Denial),
}

/// Returns the state of one téléservice for the company of the session.
///
/// # Errors
/// As [`catalogue`].
pub async fn teleservice_state(
    portal: &Portal,
    session: &Session,
    teleservice: Teleservice,
) -> Result<(CompanyView, TeleserviceState), Error> {
    let view = companies::company_view(portal, session).await?;
    let state = match may_open(&view.habilitations, view.siren(), teleservice) {
        Decision::Allowed => TeleserviceState::Open(open_teleservice(portal, &view, teleservice)),
        Decision::Denied(denial) => TeleserviceState::Closed(denial),
    };
    Ok((view, state))
}

fn open_teleservice(portal: &Portal, view: &CompanyView, teleservice: Teleservice) -> OpenTeleservice {
    let held = by_place(&view.habilitations, view.siren(), teleservice);
    OpenTeleservice {
        teleservice,
        held: held
            .into_iter()
            .map(|(place, rights)| (place.clone(), rights.into_iter().cloned().collect()))
            .collect(),
        launch_address: launch_address(portal, teleservice, view.siren()),
        has_own_sign_in: portal.config.teleservices.of(teleservice).is_none(),
    }
}
