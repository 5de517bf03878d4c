use backend::directory::{self, OfficePage, offices::Office};
use domain::{french, office_role::roles, path};
use leptos::prelude::*;

use super::office_page::phone;
use crate::{
    page::{self, Page, PageRequest, list_detail, search_detail},
    ui::*,
};

/// Maximum length of a search that the page shows again.
const MAX_SEARCH: usize = 120;

/// `/annuaire?recherche=…&page=…`: customs offices.
#[component]
pub fn ListPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let search: String =
            request.query("recherche").unwrap_or_default().trim().chars().take(MAX_SEARCH).collect();
        let number = request.query("page").and_then(|page| page.parse().ok()).unwrap_or(1);
        let found = directory::find_offices(request.portal(), &search, number).await?;
        let detail = list_detail(search_detail(&search), found.page, found.pages);
        let label = "Nom, ville, code ou rôle";
        let form = search_form(path::DIRECTORY, label, &search, None, path::DIRECTORY.to_owned());
        Ok(view! {
            <Page
                title="Annuaire des bureaux de douane"
                detail
                lead="Trouvez un bureau, son téléphone et ce qu’il traite. Par exemple\u{a0}: «\u{a0}Amiens\u{a0}», «\u{a0}exportation\u{a0}» ou «\u{a0}FR000100\u{a0}»."
                trail=vec![("Aide".to_owned(), path::HELP.to_owned())]
                wide=true
            >
                {form}
                {content(&search, found)}
            </Page>
        }
        .into_any())
    })
}

fn content(search: &str, found: OfficePage) -> AnyView {
    let OfficePage { offices, total, page, pages, corrected, suggestions, updated_at } = found;
    let help = search_corrections(search, corrected, suggestions, path::directory_search);
    let list = if offices.is_empty() {
        nothing(search)
    } else {
        let caption = french::count(total, "bureau", "bureaux");
        let href = format!("{}&page=", path::directory_search(path::encode(search)));
        view! {
            {table(&caption, &offices)}
            <Pagination label="Pages de l’annuaire" page pages href/>
        }
        .into_any()
    };
    let updated = updated_at.map(|at| {
        let text = format!("Liste européenne des bureaux de douane, mise à jour le {}.", at.french_day());
        view! { <p class="muted small">{text}</p> }
    });
    view! { {help} {list} {updated} }.into_any()
}

fn table(caption: &str, offices: &[Office]) -> AnyView {
    let columns =
        [Column::wide("Bureau"), Column::text("Code"), Column::text("Téléphone"), Column::wide("Rôles")];
    Table::new(caption, &columns)
        .rows(offices, |row, office| {
            row.cell().link(path::office(&office.code), &office.name);
            row.cell().reference(&office.code);
            row.cell().nowrap(phone(office).unwrap_or_default());
            let (known, _) = roles(&office.roles);
            row.cell().text(known.iter().map(|role| role.label).collect::<Vec<_>>().join(", "));
        })
        .finish()
}

fn nothing(search: &str) -> AnyView {
    if search.is_empty() {
        return view! {
            <EmptyState title="L’annuaire n’est pas encore disponible">
                <p>"La liste des bureaux n’a pas encore été reçue. Voyez " <a href=path::CONTACT>"Nous contacter"</a> "."</p>
            </EmptyState>
        }
        .into_any();
    }
    view! {
        <EmptyState title="Aucun bureau trouvé">
            <p>
                "Essayez avec le nom de la ville seul, ou parcourez " <a href=path::DIRECTORY>"tous les bureaux"</a>
                ". Vous ne savez pas à qui écrire\u{a0}? " <a href=path::CONTACT>"Choisissez le bon contact"</a> "."
            </p>
        </EmptyState>
    }
    .into_any()
}
