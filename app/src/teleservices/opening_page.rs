//! `/teleservices/{code}?siren=…`: redirects to a téléservice. Shown only when it cannot be opened.

use backend::oidc_provider::{self, Launch};
use domain::{
    path,
    rights::{Denial, Teleservice},
    siren::Siren,
};
use leptos::prelude::*;

use super::{refusal_notice::refusal_notice, trail::trail};
use crate::{
    page::{self, Page, PageRequest, Stop},
    ui::{ButtonLink, Variant},
};

#[component]
pub fn OpeningPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let code: String = request.param("code")?;
        let teleservice = Teleservice::from_code(&code).ok_or(Stop::Error(platform::Error::NotFound))?;
        request.siren()?;
        let shown = request.query("siren").and_then(|text| Siren::parse(text).ok());
        let session = request.usager_session()?;
        match oidc_provider::launch(request.portal(), session, teleservice, shown.as_ref()).await? {
            Launch::Redirect(address) => Err(Stop::Redirect(address.into())),
            Launch::OtherCompany => {
                let siren = shown.map(|siren| siren.to_string()).unwrap_or_default();
                Err(Stop::Redirect(path::company_changed(siren, path::encode(&request.path))))
            }
            Launch::Denied(denial) => Ok(refused(teleservice, &denial).into_any()),
        }
    })
}

fn refused(teleservice: Teleservice, denial: &Denial) -> impl IntoView + use<> {
    let notice = refusal_notice(denial);
    let title = format!("Vous n’avez pas accès à {}", teleservice.label());
    view! {
        <Page title=title trail=trail()>
            {notice}
            <p class="cluster">
                <ButtonLink href=path::TELESERVICES>"Voir mes téléservices"</ButtonLink>
                <ButtonLink href=path::COMPANIES variant=Variant::Secondary>"Changer d’entreprise"</ButtonLink>
            </p>
        </Page>
    }
}
