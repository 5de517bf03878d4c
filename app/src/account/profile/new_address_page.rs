use domain::{path, profile_forms};
use leptos::prelude::*;

use super::server::RequestNewEmail;
use crate::{
    forms::{Endpoint, Form},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/profil/courriel/adresse`: requests a change of address. Requires re-authentication.
#[component]
pub fn NewAddressPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let address = request.reauthenticated_usager()?.usager()?.email.clone();
        let flash = request.flash(RequestNewEmail::NAME).await?.unwrap_or_default();
        Ok(view! {
            <Page
                title="Changer d’adresse de courriel"
                lead="Le changement doit être confirmé par un lien envoyé à la nouvelle adresse, puis par un lien \
                      envoyé à l’adresse actuelle."
                trail=vec![("Courriel".to_owned(), path::EMAIL.to_owned())]
            >
                <Form action=RequestNewEmail::ACTION page=request.path.clone()>
                    <ErrorSummary problems=flash.problems.clone()/>
                    <p>"Adresse actuelle\u{a0}: " <strong>{address}</strong></p>
                    <MandatoryNote/>
                    <FormFields definition=profile_forms::change_email() answers=flash.answers problems=flash.problems/>
                    <div class="form__actions">
                        <Submit>"Demander le changement"</Submit>
                        <ButtonLink href=path::EMAIL variant=Variant::Secondary>"Ne rien changer"</ButtonLink>
                    </div>
                </Form>
            </Page>
        }
        .into_any())
    })
}
