use backend::companies::{self, RightChange, RightChanges};
use domain::rights::Place;
use leptos::prelude::*;

use super::links_page::LINKS;
use crate::{
    account::profile::{Tab, Tabs},
    page::{self, Page, Visit},
    ui::{Column, DataTable, EmptyState, Pagination, Tag, Tone},
};

/// `/profil/rattachements/historique?page=…`: each right granted or withdrawn, by which administration, when.
#[component]
pub fn RightsHistoryPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let number = visit.query("page").and_then(|text| text.parse().ok()).unwrap_or(1);
        let RightChanges { changes, page, pages } =
            companies::right_changes(visit.portal(), visit.usager_session()?, number).await?;
        Ok(view! {
            <Page
                title="Historique des habilitations"
                lead="Ce que les administrations vous ont accordé ou retiré depuis treize mois. Pour une demande, \
                      adressez-vous à celle qui est nommée."
                trail=vec![("Mes rattachements".to_owned(), LINKS.to_owned())]
                wide=true
            >
                <Tabs current=Tab::Links/>
                {lines(changes)}
                <Pagination
                    label="Pages de l’historique"
                    page=page
                    pages=pages
                    href="/profil/rattachements/historique?page="
                />
            </Page>
        }
        .into_any())
    })
}

fn lines(changes: Vec<RightChange>) -> AnyView {
    if changes.is_empty() {
        return view! {
            <EmptyState title="Rien à montrer">
                <p>"Les habilitations accordées ou retirées par les administrations rattachées apparaîtront ici."</p>
            </EmptyState>
        }
        .into_any();
    }
    let columns =
        ["Date", "Changement", "Administration", "Lieu", "Téléservice", "Droit"].map(Column::text).into();
    let rows = changes.into_iter().map(row).collect();
    view! { <DataTable caption="Habilitations accordées et retirées" caption_hidden=true columns rows/> }
        .into_any()
}

fn row(change: RightChange) -> Vec<AnyView> {
    let (tone, what) =
        if change.granted { (Tone::Success, "Accordée") } else { (Tone::Warning, "Retirée") };
    let right = change.right;
    let place = match &right.place {
        Place::Siret(siret) => format!("SIRET {}", siret.grouped()),
        Place::Siren(siren) => format!("SIREN {}", siren.grouped()),
    };
    vec![
        view! { <time datetime=change.at.rfc3339()>{change.at.french_minute()}</time> }.into_any(),
        view! { <Tag tone>{what}</Tag> }.into_any(),
        right.co_owner.site().into_any(),
        view! { <span class="nowrap">{place}</span> }.into_any(),
        right.teleservice.label().into_any(),
        right.droit.label().into_any(),
    ]
}
