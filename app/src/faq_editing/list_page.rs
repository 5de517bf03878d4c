use backend::faq::{self, Edited, EditedFilter, EditedPage, EditedState};
use domain::{french, path, rights::Action};
use jiff::civil::Date;
use leptos::prelude::*;

use super::tabs::tabs;
use crate::{
    page::{self, Page, PageRequest, list_detail, search_detail},
    ui::*,
};

/// The filters of the list, as the address has them.
struct Filters {
    search: String,
    theme: Option<&'static str>,
    state: Option<EditedFilter>,
}

impl Filters {
    fn read(request: &PageRequest) -> Self {
        let theme = request.query("theme");
        Filters {
            search: request.query("recherche").unwrap_or_default().chars().take(120).collect(),
            theme: faq::themes().iter().map(|one| one.code).find(|code| theme == Some(code)),
            state: request.query("etat").and_then(EditedFilter::from_code),
        }
    }

    /// Address of the list, to which the page number is appended.
    fn address(&self) -> String {
        let (search, theme) = (path::encode(&self.search), self.theme.unwrap_or_default());
        let state = self.state.map_or("", EditedFilter::code);
        format!("{}?recherche={search}&theme={theme}&etat={state}&page=", path::EDITED_FAQ)
    }

    /// Words that distinguish the page from the whole list.
    fn detail(&self) -> impl Iterator<Item = String> {
        let theme = faq::themes().iter().find(|one| Some(one.code) == self.theme);
        let state = self.state.map(|state| state.label().to_lowercase());
        theme.map(|one| one.title.to_lowercase()).into_iter().chain(state).chain(search_detail(&self.search))
    }
}

/// `/equipe/faq?recherche=…&theme=…&etat=…&page=…`: all entries, for editors.
#[component]
pub fn EditedListPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.staff_session(&Action::EditTexts)?;
        let filters = Filters::read(&request);
        let Filters { search, theme, state } = &filters;
        let number = request.page_number();
        let found = faq::edited(request.portal(), session, *theme, *state, search, number).await?;
        let detail = list_detail(filters.detail(), found.page, found.pages);
        let list = list(&found, request.portal().clock.now().day());
        let (page, pages, href) = (found.page, found.pages, filters.address());
        Ok(view! {
            <Page
                title="Rédiger les questions fréquentes"
                detail=detail
                lead="Les textes dont la relecture est en retard viennent en premier."
                wide=true
            >
                {tabs(path::EDITED_FAQ)}
                {form(&filters)}
                <p><ButtonLink href=path::NEW_FAQ_ENTRY>"Ajouter une question"</ButtonLink></p>
                {list}
                <Pagination label="Pages de la liste" page pages href/>
            </Page>
        }
        .into_any())
    })
}

fn form(filters: &Filters) -> impl IntoView + use<> {
    let themes: Vec<(&str, &str)> =
        faq::themes().iter().map(|theme| (theme.code, theme.title.as_str())).collect();
    let states = EditedFilter::ALL.map(|state| (state.code(), state.label()));
    view! {
        <form class="cluster" role="search" method="get" action=path::EDITED_FAQ>
            <div class="field">
                <label class="field__label" for="recherche">"Mots de la question ou de la réponse"</label>
                <input class="control" type="search" id="recherche" name="recherche" maxlength="120" value=filters.search.clone()/>
            </div>
            {filter_list("theme", "Thème", "Tous", filters.theme, &themes)}
            {filter_list("etat", "État", "Tous", filters.state.map(EditedFilter::code), &states)}
            <Submit variant=Variant::Secondary>"Filtrer"</Submit>
            <ButtonLink href=path::EDITED_FAQ variant=Variant::Quiet>"Effacer les filtres"</ButtonLink>
        </form>
    }
}

fn list(found: &EditedPage, today: Date) -> AnyView {
    if found.entries.is_empty() {
        return view! {
            <EmptyState title="Aucune question"><p>"Aucune question ne correspond à ces filtres."</p></EmptyState>
        }
        .into_any();
    }
    let columns = [
        Column::wide("Question"),
        Column::text("Thème"),
        Column::text("État"),
        Column::text("Responsable"),
        Column::text("À relire avant le"),
        Column::text("A aidé"),
    ];
    let caption = french::count(found.total, "question", "questions");
    Table::new(&caption, &columns)
        .rows(&found.entries, |row, entry| {
            row.cell().link(path::edited_faq_entry(&entry.id), &entry.text.question);
            row.cell().text(entry.theme_title());
            state(row.cell(), entry);
            row.cell().text(&entry.text.owner);
            review(row.cell(), entry, today);
            votes(row.cell(), entry);
        })
        .finish()
}

/// What people see, and what is in preparation.
fn state(mut cell: Cell<'_>, entry: &Edited) {
    cell.cluster();
    match entry.state() {
        EditedState::Published => cell.tag(Tone::Success, "Publiée"),
        EditedState::Withdrawn => cell.tag(Tone::Neutral, "Retirée"),
        EditedState::Unpublished => cell.tag(Tone::Neutral, "Jamais publiée"),
    };
    if entry.has_draft() {
        cell.tag(Tone::Warning, "Brouillon");
    }
    if let Some(at) = entry.planned_at {
        cell.tag(Tone::Info, format_args!("Prévue le {}", at.french_day()));
    }
}

fn review(mut cell: Cell<'_>, entry: &Edited, today: Date) {
    match entry.review_by() {
        Some(day) => cell.date(day),
        None => cell.none(),
    };
    if entry.is_overdue(today) {
        cell.text(" ").tag(Tone::Error, "En retard");
    }
}

fn votes(mut cell: Cell<'_>, entry: &Edited) {
    match entry.useful + entry.not_useful {
        0 => cell.none(),
        total => cell.nowrap(format_args!("{} sur {total}", entry.useful)),
    };
}
