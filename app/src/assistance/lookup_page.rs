use domain::assistance;
use leptos::prelude::*;

use super::server::LookUpCase;
use crate::{
    forms::{FieldForm, PageForm},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/assistance/suivi`: opens a case with its reference and its secret.
#[component]
pub fn LookupPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let form = PageForm::read::<LookUpCase>(&request).await?;
        Ok(view! {
            <Page
                title="Suivre un dossier"
                lead="Pour l’assistance et Infos Douane Service. La référence et la clé sont dans le courriel reçu à l’ouverture du dossier."
            >
                <FieldForm form definition=assistance::lookup() submit="Ouvrir le dossier">
                    <MandatoryNote/>
                </FieldForm>
            </Page>
        }
        .into_any())
    })
}
