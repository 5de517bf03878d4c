use domain::{co_owner::CoOwner, identity_provider::Provider};
use leptos::prelude::*;

use super::server::SignInWith;
use crate::{
    forms::{Endpoint, Form},
    page::PageRequest,
    ui::*,
};

/// Buttons to sign in without the password: customs account first, other co-owners folded, then identity
/// providers. Returns `None` if none is configured. Neutral style: the portal does not use the providers'
/// buttons and logos.
pub(crate) fn buttons(request: &PageRequest, back: &str) -> Option<AnyView> {
    let portal = request.portal();
    let co_owners: Vec<CoOwner> = portal.co_owners.offered().collect();
    let identities: Vec<AnyView> = portal
        .config
        .identity
        .offered()
        .map(|provider| {
            let button = button(request, provider.into(), back, Variant::Secondary);
            view! { <div class="stack stack--small"><p class="muted small">{provider.audience()}</p> {button}</div> }.into_any()
        })
        .collect();
    (!co_owners.is_empty() || !identities.is_empty()).then(|| {
        view! {
            <section class="stack" aria-labelledby="fournisseurs">
                <h2 id="fournisseurs">"Autres moyens de connexion"</h2>
                {linked_accounts(request, &co_owners, back)}
                {identities}
            </section>
        }
        .into_any()
    })
}

/// Buttons of the co-owners, which sign in to the linked portal account.
fn linked_accounts(request: &PageRequest, co_owners: &[CoOwner], back: &str) -> Option<AnyView> {
    let (first, others) = co_owners.split_first()?;
    let first = button(request, (*first).into(), back, Variant::Secondary);
    let others: Vec<AnyView> =
        others.iter().map(|one| button(request, (*one).into(), back, Variant::Quiet)).collect();
    let others = (!others.is_empty()).then(|| {
        view! {
            <details class="disclosure">
                <summary>"Continuer avec un autre compte rattaché"</summary>
                <div class="stack stack--small">{others}</div>
            </details>
        }
    });
    Some(
        view! {
            <div class="stack stack--small">
                <p class="muted small">"Un compte rattaché à votre compte du portail vous permet de vous connecter \
                                        sans autre mot de passe."</p>
                {first}
                {others}
            </div>
        }
        .into_any(),
    )
}

/// Button that starts the sign-in at a provider and returns to `back`.
pub(super) fn button(request: &PageRequest, provider: Provider, back: &str, variant: Variant) -> AnyView {
    let (page, back) = (request.path.clone(), back.to_owned());
    view! {
        <Form action=SignInWith::ACTION page native=true class="">
            <input type="hidden" name="fournisseur" value=provider.code()/>
            <input type="hidden" name="retour" value=back/>
            <Submit variant>{provider.button()}</Submit>
        </Form>
    }
    .into_any()
}
