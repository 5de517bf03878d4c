use backend::directory::{self, OfficeSheet, offices::Office, services::Service};
use domain::{
    email,
    office_role::{OfficeRole, roles},
    path,
    phone::Phone,
    plain_link::PlainLink,
};
use leptos::prelude::*;

use crate::{
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/annuaire/{code}`: a customs office.
#[component]
pub fn OfficePage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let code: String = request.param("code")?;
        let OfficeSheet { office, services, is_listed } = directory::office(request.portal(), &code).await?;
        let withdrawn = (!is_listed).then(|| {
            view! {
                <Notice kind=NoticeKind::Warning>
                    <p>"Ce bureau n’est plus dans la dernière liste reçue. Il a peut-être fermé ou changé de code."</p>
                </Notice>
            }
        });
        let title = office.name.clone();
        Ok(view! {
            <Page
                title
                detail=office.code.clone()
                trail=vec![
                    ("Aide".to_owned(), path::HELP.to_owned()),
                    ("Annuaire des bureaux de douane".to_owned(), path::DIRECTORY.to_owned()),
                ]
            >
                {withdrawn}
                {contact(&office, &services)}
                {role_list(&office)}
                {service_list(services)}
                {about(&office)}
            </Page>
        }
        .into_any())
    })
}

/// Telephone number as a page shows it; `None` if the list has none.
pub(super) fn phone(office: &Office) -> Option<String> {
    let typed = Some(office.phone.as_str()).filter(|phone| !phone.is_empty())?;
    Some(Phone::parse(typed).map_or_else(|_| typed.to_owned(), |phone| phone.shown()))
}

fn contact(office: &Office, services: &[(Service, Vec<String>)]) -> AnyView {
    let number = match (Phone::parse(&office.phone), phone(office)) {
        (Ok(phone), Some(shown)) => {
            view! { <a href=format!("tel:{}", phone.as_str())>{shown}</a> }.into_any()
        }
        (Err(_), Some(shown)) => shown.into_any(),
        (_, None) => "La liste ne l’indique pas.".into_any(),
    };
    let unknown = match services {
        [] => "La liste ne les indique pas. Voyez l’",
        _ => "La liste ne les indique pas. Voyez ses services ci-dessous, ou l’",
    };
    let (code, file) = (office.code.clone(), path::office_contact(&office.code));
    view! {
        <DefinitionList>
            <Definition term="Code">{code}</Definition>
            <Definition term="Téléphone">{number}</Definition>
            <Definition term="Adresse, courriel et horaires">
                {unknown} {site_link(PlainLink::Annuaire, "annuaire de douane.gouv.fr")} "."
            </Definition>
        </DefinitionList>
        <p class="cluster">
            <a class="button button--secondary" href=file rel="external">
                "Enregistrer le contact (vCard)"
            </a>
        </p>
    }
    .into_any()
}

fn role_list(office: &Office) -> AnyView {
    let (known, others) = roles(&office.roles);
    let item = |role: OfficeRole| {
        view! { <Definition term=role.label>{role.meaning}</Definition> }
    };
    let known = match known.is_empty() {
        true => view! { <p>"La liste n’indique aucun rôle connu."</p> }.into_any(),
        false => {
            view! { <DefinitionList>{known.into_iter().map(item).collect_view()}</DefinitionList> }.into_any()
        }
    };
    let others = (!others.is_empty()).then(|| {
        let text = format!("Autres codes de la liste, qu’elle n’explique pas\u{a0}: {}.", others.join(", "));
        view! { <p class="muted small">{text}</p> }
    });
    view! {
        <section class="stack" aria-labelledby="roles">
            <h2 id="roles">"Ce que traite ce bureau"</h2>
            {known}
            {others}
        </section>
    }
    .into_any()
}

fn service_list(services: Vec<(Service, Vec<String>)>) -> AnyView {
    let content = match services.is_empty() {
        true => view! {
            <p>
                "Aucun service de ce bureau ne répond par la messagerie du portail. Voyez "
                <a href=path::CONTACT>"Nous contacter"</a> " pour trouver le service compétent."
            </p>
        }
        .into_any(),
        false => services.into_iter().map(service_card).collect_view().into_any(),
    };
    view! {
        <section class="stack" aria-labelledby="services">
            <h2 id="services">"Services joignables par la messagerie sécurisée"</h2>
            {content}
        </section>
    }
    .into_any()
}

fn service_card((service, motifs): (Service, Vec<String>)) -> impl IntoView {
    let motifs = motifs.into_iter().map(|motif| view! { <li>{motif}</li> }).collect_view();
    let phone = service.phone().clone();
    let (mail, shown) = (format!("mailto:{}", service.email), email::shown(&service.email));
    view! {
        <Card title=service.name level=3>
            <div class="stack stack--small">
                <DefinitionList>
                    <Definition term="Adresse">{service.address}</Definition>
                    <Definition term="Courriel">
                        <a href=mail>{shown}</a>
                    </Definition>
                    <Definition term="Téléphone"><a href=format!("tel:{}", phone.as_str())>{phone.shown()}</a></Definition>
                </DefinitionList>
                <p>"Ce service répond sur ces motifs\u{a0}:"</p>
                <ul class="bullets">{motifs}</ul>
                <p><a href=path::NEW_QUESTION>"Poser une question"</a>", avec un compte."</p>
            </div>
        </Card>
    }
}

fn about(office: &Office) -> impl IntoView + use<> {
    let text = format!(
        "Liste européenne des bureaux de douane, mise à jour le {}.",
        office.imported_at.french_day()
    );
    view! {
        <p class="muted small">
            {text} " " <a href=path::assistance_about_office(&office.code)>"Signaler une erreur"</a>
        </p>
    }
}
