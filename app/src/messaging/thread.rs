//! Conversation, as shown to operators and agents: messages, files, statuses.

use backend::messaging::{self, Message, Note, Question, ShownAnswer, StepTaken};
use domain::question::{Party, Status};
use leptos::prelude::*;

use super::{delay_words::question_delays, steps::file_item};
use crate::ui::{
    self, AttachmentItem, AttachmentList, Card, Definition, DefinitionList, Time, Timeline, TimelineItem,
};

/// Read-only answers of a form; those without a value are shown as missing.
#[component]
pub(crate) fn Answers(answers: Vec<ShownAnswer>) -> impl IntoView {
    let lines = answers.into_iter().map(|answer| {
        let values = match answer.values.is_empty() {
            true => or_missing(String::new()),
            false => {
                answer.values.into_iter().map(|value| view! { <p>{value}</p> }).collect_view().into_any()
            }
        };
        view! { <Definition term=answer.label>{values}</Definition> }
    });
    view! { <DefinitionList>{lines.collect_view()}</DefinitionList> }
}

/// An answer, or the mention that it is missing.
pub(crate) fn or_missing(answer: String) -> AnyView {
    match answer.is_empty() {
        true => view! { <span class="missing">"Non renseigné"</span> }.into_any(),
        false => answer.into_any(),
    }
}

/// Messages, oldest first. `unscanned`: mark the files that no antivirus has scanned, for agents. `notes`: internal notes among
/// the messages, for agents. `new_last`: mark the last message, which an earlier page did not show.
#[component]
pub(crate) fn Thread(
    messages: Vec<Message>,
    service: String,
    #[prop(optional)] unscanned: bool,
    #[prop(optional)] notes: Vec<Note>,
    #[prop(optional)] new_last: bool,
) -> impl IntoView {
    let last = messages.len().saturating_sub(1);
    let messages = messages.into_iter().enumerate().map(|(rank, one)| {
        (one.sent_at, message(one, &service, unscanned, new_last && rank == last).into_any())
    });
    let notes = notes.into_iter().map(|one| (one.written_at, note(one).into_any()));
    let mut entries: Vec<_> = messages.chain(notes).collect();
    entries.sort_by_key(|(at, _)| *at);
    let messages = entries.into_iter().map(|(_, entry)| entry).collect_view();
    view! {
        <section class="stack" aria-labelledby="echanges">
            <h2 id="echanges">"Échanges"</h2>
            <ol class="thread">{messages}</ol>
        </section>
    }
}

/// An internal note, which looks unlike a message.
fn note(note: Note) -> impl IntoView {
    let mentioned = (!note.mentioned_name.is_empty())
        .then(|| view! { <p class="muted small">{format!("Prévenu par courriel\u{a0}: {}", note.mentioned_name)}</p> });
    view! {
        <li class="message message--note">
            <header class="message__head">
                <strong>{note.author_name}</strong>
                <Time at=note.written_at/>
            </header>
            <p><ui::Tag tone=ui::Tone::Warning>"Note interne"</ui::Tag> " Jamais montrée à l’opérateur."</p>
            <div class="message__body">{note.content}</div>
            {mentioned}
        </li>
    }
}

fn message(message: Message, service: &str, unscanned: bool, is_new: bool) -> impl IntoView + use<> {
    let (class, from) = match message.by {
        Party::Usager => ("message message--usager", message.author_name.clone()),
        Party::Agent => ("message message--agent", format!("{}, {service}", message.author_name)),
    };
    let files: Vec<AttachmentItem> = message
        .attachments
        .iter()
        .map(|file| {
            let mut file_item = file_item(file, true, None);
            if unscanned && file.scan == messaging::Scan::None {
                file_item.state = "non analysé".to_owned();
            }
            file_item
        })
        .collect();
    let files = (!files.is_empty()).then(|| view! { <AttachmentList files folded=true/> });
    let official = message.official.then(official_act);
    let new = is_new.then(|| view! { <p><ui::Tag tone=ui::Tone::Info>"Nouveau message"</ui::Tag></p> });
    let answers = (!message.answers.is_empty()).then(|| view! { <Answers answers=message.answers/> });
    view! {
        <li class=class>
            <header class="message__head">
                <strong>{from}</strong>
                <Time at=message.sent_at/>
            </header>
            {new}
            {official}
            {answers}
            <div class="message__body">{message.body}</div>
            {files}
        </li>
    }
}

/// Mark of an official act, visible in print too.
fn official_act() -> impl IntoView {
    view! {
        <p class="cluster">
            <ui::Tag tone=ui::Tone::Info>"Acte officiel"</ui::Tag>
            <span class="muted small">
                "L’identité de l’agent a été vérifiée et cette réponse vient d’un réseau sécurisé de l’administration."
            </span>
        </p>
    }
}

/// Timeline: past statuses with their dates, then the next ones.
pub(crate) fn progress(title: &'static str, question: &Question) -> AnyView {
    timeline(title, question, question.steps.iter().map(step_item).collect())
}

/// A status that the question reached, its transfer, its merge or its separation.
pub(crate) fn step_item(step: &StepTaken) -> TimelineItem {
    TimelineItem {
        title: step_title(step),
        at: Some(step.at),
        detail: step.by_name.clone(),
        state: ui::Step::Done,
    }
}

fn step_title(step: &StepTaken) -> String {
    match (&step.transferred_to, &step.merged_with) {
        (Some(service), _) => format!("Transmise à {service}"),
        (_, Some(number)) if step.status() == Status::Clos => format!("Rapprochée de la question {number}"),
        (_, Some(number)) => format!("Séparée de la question {number}"),
        _ => step.status().label().to_owned(),
    }
}

/// Timeline of what happened, then of the next statuses.
pub(crate) fn timeline(title: &'static str, question: &Question, mut items: Vec<TimelineItem>) -> AnyView {
    let current = question.conversation.status();
    if let Some(last) = items.last_mut() {
        last.state = ui::Step::Current;
    }
    if current != Status::Clos {
        // Details are asked for in some questions only.
        let next = |status: &Status| *status > current && *status != Status::Precisions;
        items.extend(Status::ALL.into_iter().filter(next).map(|status| TimelineItem {
            title: status.label().to_owned(),
            at: None,
            detail: String::new(),
            state: ui::Step::Todo,
        }));
    }
    let delays = question_delays(question);
    view! { <Card title><Timeline items/> {delays}</Card> }.into_any()
}
