//! Habilitations, read-only: the co-owners grant them, the portal shows them by company.

use backend::companies::Company;
use domain::{
    co_owner::CoOwner,
    rights::{Habilitation, Place},
};
use leptos::prelude::*;

use crate::ui::{Column, DataTable};

/// What is held on one company, folded: a broker has hundreds.
#[component]
pub fn HeldOnCompany(
    co_owner: CoOwner,
    company: Company,
    rights: Vec<Habilitation>,
    /// Unfolded at once, when there is only one to look at.
    #[prop(optional)]
    open: bool,
) -> impl IntoView {
    let count = match rights.len() {
        1 => "1 habilitation".to_owned(),
        many => format!("{many} habilitations"),
    };
    let columns = vec![Column::text("Établissement"), Column::text("Téléservice"), Column::text("Droit")];
    let rows = rights
        .iter()
        .map(|right| {
            vec![
                place(&company, &right.place).into_any(),
                right.teleservice.label().into_any(),
                right.droit.label().into_any(),
            ]
        })
        .collect();
    let name = company.raison_sociale.clone();
    let caption = format!("Habilitations pour {name}\u{a0}: {}", co_owner.label());
    view! {
        <details class="disclosure" open=open>
            <summary>
                {name.clone()} " – SIREN " <span class="nowrap">{company.siren.grouped()}</span> " (" {count} ")"
            </summary>
            <DataTable caption=caption caption_hidden=true columns rows/>
        </details>
    }
}

fn place(company: &Company, place: &Place) -> String {
    match place {
        Place::Siret(siret) => company.label_of(siret),
        Place::Siren(_) => "Toute l’entreprise".to_owned(),
    }
}
