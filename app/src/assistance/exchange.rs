//! The exchange and the states of a case, as its person and the advisers read them.

use backend::assistance::cases::{Case, Entry, EntryKind};
use domain::{
    assistance::{self, CaseKind},
    calendar::french_date,
    path,
};
use leptos::prelude::*;

use super::files::Side;
use crate::ui::{self, *};

/// Renders the messages with their files, oldest first; notes are marked for advisers, and absent for the person.
pub fn exchange(case: &Case, side: &Side) -> AnyView {
    let kind = case.kind();
    let messages = case.entries.iter().filter(|entry| entry.kind != EntryKind::Step);
    let messages = messages.map(|entry| message(entry, kind, side.files_of(case, entry.id))).collect_view();
    view! {
        <section class="stack" aria-labelledby="echanges">
            <h2 id="echanges">"Échanges"</h2>
            <ol class="thread">{messages}</ol>
        </section>
    }
    .into_any()
}

fn message(entry: &Entry, kind: CaseKind, files: Option<AnyView>) -> AnyView {
    let (class, from) = match entry.kind {
        EntryKind::Adviser => ("message message--agent", format!("{}, {}", entry.author_name, team(kind))),
        EntryKind::Note => ("message", entry.author_name.clone()),
        _ => ("message message--usager", entry.author_name.clone()),
    };
    let note = (entry.kind == EntryKind::Note).then(
        || view! { <p><Tag tone=Tone::Warning>"Note interne"</Tag> " Jamais montrée à la personne."</p> },
    );
    let proposal = (!entry.proposal.is_empty()).then(|| {
        view! {
            <p>
                <ButtonLink href=path::new_question(&entry.proposal) variant=Variant::Secondary>
                    "Poser cette question au service"
                </ButtonLink>
            </p>
        }
    });
    view! {
        <li class=class>
            <header class="message__head">
                <strong>{from}</strong>
                <Time at=entry.written_at/>
            </header>
            {note}
            <div class="message__body">{entry.content.clone()}</div>
            {files}
            {proposal}
        </li>
    }
    .into_any()
}

/// Team of an adviser, after their name.
fn team(kind: CaseKind) -> &'static str {
    match kind {
        CaseKind::Technical => "assistance",
        CaseKind::Regulation => "Infos Douane Service",
    }
}

/// Renders facts and dated states. `identity`: with name and address, for advisers.
pub fn facts(case: &Case, identity: bool) -> AnyView {
    let mut facts = vec![
        ("Sujet", assistance::subject_label(&case.subject)),
        ("État", case.state().label().to_owned()),
        ("Entreprise", or_unknown(&case.company)),
    ];
    facts.extend(case.answer_by().map(|day| ("Réponse promise le", french_date(day))));
    if identity {
        let account = if case.account_id.is_some() { "oui" } else { "non" };
        facts.extend([
            ("Nom", case.name.clone()),
            ("Courriel", case.email.clone()),
            ("A un compte", account.to_owned()),
            ("Page", or_unknown(&case.page)),
            ("Auto-contrôle", or_unknown(&case.self_check)),
        ]);
    }
    let facts: Vec<_> =
        facts.into_iter().map(|(term, text)| view! { <Definition term>{text}</Definition> }).collect();
    let reference = case.reference.clone();
    let mut items = vec![item("Demande écrite", case, None)];
    for entry in &case.entries {
        if let Some(state) = entry.state() {
            items.push(item(state.label(), case, Some(entry)));
        }
    }
    if let Some(last) = items.last_mut() {
        last.state = ui::Step::Current;
    }
    view! {
        <Card title="Dossier">
            <DefinitionList>
                <Definition term="Référence"><span class="mono">{reference}</span></Definition>
                {facts}
            </DefinitionList>
        </Card>
        <Card title="Suivi"><Timeline items/></Card>
    }
    .into_any()
}

fn item(title: &str, case: &Case, entry: Option<&Entry>) -> TimelineItem {
    TimelineItem {
        title: title.to_owned(),
        at: Some(entry.map_or(case.created_at, |entry| entry.written_at)),
        detail: entry.map_or_else(|| case.name.clone(), |entry| entry.author_name.clone()),
        state: ui::Step::Done,
    }
}

fn or_unknown(text: &str) -> String {
    if text.is_empty() { "non indiqué".to_owned() } else { text.to_owned() }
}
