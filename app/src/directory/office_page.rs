use backend::{
    Portal,
    directory::{self, OfficeSheet, office_hours::OfficeHours, offices::Office, services::Service},
};
use domain::{
    answer_delay::{ExceptionalClosing, closing_words, hours_words},
    email, french,
    office_role::{OfficeRole, roles},
    path,
    phone::Phone,
    plain_link::PlainLink,
    rights::Action,
};
use leptos::prelude::*;
use serde_json::{Value, json};

use crate::{
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/annuaire/{code}`: a customs office.
#[component]
pub fn OfficePage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let code: String = request.param("code")?;
        let sheet = directory::office(request.portal(), &code).await?;
        let described = description(request.portal(), &sheet);
        let editing = editing(&request, &code);
        let OfficeSheet { office, services, is_listed, hours, closings } = sheet;
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
                {closing_notice(&closings)}
                {contact(&office, &services, hours)}
                {role_list(&office)}
                {service_list(services)}
                {about(&office)}
                {editing}
                {described}
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

fn contact(office: &Office, services: &[(Service, Vec<String>)], hours: Option<OfficeHours>) -> AnyView {
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
            {hours.filter(|stated| stated.hours.are_stated()).map(opening)}
            <Definition term="Adresse et courriel">
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

/// The weekly hours, with their date.
fn opening(stated: OfficeHours) -> impl IntoView {
    let week = stated.hours.week.iter().map(hours_words);
    let lines = week.map(|words| view! { <li>{french::capitalised(&words)}</li> }).collect_view();
    let date = format!("Mis à jour le {}.", stated.updated_at.french_day());
    view! {
        <Definition term="Horaires">
            <ul>{lines}</ul>
            <span class="muted small">{date}</span>
        </Definition>
    }
}

/// Closings to come, above everything: people leave for the office.
fn closing_notice(closings: &[ExceptionalClosing]) -> Option<impl IntoView + use<>> {
    let lines: Vec<_> = closings
        .iter()
        .map(|closing| {
            let article = if closing.first == closing.last { "le " } else { "" };
            let text = format!("Fermé exceptionnellement {article}{}.", closing_words(closing));
            view! { <p>{text}</p> }
        })
        .collect();
    (!lines.is_empty()).then(|| view! { <Notice kind=NoticeKind::Warning>{lines}</Notice> })
}

/// For administrators.
fn editing(request: &PageRequest, code: &str) -> Option<impl IntoView + use<>> {
    let address = path::office_hours(code);
    let session = request.session();
    let is_administrator =
        session.is_some_and(|session| session.staff_allowed(&Action::SeeAdministration).is_ok());
    is_administrator.then(|| view! { <p><ButtonLink href=address variant=Variant::Secondary>"Modifier les horaires"</ButtonLink></p> })
}

/// The office as search engines read it.
fn description(portal: &Portal, sheet: &OfficeSheet) -> AnyView {
    let office = &sheet.office;
    let week = sheet.hours.iter().flat_map(|stated| &stated.hours.week);
    let opening: Vec<Value> = week
        .map(|hours| {
            json!({
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": format!("https://schema.org/{:?}", hours.weekday),
                "opens": hours.range.start.strftime("%H:%M").to_string(),
                "closes": hours.range.end.strftime("%H:%M").to_string(),
            })
        })
        .collect();
    let closed: Vec<Value> = sheet
        .closings
        .iter()
        .map(|closing| {
            json!({
                "@type": "OpeningHoursSpecification",
                "validFrom": closing.first.to_string(),
                "validThrough": closing.last.to_string(),
                "opens": "00:00",
                "closes": "00:00",
            })
        })
        .collect();
    structured_data(json!({
        "@type": "GovernmentOffice",
        "name": office.name,
        "identifier": office.code,
        "telephone": Phone::parse(&office.phone).map(String::from).ok(),
        "url": portal.link(&path::office(&office.code)),
        "openingHoursSpecification": opening,
        "specialOpeningHoursSpecification": closed,
        "parentOrganization": {
            "@type": "GovernmentOrganization",
            "name": "Direction générale des douanes et droits indirects",
        },
    }))
}
