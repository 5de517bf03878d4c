//! Declarations in progress: one row per téléservice, with a button that opens it.

use backend::dashboard::{DeclarationAccess, DeclarationRow, Declarations};
use domain::{
    co_owner::CoOwner,
    path,
    rights::{DeclarationLine, Denial},
    siret::Siret,
};
use leptos::prelude::*;

use super::{payments_filter, states};
use crate::{
    denial::NextStepLinks,
    ui::{Cell, Column, ExternalLink, Row, Table},
};

pub fn section(mut declarations: Declarations) -> impl IntoView {
    let lines = std::mem::take(&mut declarations.lines);
    let (open, denied): (Vec<_>, Vec<_>) =
        lines.into_iter().partition(|row| matches!(row.access, DeclarationAccess::Open { .. }));
    let columns = [
        Column::text("Déclaration"),
        Column::text("Téléservice"),
        Column::amount("En cours"),
        Column::text("Prochaine échéance"),
        Column::actions("Actions"),
    ];
    let may_follow = open.iter().any(|row| row.line == DeclarationLine::Dedouanement);
    let exports = may_follow
        .then(|| view! { <a href=path::EXPORTS>"Suivre les exportations de l’entreprise"</a> " · " });
    let is_open = !open.is_empty();
    let follow_up = is_open.then(|| {
        view! { <p>{exports} <a href=path::DECLARANT_STATEMENTS>"Voir les états déclarants"</a></p> }
    });
    let counts = is_open.then(|| counts(&declarations));
    let export = is_open.then(|| payments_filter::links("", path::DECLARATIONS_CSV, path::DECLARATIONS_XLSX));
    let export = export.map(|links| {
        view! { <p class="muted small no-print">"Exporter ces déclarations\u{a0}: " {links}</p> }
    });
    let other_sites = other_sites(declarations.other_co_owners);
    let table = is_open.then(|| {
        Table::with_hidden_caption("Déclarations en cours", &columns).folded().rows(open, line).finish()
    });
    let none = (!is_open).then(|| {
        view! {
            <p class="muted">"Vous n’avez de droit sur aucun téléservice de déclaration pour cette entreprise."</p>
        }
    });
    view! {
        <h2 id="declarations">"Déclarations en cours"</h2>
        {counts}
        {table}
        {follow_up}
        {none}
        {denied_teleservices(denied.into_iter().filter_map(denied_line).collect())}
        <p class="muted small">
            "Chaque téléservice s’ouvre dans une nouvelle fenêtre, sans autre connexion. "
            <a href=path::TELESERVICES>"Tous mes téléservices"</a>
        </p>
        {export}
        {other_sites}
    }
}

/// Name of a line without a right, with its denial.
fn denied_line(row: DeclarationRow) -> Option<(String, Denial)> {
    let DeclarationAccess::Denied(denial) = row.access else { return None };
    Some((format!("{} ({})", row.line.label(), row.line.teleservice().label()), denial))
}

/// The téléservices without a right, folded, each with its name and the reason (mission §4).
pub fn denied_teleservices(denied: Vec<(String, Denial)>) -> Option<impl IntoView> {
    (!denied.is_empty()).then(|| {
        let lines = denied.into_iter().map(|(label, denial)| reason(label, &denial)).collect_view();
        view! {
            <details class="why">
                <summary>"Autres téléservices – pourquoi\u{a0}?"</summary>
                <ul class="asides asides--named">{lines}</ul>
            </details>
        }
    })
}

fn reason(label: String, denial: &Denial) -> impl IntoView + use<> {
    let step = denial.next_step().map(|step| view! { " " {step.to_string()} <NextStepLinks step/> });
    let explanation = denial.explanation();
    view! { <li><strong>{label}</strong> <div>{explanation} {step}</div></li> }
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

fn line(row: &mut Row<'_>, shown: DeclarationRow) {
    row.cell().text(shown.line.label());
    row.cell().text(shown.line.teleservice().label());
    match shown.access {
        DeclarationAccess::Open { address, may_declare, in_progress, next_due, motif, siret } => {
            match in_progress {
                Some(count) => row.cell().text(count),
                None => row.cell().none(),
            };
            match next_due {
                Some(date) => row.cell().date(date),
                None => row.cell().none(),
            };
            let question = question(shown.line, motif, siret.as_ref());
            actions(row.cell(), shown.line, address, may_declare, question);
        }
        // Shown below the table.
        DeclarationAccess::Denied(_) => {}
    }
}

fn actions(
    mut cell: Cell<'_>,
    line: DeclarationLine,
    address: Option<String>,
    may_declare: bool,
    question: String,
) {
    let about = format!("\u{a0}: {}", line.label());
    cell.cluster();
    if let Some(address) = address {
        // With the right « lire » alone, declarations can be read but not made.
        cell.external_button(address, if may_declare { "Déclarer" } else { "Consulter" }, &about);
    }
    cell.action(question, "Poser une question", about);
}

/// Address of a new question about the line, prefilled with its téléservice and establishment (motifs.md).
fn question(line: DeclarationLine, motif: &str, siret: Option<&Siret>) -> String {
    let mut address = format!("{}&teleservice={}", path::new_question(motif), line.teleservice().code());
    if let Some(siret) = siret {
        address.push_str(&format!("&siret={siret}"));
    }
    address
}
