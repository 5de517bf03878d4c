//! `/deconnexion/teleservice?…`: a téléservice signs the person out; they say whether the portal's session ends too.

use backend::single_sign_on;
use leptos::prelude::*;

use super::raw_query;
use crate::{
    forms::Form,
    page::{self, Page, Visit},
    ui::{ButtonLink, Submit, Variant},
};

#[component]
pub fn EndSessionPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        visit.usager()?;
        let demand = raw_query(&visit);
        let from = single_sign_on::who_ends(visit.portal(), &demand).await?;
        let who = from.map_or("Un téléservice", |teleservice| teleservice.label());
        let lead = format!("{who} propose de fermer votre session sur le portail.");
        Ok(view! {
            <Page title="Se déconnecter du portail\u{a0}?" lead=lead>
                <p>
                    "Les autres téléservices que vous avez ouverts depuis le portail se fermeront aussi. Enregistrez d’abord \
                    ce que vous y avez commencé."
                </p>
                <Form action="/form/fin-de-session" page=visit.path.clone() leaves=true>
                    <input type="hidden" name="demande" value=demand/>
                    <div class="form__actions">
                        <Submit>"Me déconnecter"</Submit>
                        <ButtonLink href="/tableau-de-bord" variant=Variant::Secondary>"Rester connecté"</ButtonLink>
                    </div>
                </Form>
            </Page>
        }
        .into_any())
    })
}
