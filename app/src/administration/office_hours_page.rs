use backend::directory::{office_hours, offices};
use domain::{
    answer_delay::{self as rules, WorkingHours, closing_words, hours_words},
    path,
};
use leptos::prelude::*;
use platform::Error;

use super::office_hours_server::{AddOfficeHours, CloseOffice, OpenOffice, RemoveOfficeHours};
use crate::{
    forms::{Endpoint, Owner, PageForm, list, owned_form, removable_of, section},
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

/// `/administration/bureaux/{code}/horaires`: opening hours and exceptional closings of a customs office.
#[component]
pub fn OfficeHoursPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        request.administrator_session()?;
        let code: String = request.param("code")?;
        let office = offices::find(request.portal(), &code).await?.ok_or(Error::NotFound)?;
        let stated = office_hours::hours(request.portal(), &code).await?;
        let hours = stated.map(|stated| stated.hours).unwrap_or_default();
        let problems = request.problems(&[RemoveOfficeHours::NAME, OpenOffice::NAME]).await?;
        let week = week_section(&request, &code, &hours).await?;
        let closings = closings_section(&request, &code, &hours).await?;
        let title = format!("Horaires du bureau\u{a0}: {}", office.name);
        Ok(view! {
            <Page
                title
                detail=code.clone()
                lead="Ils paraissent sur la page publique du bureau. La liste européenne n’en a pas\u{a0}: ses données restent telles quelles."
                crumb="Horaires"
                trail=vec![
                    ("Annuaire des bureaux de douane".to_owned(), path::DIRECTORY.to_owned()),
                    (office.name, path::office(&code)),
                ]
            >
                <ErrorSummary problems/>
                {week}
                {closings}
            </Page>
        }
        .into_any())
    })
}

async fn week_section(request: &PageRequest, office: &str, hours: &WorkingHours) -> Result<AnyView, Stop> {
    let form = PageForm::read::<AddOfficeHours>(request).await?;
    let items = hours.week.iter().map(|one| {
        let words = hours_words(one);
        removable_of::<RemoveOfficeHours>(request, Owner::Office(office), &words, &words)
    });
    let list = list(items.collect(), "Aucun horaire n’est indiqué.");
    let form = owned_form(form, Owner::Office(office), rules::hours(), "Ajouter ces horaires");
    Ok(section("horaires", "Horaires d’ouverture", view! { {list} {form} }))
}

async fn closings_section(
    request: &PageRequest,
    office: &str,
    hours: &WorkingHours,
) -> Result<AnyView, Stop> {
    let form = PageForm::read::<CloseOffice>(request).await?;
    let today = request.portal().clock.now().day();
    let items = hours.closings.iter().filter(|closing| closing.last >= today).map(|one| {
        let words = closing_words(one);
        removable_of::<OpenOffice>(request, Owner::Office(office), &words, &words)
    });
    let list = list(items.collect(), "Aucune fermeture exceptionnelle n’est prévue.");
    let form = owned_form(form, Owner::Office(office), rules::exceptional_closing(), "Ajouter la fermeture");
    Ok(section("fermetures", "Fermetures exceptionnelles", view! { {list} {form} }))
}
