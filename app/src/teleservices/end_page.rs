//! `/deconnexion/teleservice?…`: after a sign-out at a téléservice, offers to end the portal session too.

use backend::oidc_provider;
use domain::path;
use leptos::prelude::*;

use super::server::EndSession;
use crate::{
    forms::{Endpoint, Form},
    page::{self, Page, PageRequest},
    ui::{ButtonLink, Submit, Variant},
};

#[component]
pub fn EndSessionPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        request.usager()?;
        let query = request.raw_query().to_owned();
        let teleservice = oidc_provider::logout_client(request.portal(), &query).await?;
        let name = teleservice.map_or("Un téléservice", |teleservice| teleservice.label());
        let lead = format!("{name} propose de fermer votre session sur le portail.");
        Ok(view! {
            <Page title="Se déconnecter du portail\u{a0}?" lead=lead>
                <p>
                    "Les autres téléservices que vous avez ouverts à partir du portail se fermeront aussi. \
                     Enregistrez d’abord votre travail en cours."
                </p>
                <Form action=EndSession::ACTION page=request.path.clone() native=true>
                    <input type="hidden" name="demande" value=query/>
                    <div class="form__actions">
                        <Submit>"Me déconnecter"</Submit>
                        <ButtonLink href=path::DASHBOARD variant=Variant::Secondary>"Rester connecté"</ButtonLink>
                    </div>
                </Form>
            </Page>
        }
        .into_any())
    })
}
