use domain::{email, path, profile_forms};
use leptos::prelude::*;

use super::{Tab, Tabs, server::RequestNewEmail, trail};
use crate::{
    forms::{FieldForm, PageForm},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/profil/courriel/adresse`: requests a change of address. Requires re-authentication.
#[component]
pub fn NewAddressPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let address = email::shown(&request.reauthenticated_usager()?.usager()?.email);
        let form = PageForm::read::<RequestNewEmail>(&request).await?;
        let mut trail = trail();
        trail.push(("Courriel".to_owned(), path::EMAIL.to_owned()));
        Ok(view! {
            <Page
                title="Changer d’adresse de courriel"
                lead="Le changement doit être confirmé par un lien envoyé à la nouvelle adresse, puis par un lien \
                      envoyé à l’adresse actuelle."
                trail=trail
            >
                <Tabs current=Tab::Email/>
                <FieldForm
                    form
                    definition=profile_forms::change_email()
                    submit="Demander le changement"
                    cancel=path::EMAIL
                >
                    <p>"Adresse actuelle\u{a0}: " <strong>{address}</strong></p>
                    <MandatoryNote/>
                </FieldForm>
            </Page>
        }
        .into_any())
    })
}
