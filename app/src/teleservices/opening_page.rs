//! `/teleservices/{code}?siren=…`: redirects to a téléservice, or to a créance or mandat at Télépaiement SEPA. Shown only when
//! it cannot be opened.

use backend::{
    dashboard,
    oidc_provider::{self, Launch},
};
use domain::{
    path,
    payments::SepaPage,
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
        let sepa_page = (teleservice == Teleservice::TelepaiementSepa)
            .then(|| SepaPage::read(|name| request.query(name).map(str::to_owned)))
            .flatten();
        let launch = match &sepa_page {
            Some(page) => dashboard::open_at_sepa(request.portal(), session, page, shown.as_ref()).await?,
            None => {
                oidc_provider::launch(request.portal(), session, teleservice, shown.as_ref(), None).await?
            }
        };
        match launch {
            Launch::Redirect(address) => Err(Stop::Redirect(address.into())),
            Launch::OtherCompany => {
                let siren = shown.map(|siren| siren.to_string()).unwrap_or_default();
                Err(Stop::Redirect(path::company_changed(siren, path::encode(&request.path))))
            }
            Launch::Denied(denial) => Ok(refused(teleservice, sepa_page.as_ref(), &denial).into_any()),
        }
    })
}

fn refused(teleservice: Teleservice, page: Option<&SepaPage>, denial: &Denial) -> impl IntoView + use<> {
    let notice = refusal_notice(denial);
    let title = match page {
        None => format!("Vous n’avez pas accès à {}", teleservice.label()),
        Some(SepaPage::Creance { .. }) => "Vous ne pouvez pas payer cette créance par prélèvement".to_owned(),
        Some(SepaPage::Mandat { .. }) => "Vous ne pouvez pas gérer ce mandat".to_owned(),
        Some(SepaPage::NewMandat(_)) => {
            "Vous ne pouvez pas créer de mandat pour cet établissement".to_owned()
        }
    };
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
