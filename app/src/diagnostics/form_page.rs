use domain::diagnostic;
use leptos::prelude::*;

use crate::{
    forms::Form,
    page::{self, Page, Visit},
    ui::*,
};

/// What the island fills in when the form is sent; empty where scripts do not run.
const OBSERVED: [&str; 4] = ["horloge", "stockage", "cookies", "attente"];

/// `/auto-controle`
#[component]
pub fn SelfCheckPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let kept = visit.flash("auto-controle").await?.unwrap_or_default();
        let observed =
            OBSERVED.map(|name| view! { <input type="hidden" name=name data-observe=name/> }).collect_view();
        Ok(view! {
            <Page
                title="Auto-contrôle de l’accès"
                lead="Vérifiez en une minute ce qui peut vous empêcher d’entrer\u{a0}: navigateur, cookies, horloge, connexion, compte."
            >
                <Form action="/form/auto-controle" page=visit.path.clone()>
                    <ErrorSummary problems=kept.problems.clone()/>
                    <p>"Les deux réponses sont facultatives."</p>
                    {observed}
                    <FormFields definition=diagnostic::form() answers=kept.answers problems=kept.problems/>
                    <div class="form__actions">
                        <Submit>"Lancer l’auto-contrôle"</Submit>
                    </div>
                </Form>
                <p class="muted">
                    {format!(
                        "Vous recevrez une référence à donner à l’assistance. Le résultat affiché est conservé {} jours, \
                         sans votre nom ni votre adresse.",
                        diagnostic::KEPT_DAYS,
                    )}
                </p>
            </Page>
        }
        .into_any())
    })
}
