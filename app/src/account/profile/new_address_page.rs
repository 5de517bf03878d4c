use domain::profile_forms;
use leptos::prelude::*;

use crate::{
    forms::Form,
    page::{self, Page, Visit},
    ui::*,
};

/// `/profil/courriel/adresse`: asks for another address. Asks for a fresh proof.
#[component]
pub fn NewAddressPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let address = visit.fresh_proof()?.usager()?.email.clone();
        let kept = visit.flash("changer-adresse").await?.unwrap_or_default();
        Ok(view! {
            <Page
                title="Changer d’adresse mél"
                lead="Le changement se confirme des deux côtés\u{a0}: par un lien envoyé à la nouvelle adresse, puis par un lien \
                      envoyé à l’adresse actuelle."
                trail=vec![("Courriel".to_owned(), "/profil/courriel".to_owned())]
            >
                <Form action="/form/changer-adresse" page=visit.path.clone()>
                    <ErrorSummary problems=kept.problems.clone()/>
                    <p>"Adresse actuelle\u{a0}: " <strong>{address}</strong></p>
                    <MandatoryNote/>
                    <FormFields definition=profile_forms::change_email() answers=kept.answers problems=kept.problems/>
                    <div class="form__actions">
                        <Submit>"Demander le changement"</Submit>
                        <ButtonLink href="/profil/courriel" variant=Variant::Secondary>"Ne rien changer"</ButtonLink>
                    </div>
                </Form>
            </Page>
        }
        .into_any())
    })
}
