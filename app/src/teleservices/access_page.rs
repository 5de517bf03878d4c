//! `/teleservices/acces?…`: authorization request of a téléservice on which the person has no right for the
//! selected company.

use backend::oidc_provider::{self, Access};
use domain::path;
use leptos::prelude::*;

use super::{refusal_notice::refusal_notice, trail::trail};
use crate::{
    page::{self, Page, PageRequest, Stop},
    ui::{ButtonLink, Variant},
};

#[component]
pub fn AccessPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        request.siren()?;
        let access =
            oidc_provider::access(request.portal(), request.usager_session()?, request.raw_query()).await?;
        let (teleservice, denial, back) = match access {
            Access::Allowed(address) => return Err(Stop::Redirect(address)),
            Access::Denied { teleservice, denial, back } => (teleservice, denial, back),
        };
        let label = teleservice.label();
        let notice = refusal_notice(&denial);
        let other = path::with_return(path::COMPANIES, &request.path);
        Ok(view! {
            <Page title=format!("Vous n’avez pas accès à {label}") trail=trail()>
                <p>"Ce téléservice vous a dirigé vers le portail pour vous connecter. Aucune information ne lui a \
                    été transmise."</p>
                {notice}
                <p class="cluster">
                    <ButtonLink href=other>"Choisir une autre entreprise"</ButtonLink>
                    <ButtonLink href=back variant=Variant::Secondary>"Revenir à " {label}</ButtonLink>
                    <ButtonLink href=path::TELESERVICES variant=Variant::Quiet>"Voir mes téléservices"</ButtonLink>
                </p>
            </Page>
        }
        .into_any())
    })
}
