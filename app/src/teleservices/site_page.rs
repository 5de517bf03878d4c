//! `/sites/{administration}`: redirects to the site of a co-owner, signed in where the account is linked.

use backend::oidc_provider;
use domain::co_owner::CoOwner;
use leptos::prelude::*;

use crate::page::{self, PageRequest, Stop};

#[component]
pub fn SitePage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.usager_session()?;
        let code: String = request.param("administration")?;
        let co_owner = CoOwner::from_code(&code).ok_or(Stop::Error(platform::Error::NotFound))?;
        let address = oidc_provider::open_site(request.portal(), session, co_owner).await?;
        Err::<AnyView, Stop>(Stop::Redirect(address.into()))
    })
}
