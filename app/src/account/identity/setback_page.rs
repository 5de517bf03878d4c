use domain::identity_provider::{Provider, Setback};
use leptos::prelude::*;

use super::buttons::button;
use crate::{
    forms::Form,
    page::{self, Page, Visit},
    ui::*,
};

/// `/connexion/echec?fournisseur=…&cause=…`: what went wrong at a provider, and the ways on.
#[component]
pub fn SetbackPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let provider = visit.query("fournisseur").and_then(Provider::from_code);
        let setback = visit.query("cause").and_then(Setback::from_code);
        let (Some(provider), Some(setback)) = (provider, setback) else {
            return Err(backend::Error::NotFound.into());
        };
        let ways = if visit.query("rattachement").is_some() {
            back_to_profile()
        } else {
            ways(&visit, provider, setback)
        };
        Ok(view! {
            <Page title=setback.title() lead=setback.sentence(provider)>
                {ways}
                <p>
                    "Besoin d’aide\u{a0}? Appelez l’assistance au " <span class="nowrap">"0809\u{a0}400\u{a0}210"</span>
                    " ou consultez l’"<a href="/aide">"aide"</a>"."
                </p>
            </Page>
        }
        .into_any())
    })
}

fn back_to_profile() -> AnyView {
    view! { <p><ButtonLink href="/profil/securite">"Revenir à la sécurité de mon compte"</ButtonLink></p> }
        .into_any()
}

fn ways(visit: &Visit, provider: Provider, setback: Setback) -> AnyView {
    if setback == Setback::SomebodyElse {
        return somebody_else(visit);
    }
    let again = (setback != Setback::NotActivated).then(|| button(visit, provider, "", Variant::Primary));
    let link = (setback == Setback::NotActivated).then(|| {
        view! { <ButtonLink href="/activation/nouveau-lien">"Recevoir un nouveau lien"</ButtonLink> }
    });
    view! {
        <div class="cluster">
            {again}
            {link}
            <ButtonLink href="/connexion" variant=Variant::Secondary>"Se connecter autrement"</ButtonLink>
        </div>
    }
    .into_any()
}

/// The way out, for who is not the one that is signed in.
fn somebody_else(visit: &Visit) -> AnyView {
    view! {
        <div class="cluster">
            <Form action="/form/deconnexion" page=visit.path.clone() leaves=true class="">
                <Submit>"Se déconnecter"</Submit>
            </Form>
            <ButtonLink href="/tableau-de-bord" variant=Variant::Secondary>"Rester connecté"</ButtonLink>
        </div>
    }
    .into_any()
}
