//! `/entreprises/administrateurs`: the role of « administrateur général de l'entreprise »: offers to answer, roles held,
//! people to whom it was delegated, and what became of all that (004, Habilitation).

use backend::age::{self, Line, RolesPage, Side, State};
use domain::{
    rights::{Action, Actor, Decision, decide},
    siren::Siren,
};
use leptos::prelude::*;

use crate::{
    forms::Form,
    page::{self, Page, Visit},
    ui::{
        ButtonLink, Card, Column, DataTable, EmptyState, ErrorSummary, Notice, NoticeKind, Submit, Tag, Tone,
        Variant,
    },
    why::Ways,
};

/// This page.
pub(super) const ADMINISTRATORS: &str = "/entreprises/administrateurs";
/// The form that delegates, on a page that asks for a fresh proof.
pub(super) const DELEGATE: &str = "/entreprises/administrateurs/deleguer";

const LEAD: &str = "Un administrateur général partage avec d’autres ce qu’il tient de la DGFiP, de l’Urssaf et des autres \
                    administrations qui reconnaissent ce rôle, entreprise par entreprise.";

#[component]
pub fn AdministratorsPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let session = visit.usager_session()?;
        let roles = age::roles(visit.portal(), session).await?;
        let problems = visit.flash("repondre-role").await?.unwrap_or_default().problems;
        // One may administer a company on which one holds nothing: it cannot be chosen at the head of the page.
        let asked = visit.query("siren").and_then(|text| Siren::parse(text).ok());
        let siren = asked.or_else(|| session.siren.clone());
        let page = visit.path.clone();
        Ok(view! {
            <Page title="Administrateurs de l’entreprise" lead=LEAD wide=true trail=trail()>
                <ErrorSummary problems/>
                {offers(&roles, &page)}
                {siren.map(|siren| company(&roles, siren, &page))}
                {mine(&roles, &page)}
                {customs()}
                {history(&roles)}
            </Page>
        }
        .into_any())
    })
}

fn trail() -> Vec<(String, String)> {
    vec![("Mes habilitations".to_owned(), super::rights_page::RIGHTS.to_owned())]
}

/// Said once and plainly: what people of customs look for here is elsewhere.
fn customs() -> impl IntoView {
    view! {
        <Notice kind=NoticeKind::Info title="La douane ne reconnaît pas ce rôle">
            <p>
                "Aucune habilitation douanière ne se délègue ici, et un correspondant entreprise de douane.gouv.fr n’est pas \
                administrateur général d’office. Pour la douane, demandez chaque habilitation au correspondant de votre \
                entreprise, sur douane.gouv.fr, rubrique «\u{a0}gestion service en ligne entreprise\u{a0}»."
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

fn offer(line: &Line, page: &str) -> impl IntoView + use<> {
    let State::Offered { until } = line.state else { return ().into_any() };
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
                " vous propose d’être administrateur général de cette entreprise. Vous auriez ses habilitations d’administrations \
                qui reconnaissent ce rôle, et pourriez les déléguer à votre tour."
            </p>
            <p>{end} " Répondez avant le " <span class="nowrap">{until.french_day()}</span> "."</p>
            <Form action="/form/repondre-role" page=page class="cluster">
                <input type="hidden" name="role" value=id/>
                {answer("accepter", "Accepter", Variant::Primary)}
                {answer("decliner", "Décliner", Variant::Secondary)}
            </Form>
        </Card>
    }
    .into_any()
}

/// The company looked at: to whom the person delegated, or why they cannot.
fn company(roles: &RolesPage, siren: Siren, page: &str) -> AnyView {
    let held: Vec<Siren> = roles.held().map(|line| line.siren.clone()).collect();
    let title = format!("Entreprise SIREN {}", siren.grouped());
    let decided = decide(&Actor::Administrator { sirens: &held }, &Action::DelegateRole(&siren));
    if let Decision::Denied(denial) = decided {
        let step = denial.next_step().map(|step| {
            view! { <p>{step.to_string()}</p> <Ways step/> }
        });
        return view! { <Card title=title><p>{denial.missing()}</p> {step}</Card> }.into_any();
    }
    let given: Vec<&Line> = roles.given(&siren).collect();
    let list = if given.is_empty() {
        view! { <p class="muted">"Vous n’avez délégué ce rôle à personne."</p> }.into_any()
    } else {
        let columns = ["Personne", "État", "Depuis", "Jusqu’au", "Actions"].map(Column::text).into();
        let rows = given.into_iter().map(|line| row(line, page)).collect();
        view! { <DataTable caption="Personnes à qui vous avez délégué ce rôle" caption_hidden=true columns rows/> }
            .into_any()
    };
    let href = format!("{DELEGATE}?siren={siren}");
    view! {
        <Card title=title>
            <p>"Vous en êtes administrateur général. Personnes à qui vous avez délégué ce rôle\u{a0}:"</p>
            {list}
            <p class="cluster"><ButtonLink href=href>"Déléguer ce rôle"</ButtonLink></p>
        </Card>
    }
    .into_any()
}

fn row(line: &Line, page: &str) -> Vec<AnyView> {
    let (tone, state) = match line.state {
        State::Open => (Tone::Success, "En cours"),
        _ => (Tone::Info, "En attente de réponse"),
    };
    let who = line.other.clone().unwrap_or_default();
    let since = line.starts_at.unwrap_or(line.offered_at);
    let (id, told) = (line.id.to_string(), format!("\u{a0}: {who}"));
    vec![
        who.into_any(),
        view! { <Tag tone>{state}</Tag> }.into_any(),
        view! { <time datetime=since.rfc3339()>{since.french_day()}</time> }.into_any(),
        line.ends_at.map_or_else(|| "–".to_owned(), last_day).into_any(),
        view! {
            <Form action="/form/retirer-role" page=page.to_owned() class="cluster">
                <input type="hidden" name="role" value=id/>
                <button class="button button--quiet button--small" type="submit">
                    "Retirer" <span class="visually-hidden">" la délégation" {told}</span>
                </button>
            </Form>
        }
        .into_any(),
    ]
}

/// Ends are kept as the first instant after the last day.
fn last_day(end: backend::db::Moment) -> String {
    (end - backend::db::Duration::from_secs(1)).french_day()
}

fn mine(roles: &RolesPage, page: &str) -> Option<impl IntoView + use<>> {
    let lines: Vec<_> = roles.held().map(|line| held(line, page)).collect();
    (!lines.is_empty()).then(|| {
        let columns = ["Entreprise", "Reçu de", "Depuis", "Jusqu’au", "Actions"].map(Column::text).into();
        view! {
            <h2>"Mes rôles d’administrateur général"</h2>
            <DataTable caption="Mes rôles d’administrateur général" caption_hidden=true columns rows=lines/>
        }
    })
}

fn held(line: &Line, page: &str) -> Vec<AnyView> {
    let since = line.starts_at.unwrap_or(line.offered_at);
    let (id, company) = (line.id.to_string(), line.company.clone());
    let told = format!("\u{a0}: {company}");
    let href = format!("{ADMINISTRATORS}?siren={}", line.siren);
    vec![
        view! { <a href=href>{company}</a> }.into_any(),
        line.other.clone().unwrap_or_else(|| "l’exploitant du portail".to_owned()).into_any(),
        view! { <time datetime=since.rfc3339()>{since.french_day()}</time> }.into_any(),
        line.ends_at.map_or_else(|| "–".to_owned(), last_day).into_any(),
        view! {
            <Form action="/form/rendre-role" page=page.to_owned() class="cluster">
                <input type="hidden" name="role" value=id/>
                <button class="button button--quiet button--small" type="submit">
                    "Rendre ce rôle" <span class="visually-hidden">{told}</span>
                </button>
            </Form>
        }
        .into_any(),
    ]
}

fn history(roles: &RolesPage) -> impl IntoView + use<> {
    let rows: Vec<_> = roles.lines.iter().filter_map(past).collect();
    let content = if rows.is_empty() {
        view! {
            <EmptyState title="Rien à montrer">
                <p>"Les délégations reçues ou données qui ont pris fin resteront visibles ici treize mois."</p>
            </EmptyState>
        }
        .into_any()
    } else {
        let columns =
            ["Terminée le", "Entreprise", "Personne", "Ce qu’il en est advenu", "Proposée le", "Acceptée le"]
                .map(Column::text)
                .into();
        view! { <DataTable caption="Délégations terminées" caption_hidden=true columns rows/> }.into_any()
    };
    view! { <h2 id="historique">"Historique"</h2> {content} }
}

fn past(line: &Line) -> Option<Vec<AnyView>> {
    let State::Over { at, why } = line.state else { return None };
    let other = match (&line.other, line.side) {
        (None, _) => "l’exploitant du portail".to_owned(),
        (Some(name), Side::Mine) => format!("reçue de {name}"),
        (Some(name), Side::Given) => format!("donnée à {name}"),
    };
    let accepted = line.starts_at.map_or_else(|| "–".to_owned(), |at| at.french_minute());
    Some(vec![
        view! { <time datetime=at.rfc3339()>{at.french_minute()}</time> }.into_any(),
        line.company.clone().into_any(),
        other.into_any(),
        why.label().into_any(),
        line.offered_at.french_minute().into_any(),
        accepted.into_any(),
    ])
}
