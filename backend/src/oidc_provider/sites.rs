//! The sites of the co-owners, opened by single sign-on where the account is linked (004, Rattachement).

use domain::{co_owner::CoOwner, destination::Destination, path};
use url::Url;

use super::metadata::issuer;
use platform::Error;

use crate::{
    Portal,
    accounts::sessions::Session,
    companies::{self, CompanyView},
};

/// Home page of a co-owner, in a list of links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteLink {
    pub co_owner: CoOwner,
    /// Address of the portal that opens it signed in, or of the site itself.
    pub address: String,
    /// An account of the co-owner is linked.
    pub linked: bool,
    /// It opens signed in.
    pub signs_in: bool,
}

/// Returns the sites of the configured co-owners.
pub(super) fn site_links(portal: &Portal, view: &CompanyView) -> Vec<SiteLink> {
    let link = |co_owner: CoOwner| {
        let linked = view.linked.contains(&co_owner);
        let signs_in = linked && portal.config.teleservices.of_client(Destination::Site(co_owner)).is_some();
        Some(SiteLink { co_owner, address: site_address(portal, co_owner, linked)?, linked, signs_in })
    };
    portal.co_owners.offered().filter_map(link).collect()
}

/// Address that leads to the site of a co-owner: through the portal if it opens signed in, else directly. `None` if it is
/// not configured.
pub fn site_address(portal: &Portal, co_owner: CoOwner, linked: bool) -> Option<String> {
    let home = portal.co_owners.home_address(co_owner)?;
    let has_sign_on = portal.config.teleservices.of_client(Destination::Site(co_owner)).is_some();
    Some(if linked && has_sign_on { path::site(co_owner.code()) } else { home.into() })
}

/// Address of the site: its sign-in initiation address if the account is linked now, else its home page.
///
/// # Errors
/// [`Error::NotFound`] if the co-owner is not configured.
pub async fn open_site(portal: &Portal, session: &Session, co_owner: CoOwner) -> Result<Url, Error> {
    let account = session.usager()?.account;
    let home = portal.co_owners.home_address(co_owner).ok_or(Error::NotFound)?;
    let Some(settings) = portal.config.teleservices.of_client(Destination::Site(co_owner)) else {
        return Ok(home);
    };
    if companies::linked_subject(portal, account, co_owner).await?.is_none() {
        return Ok(home);
    }
    let mut address = settings.login_uri.clone();
    address.query_pairs_mut().append_pair("iss", &issuer(portal));
    if let Some(target) = &settings.target_link_uri {
        address.query_pairs_mut().append_pair("target_link_uri", target.as_str());
    }
    Ok(address)
}
