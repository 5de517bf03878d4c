//! Declarations in progress: a line per téléservice, the button that opens it at the co-owner.

use backend::dashboard::{DeclarationAccess, DeclarationRow, Declarations};
use domain::{co_owner::CoOwner, rights::DeclarationLine};
use leptos::prelude::*;

use super::states;
use crate::{
    ui::{Column, DataTable, ExternalLink},
    why::Why,
};

pub fn section(declarations: Declarations) -> impl IntoView {
    let columns = vec![
        Column::text("Déclaration"),
        Column::text("Téléservice"),
        Column::amount("En cours"),
        Column::text("Prochaine échéance"),
        Column::text("Actions"),
    ];
    let open = declarations.lines.iter().any(|row| matches!(row.access, DeclarationAccess::Open { .. }));
    let counts = open.then(|| counts(&declarations));
    let rows = declarations.lines.into_iter().map(line).collect();
    view! {
        <h2 id="declarations">"Déclarations en cours"</h2>
        {counts}
        <DataTable caption="Déclarations en cours" caption_hidden=true columns rows/>
        <p class="muted small">
            "Chaque téléservice s’ouvre dans une nouvelle fenêtre, sans autre connexion. "
            <a href="/teleservices">"Tous mes téléservices"</a>
        </p>
    }
}

/// Where the counts come from, when they are not of the moment.
fn counts(declarations: &Declarations) -> Option<AnyView> {
    match declarations.counts.shown() {
        Some(dated) => states::old(CoOwner::Dgddi, dated).map(IntoAny::into_any),
        None => Some(
            view! {
                <p class="muted">
                    "Le nombre des déclarations en cours s’affichera au retour de douane.gouv.fr\u{a0}; les téléservices \
                    restent ouverts ci-dessous."
                </p>
            }
            .into_any(),
        ),
    }
}

fn line(row: DeclarationRow) -> Vec<AnyView> {
    let label = row.line.label();
    let teleservice = row.line.teleservice().label();
    match row.access {
        DeclarationAccess::Open { address, may_declare, in_progress, next_due, motif } => vec![
            label.into_any(),
            teleservice.into_any(),
            in_progress.map_or_else(|| "–".to_owned(), |count| count.to_string()).into_any(),
            next_due.map_or_else(|| "–".into_any(), |date| states::day(date).into_any()),
            actions(row.line, address, may_declare, motif).into_any(),
        ],
        DeclarationAccess::Denied(denial) => vec![
            label.into_any(),
            teleservice.into_any(),
            "–".into_any(),
            "–".into_any(),
            view! { <div>"Non ouverte" <Why denial/></div> }.into_any(),
        ],
    }
}

fn actions(
    line: DeclarationLine,
    address: Option<String>,
    may_declare: bool,
    motif: &'static str,
) -> impl IntoView {
    let about = move || view! { <span class="visually-hidden">"\u{a0}: " {line.label()}</span> };
    // With « lire » alone the téléservice shows the declarations and takes none.
    let verb = if may_declare { "Déclarer" } else { "Consulter" };
    let open = address.map(|address| {
        view! { <ExternalLink href=address class="button button--small">{verb} {about()}</ExternalLink> }
    });
    let ask = format!("/messagerie/nouvelle?motif={motif}&teleservice={}", line.teleservice().code());
    view! {
        <span class="cluster">
            {open}
            <a class="button button--quiet button--small" href=ask>"Poser une question" {about()}</a>
        </span>
    }
}
