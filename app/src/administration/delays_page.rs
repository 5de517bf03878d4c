use backend::directory::{
    answer_delays::{self, DelaySettings},
    services,
};
use domain::{
    answer_delay::{self as rules, closing_words, hours_words},
    path,
};
use leptos::prelude::*;

use super::{
    delays_server::{AddWorkingHours, CloseService, OpenService, RemoveWorkingHours, SetCommitment},
    tabs::trail,
};
use crate::{
    forms::{Endpoint, PageForm, list, removable, section, settings_form},
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

/// `/administration/services/{code}/delais`: commitment of a service, its working hours and its exceptional closings.
#[component]
pub fn DelaysPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        request.administrator_session()?;
        let code: String = request.param("code")?;
        let service = services::by_code(request.portal(), &code).await?;
        let settings = answer_delays::settings(request.portal(), &code).await?;
        let problems = request.problems(&[RemoveWorkingHours::NAME, OpenService::NAME]).await?;
        let hours = hours_section(&request, &code, &settings).await?;
        let commitment = commitment_section(&request, &code, &settings).await?;
        let closings = closings_section(&request, &code, &settings).await?;
        let title = format!("Délai de réponse\u{a0}: {}", service.name);
        Ok(view! {
            <Page
                title
                lead="Les questions déjà envoyées gardent ce qui a été promis."
                crumb="Délai de réponse"
                trail=trail("Services", path::SERVICES)
            >
                <ErrorSummary problems/>
                {hours}
                {commitment}
                {closings}
            </Page>
        }
        .into_any())
    })
}

async fn hours_section(
    request: &PageRequest,
    service: &str,
    settings: &DelaySettings,
) -> Result<AnyView, Stop> {
    let form = PageForm::read::<AddWorkingHours>(request).await?;
    let items = settings.hours.week.iter();
    let items = items.map(|one| {
        let words = hours_words(one);
        removable::<RemoveWorkingHours>(request, service, &words, &words)
    });
    let list = list(items.collect(), "Aucun horaire\u{a0}: le service ne peut pas prendre d’engagement.");
    let form = settings_form(form, service, rules::hours(), "Ajouter ces horaires");
    Ok(section("horaires", "Horaires de travail", view! { {list} {form} }))
}

async fn commitment_section(
    request: &PageRequest,
    service: &str,
    settings: &DelaySettings,
) -> Result<AnyView, Stop> {
    let current = rules::commitment_answers(settings.days, &settings.hours);
    let form = PageForm::read_or::<SetCommitment>(request, current).await?;
    let form = settings_form(form, service, rules::commitment(), "Enregistrer l’engagement");
    Ok(section("engagement-titre", "Engagement", form))
}

async fn closings_section(
    request: &PageRequest,
    service: &str,
    settings: &DelaySettings,
) -> Result<AnyView, Stop> {
    let form = PageForm::read::<CloseService>(request).await?;
    let today = request.portal().clock.now().day();
    let items = settings.hours.closings.iter().filter(|closing| closing.last >= today);
    let items = items.map(|one| {
        let words = closing_words(one);
        removable::<OpenService>(request, service, &words, &words)
    });
    let list =
        list(items.collect(), "Aucune fermeture. Les jours fériés du territoire sont toujours fermés.");
    let form = settings_form(form, service, rules::exceptional_closing(), "Ajouter la fermeture");
    Ok(section("fermetures", "Fermetures exceptionnelles", view! { {list} {form} }))
}
