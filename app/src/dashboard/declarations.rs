//! Declarations in progress: one row per téléservice, with a button that opens it.

use backend::dashboard::{DeclarationAccess, DeclarationRow, Declarations};
use domain::{co_owner::CoOwner, path, rights::DeclarationLine};
use leptos::prelude::*;

use super::states;
use crate::{
    denial::DenialDetails,
    ui::{Column, DataTable, ExternalLink},
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
    let other_sites = other_sites(declarations.other_co_owners);
    let rows = declarations.lines.into_iter().map(line).collect();
    view! {
        <h2 id="declarations">"Déclarations en cours"</h2>
        {counts}
        <DataTable caption="Déclarations en cours" caption_hidden=true columns rows/>
        <p class="muted small">
            "Chaque téléservice s’ouvre dans une nouvelle fenêtre, sans autre connexion. "
            <a href=path::TELESERVICES>"Tous mes téléservices"</a>
        </p>
        {other_sites}
    }
}

/// Links to the declarations made on the other co-owners' sites (mission §4).
fn other_sites(sites: Vec<(CoOwner, String)>) -> Option<impl IntoView> {
    (!sites.is_empty()).then(|| {
        let links = sites
            .into_iter()
            .filter_map(|(co_owner, address)| {
                let declarations = co_owner.declarations()?;
                let site = co_owner.site();
                Some(view! { <li><ExternalLink href=address>{declarations} " sur " {site}</ExternalLink></li> })
            })
            .collect_view();
        view! {
            <h3>"Déclarations fiscales et sociales"</h3>
            <ul>{links}</ul>
        }
    })
}

/// Says that the counts are stale or missing. Returns `None` if they are current.
fn counts(declarations: &Declarations) -> Option<AnyView> {
    match declarations.counts.shown() {
        Some(dated) => states::stale_notice(CoOwner::Dgddi, dated).map(IntoAny::into_any),
        None => Some(
            view! {
                <p class="muted">
                    "Le nombre de déclarations en cours s’affichera dès que douane.gouv.fr répondra de \
                     nouveau\u{a0}; les téléservices restent accessibles ci-dessous."
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
            view! { <div>"Non ouverte" <DenialDetails denial/></div> }.into_any(),
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
    // With the right « lire » alone, declarations can be read but not made.
    let verb = if may_declare { "Déclarer" } else { "Consulter" };
    let open = address.map(|address| {
        view! { <ExternalLink href=address class="button button--small">{verb} {about()}</ExternalLink> }
    });
    let question = format!("{}&teleservice={}", path::new_question(motif), line.teleservice().code());
    view! {
        <span class="cluster">
            {open}
            <a class="button button--quiet button--small" href=question>"Poser une question" {about()}</a>
        </span>
    }
}
