use backend::assistance::phone_calls::{self, Outcome, PlannedCall};
use domain::{
    calendar::{french_date, french_time, french_weekday},
    french, path,
    rights::Action,
};
use jiff::civil::Date;
use leptos::prelude::*;
use platform::db::Moment;

use super::server::RecordPhoneCall;
use crate::{
    forms::{Endpoint, Form},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/plateau/appels?jour=…`: the calls of a day, today by default, for hotline advisers.
#[component]
pub fn AdviserCallsPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.staff_session(&Action::AnswerCases)?;
        let now = request.portal().clock.now();
        let day = request.query("jour").and_then(|day| day.parse().ok()).unwrap_or_else(|| now.day());
        let calls = phone_calls::calls_of(request.portal(), session, day).await?;
        let problems = request.problems(&[RecordPhoneCall::NAME]).await?;
        let title = format!("Appels du {} {}", french_weekday(day), french_date(day));
        let days = neighbours(&request.path, day, now.day());
        let content = match calls.is_empty() {
            true => view! {
                <EmptyState title="Aucun appel"><p>"Aucun appel n’est prévu ce jour-là."</p></EmptyState>
            }
            .into_any(),
            false => table(&request.path, calls, now),
        };
        Ok(view! {
            <Page title wide=true refresh_on_assistance=true>
                <ErrorSummary problems/>
                {days}
                {content}
            </Page>
        }
        .into_any())
    })
}

/// Links to the days before and after, back to today, and to the page as it is now.
fn neighbours(page: &str, day: Date, today: Date) -> impl IntoView + use<> {
    let page = page.to_owned();
    let link = |day: Date, label: &'static str| view! { <a href=path::phone_calls_of(day)>{label}</a> };
    let before = day.yesterday().ok().map(|day| link(day, "Jour précédent"));
    let after = day.tomorrow().ok().map(|day| link(day, "Jour suivant"));
    let back = (day != today).then(|| link(today, "Aujourd’hui"));
    view! { <nav class="cluster" aria-label="Autres jours">{before} {back} {after} <a href=page>"Actualiser"</a></nav> }
}

fn table(page: &str, calls: Vec<PlannedCall>, now: Moment) -> AnyView {
    let columns = [
        Column::text("Heure (Paris)"),
        Column::text("Personne"),
        Column::text("Téléphone"),
        Column::wide("Sujet"),
        Column::text("Résultat"),
        Column::actions("Actions"),
    ];
    Table::with_hidden_caption("Appels", &columns)
        .rows(calls, |row, call| {
            row.cell().nowrap(french_time(call.starts_at.paris_time().time()));
            row.cell().text(&call.name);
            row.cell().view(phone(&call));
            row.cell().view(subject(&call));
            match call.outcome() {
                Some(outcome) => row.cell().tag(tone(outcome), outcome.label()).note(&call.adviser_name),
                None => row.cell().none(),
            };
            row.cell().view(actions(page, &call, now));
        })
        .finish()
}

fn tone(outcome: Outcome) -> Tone {
    match outcome {
        Outcome::Reached => Tone::Success,
        Outcome::NoAnswer => Tone::Warning,
    }
}

fn phone(call: &PlannedCall) -> impl IntoView + use<> {
    view! { <a href=format!("tel:{}", call.phone)>{call.shown_phone()}</a> }
}

fn subject(call: &PlannedCall) -> impl IntoView + use<> {
    let details = (!call.details.is_empty())
        .then(|| call.details.clone())
        .map(|details| view! { <p class="message__body small">{details}</p> });
    view! { <div>{call.subject()} {details}</div> }
}

/// Buttons that record the outcome of a call whose time has come.
fn actions(page: &str, call: &PlannedCall, now: Moment) -> AnyView {
    if !call.is_due(now) {
        return view! { <span class="muted">"À l’heure prévue"</span> }.into_any();
    }
    let (id, page) = (call.id.to_string(), page.to_owned());
    let about = format!(" pour l’appel {}", french::with_de(&call.name));
    let buttons = Outcome::ALL
        .into_iter()
        .map(|outcome| {
            let about = about.clone();
            view! {
                <Submit variant=Variant::Secondary name="resultat" value=outcome.code()>
                    {outcome.label()} <span class="visually-hidden">{about}</span>
                </Submit>
            }
        })
        .collect_view();
    view! {
        <Form action=RecordPhoneCall::ACTION page>
            <input type="hidden" name="appel" value=id/>
            <div class="cluster">{buttons}</div>
        </Form>
    }
    .into_any()
}
