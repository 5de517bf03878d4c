use backend::messaging::{self, Conversation, Evidence, Message, Receipt, ReceiptService, SentReceipt};
use domain::{email, path, receipt::ReceiptKind};
use leptos::prelude::*;

use super::{
    steps::{file_item, offer_question_company, trail},
    thread::{Answers, or_missing},
};
use crate::{
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

/// `/messagerie/question/{id}/recu`: receipt, dated to the second, with the service, the content sent, the SHA-256 of
/// every file, what silence means, and the proof (004; mission §5; CRPA R112-11-1). Suited to printing.
#[component]
pub fn ReceiptPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let SentReceipt { question, receipt, evidence } = load_receipt(&request).await?;
        let conversation = question.conversation;
        let sent = question.messages.into_iter().next().ok_or(Stop::Error(platform::Error::NotFound))?;
        let follow = path::question(conversation.id);
        let title = format!("Accusé de réception de la question {}", conversation.number);
        let edition = edition(&request, &conversation);
        let mut trail = trail();
        trail.push((format!("Question {}", conversation.number), follow.clone()));
        let (notice, silence) = (notice(&conversation), silence(&receipt));
        let evidence = evidence_section(&conversation, evidence);
        let (facts, content) = (facts(conversation, receipt), content(sent));
        Ok(view! {
            <Page title crumb="Accusé de réception" trail>
                <article class="receipt stack">{notice} {facts} {silence} {content} {evidence} {edition}</article>
                <div class="form__actions no-print">
                    <ButtonLink href=follow>"Suivre la question"</ButtonLink>
                    <ButtonLink href=path::QUESTIONS variant=Variant::Secondary>"Revenir à la messagerie"</ButtonLink>
                </div>
            </Page>
        }
        .into_any())
    })
}

async fn load_receipt(request: &PageRequest) -> Result<SentReceipt, Stop> {
    request.siren()?;
    let id = request.param("id")?;
    match messaging::receipt(request.portal(), request.usager_session()?, id).await {
        Ok(receipt) => Ok(receipt),
        Err(error) => Err(offer_question_company(request, id, error).await),
    }
}

/// Address of the receipt and date of the printed copy, which a browser may not print itself.
fn edition(request: &PageRequest, conversation: &Conversation) -> AnyView {
    let address = request.portal().link(&path::receipt(conversation.id));
    let now = request.portal().clock.now();
    view! {
        <p class="print-only small">
            "Accusé de réception consultable à l’adresse " <span class="mono">{address}</span>
            ". Copie imprimée le " <Time at=now/> "."
        </p>
    }
    .into_any()
}

fn notice(conversation: &Conversation) -> AnyView {
    let service = format!(" et transmise au service «\u{a0}{}\u{a0}».", conversation.service_name);
    let at = conversation.asked_at;
    view! {
        <Notice kind=NoticeKind::Success title="Votre question est transmise">
            <p>"Elle a été reçue le " <Time at seconds=true/> {service}</p>
        </Notice>
    }
    .into_any()
}

fn facts(conversation: Conversation, receipt: Receipt) -> AnyView {
    let company = format!("{}, SIREN\u{a0}{}", conversation.company, conversation.siren.grouped());
    let promise = promise(&receipt);
    let Conversation { number, motif_title, mut subject, .. } = conversation;
    // Without a subject, the question has the name of its motif.
    if subject == motif_title {
        subject.clear();
    }
    let (sender, service) = (receipt.sender.name, service(receipt.service));
    view! {
        <DefinitionList>
            <Definition term="Numéro"><span class="mono">{number}</span></Definition>
            <Definition term="Entreprise">{company}</Definition>
            <Definition term="Envoyée par">{sender}</Definition>
            <Definition term="Service destinataire">{service}</Definition>
            <Definition term="Motif">{motif_title}</Definition>
            <Definition term="Objet">{or_missing(subject)}</Definition>
            <Definition term="Réponse promise">{promise}</Definition>
        </DefinitionList>
    }
    .into_any()
}

/// Commitment of the service.
fn promise(receipt: &Receipt) -> AnyView {
    match (receipt.working_days, receipt.due_at()) {
        (Some(days), Ok(Some(at))) => {
            let within = format!("sous {}, au plus tard le ", days.words());
            view! { {within} <Time at/> }.into_any()
        }
        _ => messaging::NO_PROMISE.into_any(),
    }
}

/// The service in charge and how to reach it, as it was when the question was received.
fn service(service: ReceiptService) -> AnyView {
    let (phone, number) = (format!("tel:{}", service.phone), service.phone.shown());
    let (mailto, address) = (format!("mailto:{}", service.email), email::shown(&service.email));
    view! {
        <p>{service.name}</p>
        <p>{service.address}</p>
        <p>"Courriel\u{a0}: " <a href=mailto>{address}</a></p>
        <p>"Téléphone\u{a0}: " <a href=phone>{number}</a></p>
    }
    .into_any()
}

/// What silence means for a *demande*, and the ways of appeal; nothing for another question.
fn silence(receipt: &Receipt) -> Option<AnyView> {
    let mentions = receipt.silence.iter().map(|mention| view! { <p>{mention.clone()}</p> }).collect_view();
    let section = || {
        view! {
            <section class="stack" aria-labelledby="silence">
                <h2 id="silence">"Sans réponse du service"</h2>
                {mentions}
            </section>
        }
        .into_any()
    };
    (!receipt.silence.is_empty()).then(section)
}

/// What shows later that the receipt was not changed, and from when.
fn evidence_section(conversation: &Conversation, evidence: Evidence) -> AnyView {
    let content = match evidence {
        Evidence::Recorded(record) => {
            let id = conversation.id;
            let files = ReceiptFiles {
                pdf: Some(path::receipt_pdf(id)),
                json: path::receipt_file(id),
                proof: path::receipt_proof(id),
            };
            view! { <Proof kind=ReceiptKind::Question record files/> }.into_any()
        }
        Evidence::Erased => view! {
            <p>
                "La personne qui a envoyé cette question a supprimé son compte\u{a0}: le portail ne peut plus fournir l’accusé \
                 tel qu’il l’a inscrit au registre. Un exemplaire téléchargé auparavant se vérifie toujours."
            </p>
        }
        .into_any(),
    };
    view! {
        <section class="stack" aria-labelledby="preuve">
            <h2 id="preuve">"Preuve"</h2>
            {content}
        </section>
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
