use backend::customs::canned_answers::{self, CannedAnswer, Scope};
use domain::{french, path};
use leptos::prelude::*;

use crate::{
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/agent/reponses-preparees`: the canned answers of the agent and of their services.
#[component]
pub fn CannedAnswersPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let (portal, session) = (request.portal(), request.agent_session()?);
        let all = canned_answers::canned_answers(portal, session).await?;
        let list = if all.is_empty() { none() } else { table(&all) };
        Ok(view! {
            <Page
                title="Réponses préparées"
                lead="Des textes pour commencer vos réponses. La page d’une question propose ceux qui conviennent à son motif."
                trail=Vec::new()
                wide=true
            >
                <p><ButtonLink href=path::NEW_CANNED_ANSWER>"Préparer une réponse"</ButtonLink></p>
                {list}
            </Page>
        }
        .into_any())
    })
}

fn none() -> AnyView {
    view! {
        <EmptyState title="Aucune réponse préparée">
            <p>"Préparez la première pour vous seul, ou pour tous les agents d’un de vos services."</p>
        </EmptyState>
    }
    .into_any()
}

fn table(all: &[CannedAnswer]) -> AnyView {
    let columns = [
        Column::text("Titre"),
        Column::text("Utilisée par"),
        Column::text("Proposée pour"),
        Column::text("Modifiée"),
    ];
    Table::with_hidden_caption("Réponses préparées", &columns).rows(all, row).finish()
}

fn row(row: &mut Row<'_>, canned: &CannedAnswer) {
    row.cell().link(path::canned_answer(canned.id), &canned.content.title);
    row.cell().text(scope(canned));
    let motifs = match canned.content.motifs.len() {
        0 => "tous les motifs".to_owned(),
        number => french::count(number, "motif", "motifs"),
    };
    row.cell().text(motifs);
    row.cell().minute(canned.changed_at).note(format_args!("par {}", canned.changed_by));
}

/// The agents who use a canned answer, in words.
pub fn scope(canned: &CannedAnswer) -> String {
    match &canned.scope {
        Scope::Service { name, .. } => name.clone(),
        Scope::Agent(_) => "Vous seul".to_owned(),
    }
}
