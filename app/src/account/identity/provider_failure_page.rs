use domain::{
    helpline::HOTLINE,
    identity_provider::{Provider, ProviderFailure},
    path,
};
use leptos::prelude::*;

use super::buttons::button;
use crate::{
    account::SignOut,
    forms::{Endpoint, Form},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/connexion/echec?fournisseur=…&cause=…`: explains a failed sign-in at a provider, and the next steps.
#[component]
pub fn ProviderFailurePage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let provider = request.query("fournisseur").and_then(Provider::from_code);
        let failure = request.query("cause").and_then(ProviderFailure::from_code);
        let (Some(provider), Some(failure)) = (provider, failure) else {
            return Err(platform::Error::NotFound.into());
        };
        let next_steps = if request.query("rattachement").is_some() {
            back_to_profile()
        } else {
            next_steps(&request, provider, failure)
        };
        Ok(view! {
            <Page title=failure.title() lead=failure.sentence(provider)>
                {next_steps}
                <p>
                    "Besoin d’aide\u{a0}? Appelez l’assistance au " <HelplineNumber line=&HOTLINE/>
                    " ou consultez l’"<a href=path::HELP>"aide"</a>"."
                </p>
            </Page>
        }
        .into_any())
    })
}

fn back_to_profile() -> AnyView {
    view! { <p><ButtonLink href=path::SECURITY>"Revenir à la sécurité de mon compte"</ButtonLink></p> }
        .into_any()
}

fn next_steps(request: &PageRequest, provider: Provider, failure: ProviderFailure) -> AnyView {
    if failure == ProviderFailure::OtherAccountSignedIn {
        return other_account(request);
    }
    let retry = (failure != ProviderFailure::AccountNotActivated)
        .then(|| button(request, provider, "", Variant::Primary));
    let link = (failure == ProviderFailure::AccountNotActivated).then(|| {
        view! { <ButtonLink href=path::NEW_ACTIVATION_LINK>"Recevoir un nouveau lien"</ButtonLink> }
    });
    view! {
        <div class="cluster">
            {retry}
            {link}
            <ButtonLink href=path::SIGN_IN variant=Variant::Secondary>"Se connecter autrement"</ButtonLink>
        </div>
    }
    .into_any()
}

/// Lets a person who is not the signed-in one sign out.
fn other_account(request: &PageRequest) -> AnyView {
    view! {
        <div class="cluster">
            <Form action=SignOut::ACTION page=request.path.clone() native=true class="">
                <Submit>"Se déconnecter"</Submit>
            </Form>
            <ButtonLink href=path::DASHBOARD variant=Variant::Secondary>"Rester connecté"</ButtonLink>
        </div>
    }
    .into_any()
}
