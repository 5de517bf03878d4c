//! `/entreprises/administrateurs`: role of « administrateur général de l'entreprise » (004, Habilitation):
//! offers to answer, delegations given, roles held, history.

use backend::companies::company_admins::{self, RoleEntry, RoleSide, RoleState, RolesPage};
use domain::{
    calendar::french_date,
    french,
    path::{self, COMPANY_ADMINS, DELEGATION},
    rights::{Action, Actor, Decision, decide},
    siren::Siren,
};
use jiff::civil::Date;
use leptos::prelude::*;
use platform::db::{Duration, Moment};

use super::roles_server::{AnswerRole, RenounceRole, WithdrawRole};
use crate::{
    account::profile::{Tab, Tabs, trail as profile_trail},
    denial::NextStepLinks,
    forms::{Endpoint, Form},
    page::{self, Page, PageRequest},
    ui::{
        ButtonLink, Card, Cell, Column, EmptyState, ErrorSummary, Notice, NoticeKind, Row, RowSubmit, Submit,
        Table, Tone, Variant,
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
                <Tabs current=Tab::Rights/>
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

pub(super) fn trail() -> Vec<(String, String)> {
    let mut trail = profile_trail();
    trail.push(("Mes habilitations".to_owned(), path::RIGHTS.to_owned()));
    trail
}

/// Says that customs habilitations are not delegated here, and where to request them.
fn customs_notice() -> impl IntoView {
    view! {
        <Notice kind=NoticeKind::Info title="La douane ne reconnaît pas ce rôle">
            <p>
                "Aucune habilitation douanière ne peut être déléguée sur le portail, et un correspondant entreprise de \
                 douane.gouv.fr n’est pas administrateur général d’office. Pour la douane, demandez chaque \
                 habilitation au correspondant de votre entreprise, sur douane.gouv.fr (rôle «\u{a0}gestion service en ligne entreprise\u{a0}»)."
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
    let giver = line.other.clone().unwrap_or_else(|| "cette personne".to_owned());
    let that_giver = french::with_que(&giver);
    let end = match line.ends_at {
        Some(end) => format!("La délégation durerait jusqu’au {} inclus.", french_date(last_day(end))),
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
                " vous propose d’être administrateur général de cette entreprise. Vous auriez les habilitations "
                {that_giver}
                " tient des administrations qui reconnaissent ce rôle, et pourriez les déléguer à votre tour."
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
        let columns = ["Personne", "État", "Depuis", "Jusqu’au", "Actions"].map(Column::text);
        Table::with_hidden_caption("Personnes à qui vous avez délégué ce rôle", &columns)
            .rows(given, |row, line| delegation_row(row, line, page))
            .finish()
    };
    let href = format!("{DELEGATION}?siren={siren}");
    view! {
        <Card title=title>
            <p>"Vous êtes administrateur général de cette entreprise. Personnes à qui vous avez délégué ce rôle\u{a0}:"</p>
            {list}
            <p class="cluster"><ButtonLink href=href>"Déléguer ce rôle"</ButtonLink></p>
        </Card>
    }
    .into_any()
}

fn delegation_row(row: &mut Row<'_>, line: &RoleEntry, page: &str) {
    let name = line.other.as_deref().unwrap_or_default();
    row.cell().text(name);
    match line.state {
        RoleState::Active => row.cell().tag(Tone::Success, "En cours"),
        _ => row.cell().tag(Tone::Info, "En attente de réponse"),
    };
    dates(row, line);
    let (id, hidden) = (line.id.to_string(), format!(" la délégation\u{a0}: {name}"));
    row.cell().view(view! {
        <Form action=WithdrawRole::ACTION page=page.to_owned() class="cluster">
            <input type="hidden" name="role" value=id/>
            <RowSubmit label="Retirer">{hidden}</RowSubmit>
        </Form>
    });
}

/// Adds two cells: the start, and the last day if the delegation ends.
fn dates(row: &mut Row<'_>, line: &RoleEntry) {
    row.cell().date(line.starts_at.unwrap_or(line.offered_at).day());
    match line.ends_at {
        Some(end) => row.cell().date(last_day(end)),
        None => row.cell().none(),
    };
}

/// Last day of a delegation. The stored end is exclusive: the first instant of the next day.
fn last_day(end: Moment) -> Date {
    (end - Duration::from_secs(1)).day()
}

fn held_roles(roles: &RolesPage, page: &str) -> Option<impl IntoView + use<>> {
    let held: Vec<&RoleEntry> = roles.held().collect();
    (!held.is_empty()).then(|| {
        let columns = ["Entreprise", "Reçu de", "Depuis", "Jusqu’au", "Actions"].map(Column::text);
        let table = Table::with_hidden_caption("Mes rôles d’administrateur général", &columns);
        let table = table.rows(held, |row, line| held_row(row, line, page)).finish();
        view! { <h2>"Mes rôles d’administrateur général"</h2> {table} }
    })
}

/// Giver of a role that no person gave.
const OPERATOR: &str = "l’exploitant du portail";

fn held_row(row: &mut Row<'_>, line: &RoleEntry, page: &str) {
    row.cell().link(format_args!("{COMPANY_ADMINS}?siren={}", line.siren), &line.company);
    row.cell().text(line.other.as_deref().unwrap_or(OPERATOR));
    dates(row, line);
    let (id, hidden) = (line.id.to_string(), format!("\u{a0}: {}", line.company));
    row.cell().view(view! {
        <Form action=RenounceRole::ACTION page=page.to_owned() class="cluster">
            <input type="hidden" name="role" value=id/>
            <RowSubmit label="Rendre ce rôle">{hidden}</RowSubmit>
        </Form>
    });
}

fn history(roles: &RolesPage) -> impl IntoView + use<> {
    let closed: Vec<_> = roles
        .entries
        .iter()
        .filter_map(|line| match line.state {
            RoleState::Closed { at, reason } => Some((line, at, reason)),
            _ => None,
        })
        .collect();
    let content = if closed.is_empty() {
        view! {
            <EmptyState title="Aucune délégation terminée">
                <p>"Les délégations terminées, reçues ou données, restent visibles ici pendant treize mois."</p>
            </EmptyState>
        }
        .into_any()
    } else {
        let columns = ["Terminée le", "Entreprise", "Personne", "Issue", "Proposée le", "Acceptée le"];
        Table::with_hidden_caption("Délégations terminées", &columns.map(Column::text))
            .rows(closed, |row, (line, at, reason)| {
                row.cell().minute(at);
                row.cell().text(&line.company);
                other_person(row.cell(), line);
                row.cell().text(reason.label());
                row.cell().minute(line.offered_at);
                match line.starts_at {
                    Some(at) => row.cell().minute(at),
                    None => row.cell().none(),
                };
            })
            .finish()
    };
    view! { <h2 id="historique">"Historique"</h2> {content} }
}

fn other_person(mut cell: Cell<'_>, line: &RoleEntry) {
    match (&line.other, line.side) {
        (None, _) => cell.text(OPERATOR),
        (Some(name), RoleSide::Received) => cell.text(format_args!("confiée par {name}")),
        (Some(name), RoleSide::Given) => cell.text(format_args!("confiée à {name}")),
    };
}
