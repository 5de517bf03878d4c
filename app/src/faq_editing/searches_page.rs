use backend::{faq, search::Miss};
use domain::{path, rights::Action};
use leptos::prelude::*;

use super::tabs::tabs;
use crate::{
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/equipe/faq/recherches`: searches and questions to the assistant that no text answered.
#[component]
pub fn SearchesPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.staff_session(&Action::EditTexts)?;
        let misses = faq::unanswered(request.portal(), session).await?;
        let list = match misses.as_slice() {
            [] => view! {
                <EmptyState title="Aucune recherche sans réponse">
                    <p>"Chaque recherche des 90\u{a0}derniers jours a trouvé un texte."</p>
                </EmptyState>
            }
            .into_any(),
            misses => table(misses),
        };
        Ok(view! {
            <Page
                title="Recherches sans réponse"
                lead="Les mots des recherches et des questions à l’assistant qu’aucun texte n’a satisfaites, sans les nombres ni les adresses. Conservés 90\u{a0}jours."
                wide=true
            >
                {tabs(path::UNANSWERED_SEARCHES)}
                {list}
            </Page>
        }
        .into_any())
    })
}

fn table(misses: &[Miss]) -> AnyView {
    let columns = [
        Column::wide("Mots"),
        Column::amount("Nombre de fois"),
        Column::text("Dernière fois"),
        Column::actions("Répondre"),
    ];
    Table::new("Recherches", &columns)
        .rows(misses, |row, miss| {
            row.cell().text(&miss.words);
            row.cell().text(miss.times);
            row.cell().date(miss.last_at.day());
            let form = path::new_faq_entry_about(path::encode(&miss.words));
            row.cell().action(form, "Écrire une réponse", format_args!(" à «\u{a0}{}\u{a0}»", miss.words));
        })
        .finish()
}
