use backend::directory::services::Service;
use domain::{department::Department, path};
use leptos::prelude::*;

use crate::ui::{Definition, DefinitionList, EmptyState};

/// The customs services whose address is in the department.
pub fn section(department: &Department, services: &[Service]) -> AnyView {
    let number = department.number();
    if services.is_empty() {
        let title = format!("Aucun service connu dans le département {number}");
        return view! {
            <EmptyState title>
                <p>
                    "Un service d’un autre département peut être compétent. Cherchez le bureau de douane le plus proche par le nom de \
                     sa ville dans l’" <a href=path::DIRECTORY>"annuaire"</a> ", ou "
                    <a href=path::CONTACT>"demandez-le à la douane"</a> "."
                </p>
            </EmptyState>
        }
        .into_any();
    }
    let cards = services.iter().map(service).collect_view();
    view! {
        <section class="stack" aria-labelledby="services">
            <h2 id="services">{format!("Services de la douane dans le département {number}")}</h2>
            <p class="muted">
                "PAE\u{a0}: pôle gestion des procédures du bureau de douane. Confirmez auprès de lui qu’il suit votre établissement \
                 avant d’envoyer la convention."
            </p>
            {cards}
        </section>
    }
    .into_any()
}

fn service(service: &Service) -> impl IntoView + use<> {
    let office = service.office.clone().map(|code| {
        view! { <Definition term="Bureau"><a href=path::office(&code)>{code.clone()}</a></Definition> }
    });
    let phone = service.phone();
    let (name, address) = (service.name.clone(), service.address.clone());
    let (call, phone) = (format!("tel:{}", String::from(phone.clone())), phone.shown());
    view! {
        <section class="card">
            <h3 class="card__title">{name}</h3>
            <DefinitionList>
                <Definition term="Adresse">{address}</Definition>
                <Definition term="Téléphone"><a href=call>{phone}</a></Definition>
                {office}
            </DefinitionList>
        </section>
    }
}
