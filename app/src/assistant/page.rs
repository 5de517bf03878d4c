use backend::assistant::{self, Source, Turn};
use domain::{
    calendar::french_date,
    helpline::{HOTLINE, INFOS_DOUANE_SERVICE},
    path,
};
use leptos::prelude::*;

use super::server::{AskAssistant, ClearConversation};
use crate::{
    forms::{ButtonForm, Endpoint, FieldForm, PageForm},
    page::{Page, PageRequest, load},
    ui::*,
};

/// Number of questions without an answer after which the page leads to people.
const MISSES: usize = 2;

/// `/aide/assistant`: the conversation of this browser, and the form of the next question.
#[component]
pub fn AssistantPage() -> impl IntoView {
    load(async |request: PageRequest| {
        let turns = match request.session() {
            Some(session) => assistant::conversation(request.portal(), session.id).await?,
            None => Vec::new(),
        };
        let form = PageForm::read::<AskAssistant>(&request).await?;
        let misses = turns.iter().filter(|turn| !turn.answer.is_known()).count();
        let is_empty = turns.is_empty();
        Ok(view! {
            <Page
                title="Assistant"
                lead="Un programme cherche la réponse dans les questions fréquentes et les pages du portail. Il ne rédige rien et ne remplace pas un conseiller."
                trail=vec![("Aide".to_owned(), path::HELP.to_owned())]
            >
                {thread(turns)}
                {(misses >= MISSES).then(|| view! { <People/> })}
                <FieldForm form definition=assistant::form() submit="Demander"><MandatoryNote/></FieldForm>
                {(!is_empty).then(|| clear(request.path.clone()))}
                <p class="muted small">
                    "L’assistant ne lit ni votre compte, ni vos dossiers."
                </p>
            </Page>
        }
        .into_any())
    })
}

fn thread(turns: Vec<Turn>) -> Option<impl IntoView> {
    let last = turns.len().checked_sub(1)?;
    let turns = turns.into_iter().enumerate().map(|(number, turn)| view_turn(turn, number == last));
    Some(view! { <div class="thread">{turns.collect_view()}</div> })
}

/// A question and its answer; the last one is announced.
fn view_turn(turn: Turn, is_last: bool) -> impl IntoView {
    let answer = if turn.answer.is_known() {
        let sources = turn.answer.sources.into_iter().map(source).collect_view();
        view! {
            <p>"Réponse automatique. Voici ce que dit le portail\u{a0}:"</p>
            {sources}
        }
        .into_any()
    } else {
        view! {
            <p>
                <strong>"Je ne sais pas."</strong>
                " Aucun texte du portail ne répond à cette question. Posez-la avec d’autres mots, ou "
                <a href=path::CONTACT>"contactez-nous"</a> "."
            </p>
        }
        .into_any()
    };
    view! {
        <article class="message message--usager">
            <p class="message__head">"Vous" <Time at=turn.asked_at/></p>
            <p class="message__body">{turn.question}</p>
        </article>
        <div class="message message--agent" role=is_last.then_some("status")>
            <p class="message__head">"Assistant automatique"</p>
            {answer}
        </div>
    }
}

/// A text of the portal, with its nature and date.
fn source(source: Source) -> impl IntoView {
    let date = source.updated_on.map(|day| format!(", mis à jour le {}", french_date(day)));
    view! {
        <section class="stack stack--small">
            <h2 class="card__title"><a href=source.path>{source.title}</a></h2>
            <RichText text=source.text/>
            <p class="muted small">{source.nature} {date} "."</p>
        </section>
    }
}

/// Leads to people. The conversation stays on the page to be read out, and goes into the forms.
#[component]
fn People() -> impl IntoView {
    view! {
        <Notice kind=NoticeKind::Info title="Parlez à une personne">
            <p>
                "Problème technique\u{a0}: assistance du portail, " <HelplineNumber line=&HOTLINE/>
                ". Réglementation\u{a0}: Infos Douane Service, outre-mer et étranger "
                <HelplineNumber line=&INFOS_DOUANE_SERVICE/> ". Vos questions, ci-dessus, restent affichées\u{a0}: lisez-les au conseiller."
            </p>
            <p>
                <a href=path::PHONE_CALL_BOOKING>"Être appelé par l’assistance"</a>
                ", " <a href=path::ASSISTANCE>"lui écrire"</a>
                " ou " <a href=path::REGULATION_REQUEST>"écrire à Infos Douane Service"</a> "\u{a0}: vos questions seront déjà dans le formulaire. "
                <a href=path::CONTACT>"Tous les contacts"</a>
            </p>
        </Notice>
    }
}

fn clear(page: String) -> impl IntoView {
    view! {
        <ButtonForm action=ClearConversation::ACTION page=page submit="Effacer la conversation" variant=Variant::Quiet>
            <p class="muted small">"La conversation s’efface avec votre session, ou dès maintenant\u{a0}:"</p>
        </ButtonForm>
    }
}
