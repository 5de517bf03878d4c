use backend::messaging::{self, Conversation, Links};
use domain::{path, question::Step};
use leptos::prelude::*;

use super::{
    followers,
    merged::{merged_notice, merged_questions},
    reply_form::{Reply, closing, unfinished_files_of_reply},
    server::{CloseQuestion, FollowQuestion, FollowUp, RemoveFile, RemoveUpload, UnfollowQuestion},
    steps::{load_question, trail},
    thread::{Thread, progress},
};
use crate::{
    forms::Endpoint,
    page::{self, Page, PageRequest},
    ui::*,
};

/// Forms of the page that show their problems above it.
const BUTTONS: [&str; 6] = [
    page::UPLOAD,
    RemoveUpload::NAME,
    CloseQuestion::NAME,
    RemoveFile::NAME,
    FollowQuestion::NAME,
    UnfollowQuestion::NAME,
];

/// `/messagerie/question/{id}`: the conversation, its statuses, follow-up and closing.
#[component]
pub fn QuestionPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let siren = request.siren()?.clone();
        let (portal, session) = (request.portal(), request.usager_session()?);
        let question = load_question(&request).await?;
        if let Err(error) = messaging::mark_read(portal, session, &question.conversation).await {
            // The page is still shown: the question stays unread until the next visit.
            tracing::warn!(%error, "failed to mark the question as read");
        }
        let flash = request.flash(FollowUp::NAME).await?.unwrap_or_default();
        let mut problems = flash.problems;
        problems.extend(request.problems(&BUTTONS).await?);
        let conversation = question.conversation.clone();
        let followers = messaging::followers(portal, session, &conversation).await?;
        let late = conversation.is_late(portal.clock.now()).then(late);
        let reply = Reply {
            question: &question,
            siren: Some(siren.clone()),
            path: path::question(conversation.id),
            typed: flash.answers,
            problems,
            unfinished: unfinished_files_of_reply(&request, &question).await?,
            canned: None,
        };
        let number = format!("Question {}", conversation.number);
        let (title, lead) = (question_title(&conversation), conversation.service_name.clone());
        let thread =
            view! { <Thread messages=question.messages.clone() service=conversation.service_name.clone()/> };
        let progress = progress("Suivi", &question);
        let followers = followers::card(&conversation, followers, siren.clone());
        let closing = closing(&question, path::question(conversation.id), Some(siren));
        let links = messaging::links(portal, session, &conversation).await?;
        let merged = merged_questions(&links, address);
        let (follow_up, facts) = (follow_up(reply, &links), facts(conversation));
        Ok(view! {
            <Page title crumb=number lead trail=trail() wide=true refresh_on_messages=true>
                {late}
                <div class="grid grid--main">
                    <div class="stack">{thread} {follow_up}</div>
                    <aside class="stack" aria-label="Suivi de la question">{facts} {merged} {progress} {followers} {closing}</aside>
                </div>
            </Page>
        }
        .into_any())
    })
}

/// Title of the pages of a question: its number, then its subject.
pub(crate) fn question_title(conversation: &Conversation) -> String {
    format!("Question {}\u{a0}: {}", conversation.number, conversation.subject)
}

fn late() -> AnyView {
    view! {
        <Notice kind=NoticeKind::Warning title="Le délai de réponse promis est dépassé">
            <p>"Votre question reste suivie. Vous pouvez la compléter ci-dessous pour relancer le service."</p>
        </Notice>
    }
    .into_any()
}

fn facts(conversation: Conversation) -> AnyView {
    let (receipt, proofs) = (path::receipt(conversation.id), path::message_proofs(conversation.id));
    let appointment = path::new_appointment_about(conversation.id);
    let status = conversation.status();
    let Conversation { number, motif_title, service_name, .. } = conversation;
    view! {
        <Card title="Question">
            <DefinitionList>
                <Definition term="Numéro"><span class="mono">{number}</span></Definition>
                <Definition term="État"><StatusBadge status/></Definition>
                <Definition term="Motif">{motif_title}</Definition>
                <Definition term="Service">{service_name}</Definition>
            </DefinitionList>
            <p><a href=receipt>"Accusé de réception"</a></p>
            <p><a href=proofs>"Preuves des échanges"</a></p>
            <p><a href=appointment>"Prendre rendez-vous"</a></p>
        </Card>
    }
    .into_any()
}

fn address(question: &Conversation) -> String {
    path::question(question.id)
}

fn follow_up(reply: Reply, links: &Links) -> AnyView {
    let text = "Écrivez-y vos prochains messages. Les échanges et l’accusé de réception de cette page restent consultables.";
    if let Some(notice) = merged_notice(links, address, text, None) {
        return notice;
    }
    if !reply.question.allows(Step::FollowUp) {
        return view! {
            <Notice kind=NoticeKind::Info>
                <p>"Cette question est close. Pour un nouveau sujet, " <a href=path::NEW_QUESTION>"posez une autre question"</a>"."</p>
            </Notice>
        }
        .into_any();
    }
    let form = reply.form(FollowUp::ACTION, "Votre message", "Envoyer au service");
    view! {
        <section id="suite" class="card" aria-labelledby="suite-titre">
            <h2 class="card__title" id="suite-titre">"Compléter ou relancer"</h2>
            {form}
        </section>
    }
    .into_any()
}
