use domain::self_check;
use leptos::prelude::*;

use super::server::RunSelfCheck;
use crate::{
    forms::{FieldForm, PageForm},
    page::{self, Page, PageRequest},
};

/// Fields measured by the script when the form is submitted; empty without scripts.
const OBSERVED: [&str; 4] = ["horloge", "stockage", "cookies", "attente"];

/// `/auto-controle`: starts an access self-check.
#[component]
pub fn SelfCheckPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let form = PageForm::read::<RunSelfCheck>(&request).await?;
        let observed =
            OBSERVED.map(|name| view! { <input type="hidden" name=name data-observe=name/> }).collect_view();
        Ok(view! {
            <Page
                title="Auto-contrôle de l’accès"
                lead="Vérifiez en une minute ce qui peut vous empêcher de vous connecter\u{a0}: navigateur, \
                      cookies, horloge, connexion, compte."
            >
                <FieldForm form definition=self_check::form() submit="Lancer l’auto-contrôle">
                    <p>"Les deux réponses sont facultatives."</p>
                    {observed}
                </FieldForm>
                <p class="muted">
                    {format!(
                        "Vous recevrez une référence à donner à l’assistance. Le résultat affiché est \
                         conservé {}\u{a0}jours, sans votre nom ni votre adresse.",
                        self_check::RETENTION_DAYS,
                    )}
                </p>
            </Page>
        }
        .into_any())
    })
}
