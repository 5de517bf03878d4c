//! `/teleservices/{code}?siren=…`: on the way to a téléservice. Seen only when something is in the way.

use backend::single_sign_on::{self, Opening};
use domain::{
    rights::{Denial, Teleservice},
    siren::Siren,
};
use leptos::prelude::*;

use super::{reason, trail};
use crate::{
    page::{self, Page, Stop, Visit, encode},
    ui::{ButtonLink, Variant},
};

#[component]
pub fn OpeningPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let code: String = visit.param("code")?;
        let teleservice = Teleservice::from_code(&code).ok_or(Stop::Error(backend::Error::NotFound))?;
        visit.siren()?;
        let shown = visit.query("siren").and_then(|text| Siren::parse(text).ok());
        let session = visit.usager_session()?;
        match single_sign_on::opening(visit.portal(), session, teleservice, shown.as_ref()).await? {
            Opening::Lead(address) => Err(Stop::Redirect(address.into())),
            Opening::OtherCompany => {
                let meant = shown.map(|siren| siren.to_string()).unwrap_or_default();
                let page = encode(&visit.path);
                Err(Stop::Redirect(format!("/entreprises/changement?siren={meant}&page={page}")))
            }
            Opening::Denied(denial) => Ok(refused(teleservice, &denial).into_any()),
        }
    })
}

fn refused(teleservice: Teleservice, denial: &Denial) -> impl IntoView + use<> {
    let why = reason(denial);
    let title = format!("{} ne vous est pas ouvert", teleservice.label());
    view! {
        <Page title=title trail=trail()>
            {why}
            <p class="cluster">
                <ButtonLink href="/teleservices">"Voir mes téléservices"</ButtonLink>
                <ButtonLink href="/entreprises" variant=Variant::Secondary>"Changer d’entreprise"</ButtonLink>
            </p>
        </Page>
    }
}
