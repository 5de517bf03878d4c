use backend::messaging::{self, Conversation, Evidence, MessageEvidence};
use domain::{path, question::Party, receipt::ReceiptKind};
use leptos::prelude::*;

use super::steps::{offer_question_company, trail};
use crate::{
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

/// `/messagerie/question/{id}/preuves`: entry of each message in the transparency log, with the files that prove it.
#[component]
pub fn ProofsPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let (conversation, messages) = load(&request).await?;
        let follow = path::question(conversation.id);
        let title = format!("Preuves des échanges de la question {}", conversation.number);
        let mut trail = trail();
        trail.push((format!("Question {}", conversation.number), follow.clone()));
        let (receipt, lead) = (path::receipt(conversation.id), conversation.subject.clone());
        let messages = messages
            .into_iter()
            .map(|message| view! { <li class="stack stack--small">{proof(message, &conversation.service_name)}</li> })
            .collect_view();
        Ok(view! {
            <Page title lead crumb="Preuves" trail>
                <p>
                    "Le portail inscrit chaque message à son registre de transparence, à l’instant de son envoi. L’"
                    <a href=receipt>"accusé de réception"</a> " de la question a sa propre page."
                </p>
                <ol class="stack">{messages}</ol>
                <div class="form__actions no-print"><ButtonLink href=follow>"Revenir à la question"</ButtonLink></div>
            </Page>
        }
        .into_any())
    })
}

async fn load(request: &PageRequest) -> Result<(Conversation, Vec<MessageEvidence>), Stop> {
    request.siren()?;
    let id = request.param("id")?;
    match messaging::message_evidence(request.portal(), request.usager_session()?, id).await {
        Ok(found) => Ok(found),
        Err(error) => Err(offer_question_company(request, id, error).await),
    }
}

fn proof(MessageEvidence { message, evidence }: MessageEvidence, service: &str) -> AnyView {
    let from = match message.by {
        Party::Usager => message.author_name,
        Party::Agent => format!("{}, {service}", message.author_name),
    };
    let at = message.sent_at;
    let content = match evidence {
        Evidence::Recorded(record) => {
            let (json, proof) = (path::message_file(message.id), path::message_proof(message.id));
            let files = ReceiptFiles { pdf: None, json, proof };
            view! { <Proof kind=ReceiptKind::Message record files/> }.into_any()
        }
        Evidence::Erased => view! {
            <p>
                "L’auteur de ce message a supprimé son compte\u{a0}: le portail ne peut plus fournir le message tel qu’il l’a \
                 inscrit au registre. Un exemplaire téléchargé auparavant se vérifie toujours."
            </p>
        }
        .into_any(),
    };
    view! {
        <h2>{from} ", le " <Time at seconds=true/></h2>
        {content}
    }
    .into_any()
}
