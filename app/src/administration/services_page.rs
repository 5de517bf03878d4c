use std::collections::BTreeMap;

use backend::directory::{
    answer_delays::{self, DelaySettings},
    services::{self, Service},
};
use domain::{answer_delay::WorkingDays, path, rights::Action};
use leptos::prelude::*;

use super::tabs::{read_only_notice, tabs};
use crate::{
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/administration/services`: customs services that answer questions.
#[component]
pub fn ServicesPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        request.staff_session(&Action::SeeAdministration)?;
        let services = services::list(request.portal()).await?;
        let delays = answer_delays::all(request.portal()).await?;
        let columns = [
            Column::text("Nom"),
            Column::text("Code"),
            Column::wide("Adresse postale"),
            Column::text("Courriel"),
            Column::text("Téléphone"),
            Column::text("Délai promis"),
        ];
        let table = Table::new("Services", &columns)
            .rows(&services, |row, service| service_row(row, service, &delays))
            .finish();
        let notice = read_only_notice(&request);
        Ok(view! {
            <Page title="Services" lead="Les services de la douane qui reçoivent les questions." wide=true>
                {tabs(path::SERVICES)}
                {notice}
                <p><ButtonLink href=path::NEW_SERVICE>"Ajouter un service"</ButtonLink></p>
                {table}
            </Page>
        }
        .into_any())
    })
}

fn service_row(row: &mut Row<'_>, service: &Service, delays: &BTreeMap<String, DelaySettings>) {
    row.cell().link(path::service(&service.code), &service.name);
    row.cell().reference(&service.code);
    row.cell().text(&service.address);
    row.cell().text(&service.email);
    row.cell().nowrap(service.phone().shown());
    let days = delays.get(&service.code).and_then(|settings| settings.days);
    let words = days.map_or_else(|| "Aucun".to_owned(), WorkingDays::words);
    row.cell().nowrap(words);
}
