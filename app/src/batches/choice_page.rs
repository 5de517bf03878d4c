use backend::{
    customs::batches,
    id::{BatchId, ConversationId},
    messaging::Conversation,
};
use domain::{
    batch::{CHOSEN, MAX_QUESTIONS},
    french, path,
};
use leptos::prelude::*;

use super::server::PrepareBatch;
use crate::{
    forms::{FieldForm, PageForm},
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

/// `/agent/lot?q=…&q=…`: chooses what to do with the questions chosen in the inbox.
#[component]
pub fn NewBatchPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let (portal, session) = (request.portal(), request.agent_session()?);
        let chosen: Vec<ConversationId> =
            request.queries(CHOSEN).iter().filter_map(|id| id.parse().ok()).collect();
        let questions = batches::selection(portal, session, &chosen).await?;
        let content = match questions.is_empty() {
            true => nothing_chosen(),
            false => form(&request, &questions).await?,
        };
        let lead = format!(
            "Vous verrez ensuite ce qui arrivera à chacune, avant que rien ne change. Un lot compte {MAX_QUESTIONS} questions au plus."
        );
        Ok(view! { <Page title="Traiter plusieurs questions" lead trail=Vec::new()>{content}</Page> }
            .into_any())
    })
}

fn nothing_chosen() -> AnyView {
    view! {
        <EmptyState title="Aucune question choisie">
            <p>"Cochez des questions dans la boîte de réception, puis choisissez «\u{a0}Traiter les questions cochées\u{a0}»."</p>
            <p><ButtonLink href=path::AGENT_INBOX>"Revenir aux questions"</ButtonLink></p>
        </EmptyState>
    }
    .into_any()
}

async fn form(request: &PageRequest, questions: &[Conversation]) -> Result<AnyView, Stop> {
    let (portal, session) = (request.portal(), request.agent_session()?);
    let definition = batches::form(portal, session).await?;
    let form = PageForm::read::<PrepareBatch>(request).await?;
    let key = BatchId::generate().to_string();
    let hidden = questions
        .iter()
        .map(|one| view! { <input type="hidden" name=CHOSEN value=one.id.simple()/> })
        .collect_view();
    let title = french::count(questions.len(), "question choisie", "questions choisies");
    let items = questions
        .iter()
        .map(|one| view! { <li><span class="mono nowrap">{one.number.clone()}</span> " " {one.subject.clone()}</li> })
        .collect_view();
    Ok(view! {
        <details class="disclosure">
            <summary>{title}</summary>
            <div><ul>{items}</ul></div>
        </details>
        <FieldForm form definition submit="Voir ce qui arrivera" cancel=path::AGENT_INBOX>
            <MandatoryNote/>
            <input type="hidden" name="lot" value=key/>
            {hidden}
        </FieldForm>
    }
    .into_any())
}
