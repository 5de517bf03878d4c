//! Explanation of the transfer of a case to a customs service, for the adviser who may propose it.

use backend::assistance::cases::{Transfer, TransferMotif};
use domain::{form::ChoiceOption, french};
use leptos::prelude::*;

use crate::ui::*;

/// The motifs that the person may use, as options.
pub fn options(transfer: &Transfer) -> Vec<ChoiceOption> {
    let open = transfer.motifs.iter().filter(|motif| !motif.companies.is_empty());
    open.map(|motif| ChoiceOption::new(&motif.id, &motif.title)).collect()
}

/// Renders for which companies the person may ask a service with which motifs, or why they may not.
pub fn explanation(transfer: &Transfer) -> AnyView {
    let most = transfer.motifs.iter().max_by_key(|motif| motif.companies.len());
    if let Some(open) = most.filter(|motif| !motif.companies.is_empty()) {
        return possible(transfer, open);
    }
    let reason = match transfer.has_account {
        true => "cette personne n’a aucune habilitation de la douane, qu’exige la messagerie des services.",
        false => {
            "ce dossier n’est rattaché à aucun compte, et la messagerie des services est réservée aux comptes habilités."
        }
    };
    view! {
        <Notice kind=NoticeKind::Info>
            <p>"Il n’est pas possible de proposer une question à un service des douanes\u{a0}: " {reason}</p>
        </Notice>
    }
    .into_any()
}

/// `open`: a motif that the person may use for the most companies, like most others.
fn possible(transfer: &Transfer, open: &TransferMotif) -> AnyView {
    let others = transfer.motifs.iter().filter(|motif| motif.companies != open.companies);
    let others: Vec<_> = others
        .map(|motif| {
            let companies = match motif.companies.is_empty() {
                true => "impossible, faute du droit «\u{a0}télépayer\u{a0}».".to_owned(),
                false => format!("pour {} seulement.", names(&motif.companies)),
            };
            view! { <li>{motif.title.clone()} "\u{a0}: " {companies}</li> }
        })
        .collect();
    let others = (!others.is_empty()).then(|| view! { <ul>{others}</ul> });
    view! {
        <div class="muted small">
            <p>"La personne peut poser une question pour " {names(&open.companies)} "."</p>
            {others}
        </div>
    }
    .into_any()
}

/// Names of companies, the first ones if there are many.
fn names(companies: &[String]) -> String {
    const SHOWN: usize = 3;
    let shown = companies.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    match companies.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} et {}", french::count(more, "autre entreprise", "autres entreprises")),
    }
}
