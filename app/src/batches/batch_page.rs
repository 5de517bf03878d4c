use backend::customs::batches::{self, Batch, BatchItem, Forecast, Outcome};
use domain::{batch::BatchAct, french, path};
use leptos::prelude::*;

use super::server::ExecuteBatch;
use crate::{
    forms::{ButtonForm, Endpoint},
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

/// `/agent/lot/{id}`: what a batch will do with each question, then what it has done.
#[component]
pub fn BatchPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.agent_session()?;
        let batch = batches::batch(request.portal(), session, request.param("id")?).await?;
        let problems = request.problems(&[ExecuteBatch::NAME]).await?;
        let (title, lead, content) = match batch.is_done() {
            true => ("Résultat du lot", done_words(&batch), results(&batch)),
            false => ("Aperçu du lot", planned_words(&batch), preview(&request, &batch).await?),
        };
        let act = batch.act.label().to_lowercase();
        Ok(view! {
            <Page title detail=act lead trail=Vec::new() wide=true>
                <ProblemNotice problems/>
                {content}
                <p><a href=path::AGENT_INBOX>"Revenir aux questions"</a></p>
            </Page>
        }
        .into_any())
    })
}

fn planned_words(batch: &Batch) -> String {
    match batch.begun_at {
        Some(_) => "Le traitement n’est pas terminé. Attendez quelques instants, puis actualisez la page. S’il a été interrompu, \
                    reprenez-le au bout de deux minutes\u{a0}: rien n’est fait deux fois."
            .to_owned(),
        None => "Rien n’a encore changé. Vérifiez, puis confirmez en bas de la page.".to_owned(),
    }
}

fn done_words(batch: &Batch) -> String {
    let (done, refused) = (batch.count(Outcome::Done), batch.count(Outcome::Refused));
    let done = french::count(done, "question traitée", "questions traitées");
    match refused {
        0 => format!("{done}."),
        number => {
            format!("{done}, {}.", french::count(number, "laissée telle quelle", "laissées telles quelles"))
        }
    }
}

/// What will happen to each question, and the button that does it.
async fn preview(request: &PageRequest, batch: &Batch) -> Result<AnyView, Stop> {
    let mut forecasts = Vec::new();
    for item in &batch.items {
        forecasts.push(forecast(request, batch, item).await?);
    }
    let columns = [Column::text("Question"), Column::text("Numéro"), Column::text("Ce qui arrivera")];
    let table = Table::new("Aperçu", &columns)
        .rows(batch.items.iter().zip(&forecasts), |row, (item, forecast)| {
            begin_row(row, item);
            match forecast {
                Forecast::Will(words) => row.cell().text(words),
                Forecast::Excluded(reason) => row.cell().tag(Tone::Warning, "Exclue").note(reason),
            };
        })
        .finish();
    let number = forecasts.iter().filter(|one| matches!(one, Forecast::Will(_))).count();
    let confirmation = confirmation(request, batch, number);
    Ok(view! { {details(batch)} {table} {confirmation} }.into_any())
}

/// Forecast of a question that has no result yet; its result otherwise.
async fn forecast(request: &PageRequest, batch: &Batch, item: &BatchItem) -> Result<Forecast, Stop> {
    Ok(match item.outcome() {
        Outcome::Done => Forecast::Will("Traitée.".to_owned()),
        Outcome::Refused => Forecast::Excluded(item.reason.clone()),
        Outcome::Planned | Outcome::Begun => {
            batches::forecast(request.portal(), request.agent_session()?, batch, item).await?
        }
    })
}

/// The reason of a transfer, or the text of an answer.
fn details(batch: &Batch) -> Option<AnyView> {
    let (title, text) = match batch.act {
        BatchAct::Transfer => ("Raison", batch.answers.text("raison")),
        BatchAct::Answer => ("Réponse, dont les variables seront remplacées", batch.answers.text("texte")),
        BatchAct::Take | BatchAct::Assign | BatchAct::Close => return None,
    };
    let text = text.to_owned();
    Some(view! { <Card title><div class="message__body">{text}</div></Card> }.into_any())
}

fn confirmation(request: &PageRequest, batch: &Batch, number: usize) -> AnyView {
    if number == 0 {
        return view! {
            <Notice kind=NoticeKind::Info><p>"Toutes les questions sont exclues\u{a0}: il n’y a rien à confirmer."</p></Notice>
        }
        .into_any();
    }
    let (page, id) = (request.path.clone(), batch.id.to_string());
    let submit = match batch.begun_at {
        Some(_) => "Reprendre le traitement".to_owned(),
        None => format!("Confirmer pour {}", french::count(number, "question", "questions")),
    };
    view! {
        <ButtonForm action=ExecuteBatch::ACTION page submit cancel=path::AGENT_INBOX>
            <input type="hidden" name="lot" value=id/>
        </ButtonForm>
    }
    .into_any()
}

/// What was done with each question.
fn results(batch: &Batch) -> AnyView {
    let columns = [Column::text("Question"), Column::text("Numéro"), Column::text("Résultat")];
    Table::new("Résultat", &columns)
        .rows(&batch.items, |row, item| {
            let is_done = item.outcome() == Outcome::Done;
            begin_row(row, item);
            match is_done {
                true => row.cell().tag(Tone::Success, "Faite"),
                false => row.cell().tag(Tone::Warning, "Refusée").note(&item.reason),
            };
        })
        .finish()
}

/// Subject and number of a question, with its link while the agent may open it.
fn begin_row(row: &mut Row<'_>, item: &BatchItem) {
    match item.subject() {
        Some(subject) => row.cell().link(path::agent_question(item.conversation), subject),
        None => row.cell().text("Question que vous ne lisez plus"),
    };
    row.cell().reference(&item.number);
}
