use domain::{co_owner::CoOwner, identity_provider::Provider};
use leptos::prelude::*;

use crate::{forms::Form, page::Visit, ui::*};

/// The ways in beside the password, nothing when none is configured: an account of customs in sight, those of the other
/// co-owners folded, then the identity providers. Neutral: the providers' own buttons and logos are theirs.
pub(in crate::account) fn buttons(visit: &Visit, back: &str) -> Option<AnyView> {
    let portal = visit.portal();
    let co_owners: Vec<CoOwner> = portal.partners.offered().collect();
    let identities: Vec<AnyView> = portal
        .identities
        .offered()
        .map(|provider| {
            let button = button(visit, provider.into(), back, Variant::Secondary);
            view! { <div class="stack stack--small"><p class="muted small">{provider.public()}</p> {button}</div> }.into_any()
        })
        .collect();
    (!co_owners.is_empty() || !identities.is_empty()).then(|| {
        view! {
            <section class="stack" aria-labelledby="fournisseurs">
                <h2 id="fournisseurs">"Autres moyens de connexion"</h2>
                {linked_accounts(visit, &co_owners, back)}
                {identities}
            </section>
        }
        .into_any()
    })
}

/// The co-owners': each opens the account of the portal that it is linked with.
fn linked_accounts(visit: &Visit, co_owners: &[CoOwner], back: &str) -> Option<AnyView> {
    let (first, others) = co_owners.split_first()?;
    let first = button(visit, (*first).into(), back, Variant::Secondary);
    let others: Vec<AnyView> =
        others.iter().map(|one| button(visit, (*one).into(), back, Variant::Quiet)).collect();
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
                <p class="muted small">"Un compte que vous avez rattaché à votre compte du portail l’ouvre sans autre mot de passe."</p>
                {first}
                {others}
            </div>
        }
        .into_any(),
    )
}

/// Leads to a provider, and back to `back`.
pub(super) fn button(visit: &Visit, provider: Provider, back: &str, variant: Variant) -> AnyView {
    let (page, back) = (visit.path.clone(), back.to_owned());
    view! {
        <Form action="/form/connexion-fournisseur" page leaves=true class="">
            <input type="hidden" name="fournisseur" value=provider.code()/>
            <input type="hidden" name="retour" value=back/>
            <Submit variant>{provider.button()}</Submit>
        </Form>
    }
    .into_any()
}
