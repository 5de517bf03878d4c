//! `/entreprises/administrateurs`: role of « administrateur général de l'entreprise » (004, Habilitation):
//! offers to answer, delegations given, roles held, history.

use backend::companies::company_admins::{self, RoleEntry, RoleSide, RoleState, RolesPage};
use domain::{
    path::{self, COMPANY_ADMINS, DELEGATION},
    rights::{Action, Actor, Decision, decide},
    siren::Siren,
};
use leptos::prelude::*;

use super::roles_server::{AnswerRole, RenounceRole, WithdrawRole};
use crate::{
    denial::NextStepLinks,
    forms::{Endpoint, Form},
    page::{self, Page, PageRequest},
    ui::{
        ButtonLink, Card, Column, DataTable, EmptyState, ErrorSummary, Notice, NoticeKind, RowSubmit, Submit,
        Tag, Tone, Variant,
    },
};

const LEAD: &str = "Un administrateur général peut déléguer à d’autres personnes, entreprise par entreprise, les \
                    habilitations qu’il tient de la DGFiP, de l’Urssaf et des autres administrations qui \
                    reconnaissent ce rôle.";

#[component]
pub fn AdministratorsPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.usager_session()?;
        let roles = company_admins::roles(request.portal(), session).await?;
        let problems = request.problems(&[AnswerRole::NAME]).await?;
        // The company comes from the address too: an administrator without habilitation cannot select it in
        // the header.
        let requested = request.query("siren").and_then(|text| Siren::parse(text).ok());
        let siren = requested.or_else(|| session.siren.clone());
        let page = request.path.clone();
        Ok(view! {
            <Page title="Administrateurs de l’entreprise" lead=LEAD wide=true trail=trail()>
                <ErrorSummary problems/>
                {offers(&roles, &page)}
                {siren.map(|siren| company(&roles, siren, &page))}
                {held_roles(&roles, &page)}
                {customs_notice()}
                {history(&roles)}
            </Page>
        }
        .into_any())
    })
}

fn trail() -> Vec<(String, String)> {
    vec![("Mes habilitations".to_owned(), path::RIGHTS.to_owned())]
}

/// Says that customs habilitations are not delegated here, and where to request them.
fn customs_notice() -> impl IntoView {
    view! {
        <Notice kind=NoticeKind::Info title="La douane ne reconnaît pas ce rôle">
            <p>
                "Aucune habilitation douanière ne peut être déléguée ici, et un correspondant entreprise de \
                 douane.gouv.fr n’est pas administrateur général d’office. Pour la douane, demandez chaque \
                 habilitation au correspondant de votre entreprise, sur douane.gouv.fr, rubrique «\u{a0}gestion \
                 service en ligne entreprise\u{a0}»."
            </p>
        </Notice>
    }
}

fn offers(roles: &RolesPage, page: &str) -> Option<impl IntoView + use<>> {
    let cards: Vec<_> = roles.offered().map(|line| offer(line, page)).collect();
    (!cards.is_empty()).then(|| {
        view! { <h2>"Propositions à examiner"</h2> <div class="stack">{cards}</div> }
    })
}

fn offer(line: &RoleEntry, page: &str) -> impl IntoView + use<> {
    let RoleState::Offered { until } = line.state else { return ().into_any() };
    let giver = line.other.clone().unwrap_or_default();
    let end = match line.ends_at {
        Some(end) => format!("La délégation prendrait fin le {}.", end.french_minute()),
        None => "La délégation durerait jusqu’à ce que l’un de vous deux y mette fin.".to_owned(),
    };
    let (id, company, page) = (line.id.to_string(), line.company.clone(), page.to_owned());
    let answer = |value: &'static str, label: &'static str, variant: Variant| {
        view! { <Submit name="reponse" value=value variant=variant>{label}</Submit> }
    };
    view! {
        <Card title=format!("Administrer {company}") level=3>
            <p>
                <strong>{giver}</strong>
                " vous propose d’être administrateur général de cette entreprise. Vous auriez les habilitations que \
                 cette personne tient des administrations qui reconnaissent ce rôle, et pourriez les déléguer à \
                 votre tour."
            </p>
            <p>{end} " Répondez avant le " <span class="nowrap">{until.french_day()}</span> "."</p>
            <Form action=AnswerRole::ACTION page=page class="cluster">
                <input type="hidden" name="role" value=id/>
                {answer("accepter", "Accepter", Variant::Primary)}
                {answer("decliner", "Décliner", Variant::Secondary)}
            </Form>
        </Card>
    }
    .into_any()
}

/// The selected company: delegations given by the person, or the reason why they cannot delegate.
fn company(roles: &RolesPage, siren: Siren, page: &str) -> AnyView {
    let held: Vec<Siren> = roles.held().map(|line| line.siren.clone()).collect();
    let title = format!("Entreprise SIREN {}", siren.grouped());
    let decided = decide(&Actor::Administrator { sirens: &held }, &Action::DelegateRole(&siren));
    if let Decision::Denied(denial) = decided {
        let step = denial.next_step().map(|step| {
            view! { <p>{step.to_string()}</p> <NextStepLinks step/> }
        });
        return view! { <Card title=title><p>{denial.explanation()}</p> {step}</Card> }.into_any();
    }
    let given: Vec<&RoleEntry> = roles.given(&siren).collect();
    let list = if given.is_empty() {
        view! { <p class="muted">"Vous n’avez délégué ce rôle à personne."</p> }.into_any()
    } else {
        let columns = ["Personne", "État", "Depuis", "Jusqu’au", "Actions"].map(Column::text).into();
        let rows = given.into_iter().map(|line| delegation_row(line, page)).collect();
        view! { <DataTable caption="Personnes à qui vous avez délégué ce rôle" caption_hidden=true columns rows/> }
            .into_any()
    };
    let href = format!("{DELEGATION}?siren={siren}");
    view! {
        <Card title=title>
            <p>"Vous en êtes administrateur général. Personnes à qui vous avez délégué ce rôle\u{a0}:"</p>
            {list}
            <p class="cluster"><ButtonLink href=href>"Déléguer ce rôle"</ButtonLink></p>
        </Card>
    }
    .into_any()
}

fn delegation_row(line: &RoleEntry, page: &str) -> Vec<AnyView> {
    let (tone, state) = match line.state {
        RoleState::Active => (Tone::Success, "En cours"),
        _ => (Tone::Info, "En attente de réponse"),
    };
    let name = line.other.clone().unwrap_or_default();
    let since = line.starts_at.unwrap_or(line.offered_at);
    let (id, hidden) = (line.id.to_string(), format!("\u{a0}: {name}"));
    vec![
        name.into_any(),
        view! { <Tag tone>{state}</Tag> }.into_any(),
        view! { <time datetime=since.rfc3339()>{since.french_day()}</time> }.into_any(),
        line.ends_at.map_or_else(|| "–".to_owned(), last_day).into_any(),
        view! {
            <Form action=WithdrawRole::ACTION page=page.to_owned() class="cluster">
                <input type="hidden" name="role" value=id/>
                <RowSubmit label="Retirer">" la délégation" {hidden}</RowSubmit>
            </Form>
        }
        .into_any(),
    ]
}

/// Last day of a delegation. The stored end is exclusive: the first instant of the next day.
fn last_day(end: platform::db::Moment) -> String {
    (end - platform::db::Duration::from_secs(1)).french_day()
}

fn held_roles(roles: &RolesPage, page: &str) -> Option<impl IntoView + use<>> {
    let lines: Vec<_> = roles.held().map(|line| held_row(line, page)).collect();
    (!lines.is_empty()).then(|| {
        let columns = ["Entreprise", "Reçu de", "Depuis", "Jusqu’au", "Actions"].map(Column::text).into();
        view! {
            <h2>"Mes rôles d’administrateur général"</h2>
            <DataTable caption="Mes rôles d’administrateur général" caption_hidden=true columns rows=lines/>
        }
    })
}

fn held_row(line: &RoleEntry, page: &str) -> Vec<AnyView> {
    let since = line.starts_at.unwrap_or(line.offered_at);
    let (id, company) = (line.id.to_string(), line.company.clone());
    let hidden = format!("\u{a0}: {company}");
    let href = format!("{COMPANY_ADMINS}?siren={}", line.siren);
    vec![
        view! { <a href=href>{company}</a> }.into_any(),
        line.other.clone().unwrap_or_else(|| "l’exploitant du portail".to_owned()).into_any(),
        view! { <time datetime=since.rfc3339()>{since.french_day()}</time> }.into_any(),
        line.ends_at.map_or_else(|| "–".to_owned(), last_day).into_any(),
        view! {
            <Form action=RenounceRole::ACTION page=page.to_owned() class="cluster">
                <input type="hidden" name="role" value=id/>
                <RowSubmit label="Rendre ce rôle">{hidden}</RowSubmit>
            </Form>
        }
        .into_any(),
    ]
}

fn history(roles: &RolesPage) -> impl IntoView + use<> {
    let rows: Vec<_> = roles.entries.iter().filter_map(history_row).collect();
    let content = if rows.is_empty() {
        view! {
            <EmptyState title="Aucune délégation terminée">
                <p>"Les délégations terminées, reçues ou données, restent visibles ici pendant treize mois."</p>
            </EmptyState>
        }
        .into_any()
    } else {
        let columns = ["Terminée le", "Entreprise", "Personne", "Issue", "Proposée le", "Acceptée le"]
            .map(Column::text)
            .into();
        view! { <DataTable caption="Délégations terminées" caption_hidden=true columns rows/> }.into_any()
    };
    view! { <h2 id="historique">"Historique"</h2> {content} }
}

fn history_row(line: &RoleEntry) -> Option<Vec<AnyView>> {
    let RoleState::Closed { at, reason } = line.state else { return None };
    let other = match (&line.other, line.side) {
        (None, _) => "l’exploitant du portail".to_owned(),
        (Some(name), RoleSide::Received) => format!("confiée par {name}"),
        (Some(name), RoleSide::Given) => format!("confiée à {name}"),
    };
    let accepted = line.starts_at.map_or_else(|| "–".to_owned(), |at| at.french_minute());
    Some(vec![
        view! { <time datetime=at.rfc3339()>{at.french_minute()}</time> }.into_any(),
        line.company.clone().into_any(),
        other.into_any(),
        reason.label().into_any(),
        line.offered_at.french_minute().into_any(),
        accepted.into_any(),
    ])
}
