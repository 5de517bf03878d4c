use leptos::prelude::*;

use crate::{forms::Form, page::Visit, ui::*};

/// A button for each configured provider; nothing when there is none. Neutral: their own buttons and logos are theirs.
pub(in crate::account) fn buttons(visit: &Visit, back: &str) -> Option<AnyView> {
    let offered: Vec<AnyView> = visit
        .portal()
        .identities
        .offered()
        .map(|provider| {
            let (page, back) = (visit.path.clone(), back.to_owned());
            view! {
                <Form action="/form/connexion-fournisseur" page leaves=true class="stack stack--small">
                    <input type="hidden" name="fournisseur" value=provider.code()/>
                    <input type="hidden" name="retour" value=back/>
                    <p class="muted small">{provider.public()}</p>
                    <p>
                        <Submit variant=Variant::Secondary>{format!("Se connecter avec {}", provider.label())}</Submit>
                    </p>
                </Form>
            }
            .into_any()
        })
        .collect();
    (!offered.is_empty()).then(|| {
        view! {
            <section class="stack" aria-labelledby="fournisseurs">
                <h2 id="fournisseurs">"Autres moyens de connexion"</h2>
                {offered}
            </section>
        }
        .into_any()
    })
}
