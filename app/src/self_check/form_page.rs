use domain::self_check;
use leptos::prelude::*;

use super::server::RunSelfCheck;
use crate::{
    forms::{Endpoint, Form},
    page::{self, Page, PageRequest},
    ui::*,
};

/// Fields measured by the script when the form is submitted; empty without scripts.
const OBSERVED: [&str; 4] = ["horloge", "stockage", "cookies", "attente"];

/// `/auto-controle`
#[component]
pub fn SelfCheckPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let flash = request.flash(RunSelfCheck::NAME).await?.unwrap_or_default();
        let observed =
            OBSERVED.map(|name| view! { <input type="hidden" name=name data-observe=name/> }).collect_view();
        Ok(view! {
            <Page
                title="Auto-contrôle de l’accès"
                lead="Vérifiez en une minute ce qui peut vous empêcher de vous connecter\u{a0}: navigateur, \
                      cookies, horloge, connexion, compte."
            >
                <Form action=RunSelfCheck::ACTION page=request.path.clone()>
                    <ErrorSummary problems=flash.problems.clone()/>
                    <p>"Les deux réponses sont facultatives."</p>
                    {observed}
                    <FormFields definition=self_check::form() answers=flash.answers problems=flash.problems/>
                    <div class="form__actions">
                        <Submit>"Lancer l’auto-contrôle"</Submit>
                    </div>
                </Form>
                <p class="muted">
                    {format!(
                        "Vous recevrez une référence à donner à l’assistance. Le résultat affiché est conservé {} \
                         jours, sans votre nom ni votre adresse.",
                        self_check::RETENTION_DAYS,
                    )}
                </p>
            </Page>
        }
        .into_any())
    })
}
