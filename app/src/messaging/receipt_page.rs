use backend::messaging::{self, Conversation, Message};
use domain::{path, question::ANSWER_WORKING_DAYS};
use leptos::prelude::*;

use super::{
    steps::{file_item, trail},
    thread::Answers,
};
use crate::{
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

/// `/messagerie/question/{id}/recu`: receipt, dated to the second, with the service, the content sent and the
/// SHA-256 of every file (004; mission §5). Suited to printing.
#[component]
pub fn ReceiptPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        request.siren()?;
        let question =
            messaging::question(request.portal(), request.usager_session()?, request.param("id")?).await?;
        let conversation = question.conversation.clone();
        let sent = question.messages.into_iter().next().ok_or(Stop::Error(platform::Error::NotFound))?;
        let (lead, follow) = (format!("Question {}", conversation.number), path::question(conversation.id));
        let (notice, facts, content) =
            (notice(&conversation), facts(conversation, sent.author_name.clone()), content(sent));
        Ok(view! {
            <Page title="Accusé de réception" lead trail=trail()>
                <article class="receipt stack">{notice} {facts} {content}</article>
                <div class="form__actions no-print">
                    <ButtonLink href=follow>"Suivre la question"</ButtonLink>
                    <ButtonLink href=path::QUESTIONS variant=Variant::Secondary>"Revenir à la messagerie"</ButtonLink>
                </div>
                <p class="muted small no-print">"Pour conserver cet accusé de réception, imprimez cette page ou \
                                                 enregistrez-la au format PDF depuis votre navigateur. Il reste \
                                                 consultable ici."</p>
            </Page>
        }
        .into_any())
    })
}

fn notice(conversation: &Conversation) -> AnyView {
    let before = format!("Elle a été transmise au service «\u{a0}{}\u{a0}» le ", conversation.service_name);
    let (machine, at) = (conversation.asked_at.rfc3339(), conversation.asked_at.french());
    view! {
        <Notice kind=NoticeKind::Success title="Votre question est transmise">
            <p>{before} <time datetime=machine>{at}</time> " (heure de Paris)."</p>
        </Notice>
    }
    .into_any()
}

fn facts(conversation: Conversation, author: String) -> AnyView {
    let company = format!("{}, SIREN\u{a0}{}", conversation.company, conversation.siren.grouped());
    let promise = format!(
        "sous {ANSWER_WORKING_DAYS} jours ouvrés, au plus tard le {}",
        conversation.answer_due_at.french_day()
    );
    let Conversation { number, service_name, motif_title, subject, .. } = conversation;
    view! {
        <DefinitionList>
            <Definition term="Numéro"><span class="mono">{number}</span></Definition>
            <Definition term="Entreprise">{company}</Definition>
            <Definition term="Envoyée par">{author}</Definition>
            <Definition term="Service destinataire">{service_name}</Definition>
            <Definition term="Motif">{motif_title}</Definition>
            <Definition term="Objet">{subject}</Definition>
            <Definition term="Réponse promise">{promise}</Definition>
        </DefinitionList>
    }
    .into_any()
}

fn content(sent: Message) -> AnyView {
    let files: Vec<AttachmentItem> =
        sent.attachments.iter().map(|file| file_item(file, true, None)).collect();
    let files = match files.is_empty() {
        true => view! { <p>"Aucune pièce jointe."</p> }.into_any(),
        false => view! {
            <AttachmentList files/>
            <p class="muted small">"L’empreinte SHA-256 d’un fichier permet de vérifier qu’il n’a pas changé depuis l’envoi."</p>
        }
        .into_any(),
    };
    view! {
        <h2>"Vos réponses"</h2>
        <Answers answers=sent.answers/>
        <h2>"Votre message"</h2>
        <div class="message"><div class="message__body">{sent.body}</div></div>
        <h2>"Pièces jointes"</h2>
        {files}
    }
    .into_any()
}
