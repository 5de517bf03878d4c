//! `/teleservices/acces?…`: a téléservice asks who is there, and the person has no right on it for the chosen company.

use backend::single_sign_on::{self, Access};
use leptos::prelude::*;

use super::{raw_query, reason, trail};
use crate::{
    page::{self, Page, Stop, Visit, encode},
    ui::{ButtonLink, Variant},
};

#[component]
pub fn AccessPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        visit.siren()?;
        let access =
            single_sign_on::access(visit.portal(), visit.usager_session()?, &raw_query(&visit)).await?;
        let (teleservice, denial, back) = match access {
            Access::Open(address) => return Err(Stop::Redirect(address)),
            Access::Denied { teleservice, denial, back } => (teleservice, denial, back),
        };
        let label = teleservice.label();
        let why = reason(&denial);
        let other = format!("/entreprises?retour={}", encode(&visit.path));
        Ok(view! {
            <Page title=format!("{label} ne vous est pas ouvert") trail=trail()>
                <p>"Ce téléservice vous envoie au portail pour vous y connecter. Rien ne lui a été transmis."</p>
                {why}
                <p class="cluster">
                    <ButtonLink href=other>"Choisir une autre entreprise"</ButtonLink>
                    <ButtonLink href=back variant=Variant::Secondary>"Revenir à " {label}</ButtonLink>
                    <ButtonLink href="/teleservices" variant=Variant::Quiet>"Voir mes téléservices"</ButtonLink>
                </p>
            </Page>
        }
        .into_any())
    })
}
