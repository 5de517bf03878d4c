//! `/entreprises`: selection of the company to work for. Skipped when there is only one.

use backend::companies::{self, Choice, ListedCompany, PAGE_SIZE};
use domain::{
    french,
    path::{self, COMPANIES},
    siren::Siren,
};
use leptos::prelude::*;

use super::server::ChooseCompany;
use crate::{
    forms::{Endpoint, Form},
    page::{self, Page, PageRequest, list_detail, search_detail},
    ui::{ButtonLink, EmptyState, Notice, NoticeKind, Pagination, ProblemNotice, Submit, Tag, Tone, Variant},
};

const LEAD: &str = "Le tableau de bord et la messagerie portent sur une entreprise à la fois. Vous pouvez en changer à \
                    tout moment.";

#[component]
pub fn CompanyChoicePage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.usager_session()?;
        let search = request.query("recherche").unwrap_or_default().to_owned();
        let number = request.page_number();
        let choice = companies::choice(request.portal(), session, &search, number).await?;
        let problems = request.problems(&[ChooseCompany::NAME]).await?;
        let pages = choice.matching.div_ceil(PAGE_SIZE);
        let detail = list_detail(search_detail(&search), choice.page, pages);
        let query = Query { back: return_path(&request), page: request.path.clone(), search };
        Ok(view! {
            <Page title="Choisir une entreprise" lead=LEAD trail=Vec::new() detail=detail>
                <ProblemNotice problems/>
                {lost_notice(&choice)}
                {if choice.total == 0 { empty_state().into_any() } else { company_lists(choice, &query).into_any() }}
            </Page>
        }
        .into_any())
    })
}

/// Parameters of the page, repeated in its links and forms.
struct Query {
    /// Page that required a company, to return to after the selection.
    back: Option<String>,
    page: String,
    search: String,
}

fn return_path(request: &PageRequest) -> Option<String> {
    request.query("retour").and_then(path::local).map(str::to_owned)
}

/// Warns that the rights on the selected company were withdrawn meanwhile.
fn lost_notice(choice: &Choice) -> Option<impl IntoView + use<>> {
    let siren = choice.current.as_ref().filter(|_| choice.lost)?.grouped();
    Some(view! {
        <Notice kind=NoticeKind::Warning>
            <p>
                "Vous n’avez plus d’habilitation pour l’entreprise SIREN " <span class="nowrap">{siren}</span>
                ". L’"
                <a href=path::RIGHTS_HISTORY>"historique de vos habilitations"</a>
                " indique quand et par qui elles ont été retirées. Choisissez une autre entreprise, ou vérifiez vos "
                <a href=path::LINKS>"rattachements"</a> "."
            </p>
        </Notice>
    })
}

fn empty_state() -> impl IntoView {
    view! {
        <EmptyState title="Aucune entreprise pour le moment">
            <p>
                "Vos entreprises viennent des habilitations de vos comptes douane.gouv.fr, impots.gouv.fr, urssaf.fr \
                 et net-entreprises.fr. Rattachez un compte qui dispose d’habilitations\u{a0}; si le vôtre n’en a \
                 pas, consultez "
                <a href=path::RIGHTS_TO_REQUEST>"à qui les demander"</a> "."
            </p>
            <ButtonLink href=path::LINKS>"Rattacher un compte"</ButtonLink>
        </EmptyState>
    }
}

fn company_lists(choice: Choice, query: &Query) -> impl IntoView + use<> {
    let current = choice.current.clone();
    let searchable = choice.total > 8 || !query.search.is_empty();
    let search = searchable.then(|| search_form(query));
    let recent = (!choice.recent.is_empty()).then(|| {
        let rows = rows(&choice.recent, current.as_ref(), query);
        view! { <h2>"Choisies récemment"</h2> {rows} <h2>"Toutes mes entreprises"</h2> }
    });
    let count = match choice.matching {
        0 => "Aucune entreprise ne correspond à cette recherche.".to_owned(),
        many => french::count(many, "entreprise", "entreprises"),
    };
    let pages = choice.matching.div_ceil(PAGE_SIZE);
    let all = (choice.matching == 0).then(|| {
        view! { <p><a href=path::COMPANIES>"Voir toutes mes entreprises"</a></p> }
    });
    view! {
        {search}
        {recent}
        <p class="muted" role="status">{count}</p>
        {rows(&choice.found, current.as_ref(), query)}
        {all}
        <Pagination label="Pages des entreprises" page=choice.page pages=pages href=page_address(query)/>
    }
}

fn page_address(query: &Query) -> String {
    let back =
        query.back.as_deref().map(|back| format!("retour={}&", path::encode(back))).unwrap_or_default();
    format!("{COMPANIES}?{back}recherche={}&page=", path::encode(&query.search))
}

fn search_form(query: &Query) -> impl IntoView + use<> {
    let back = query.back.clone().map(|back| view! { <input type="hidden" name="retour" value=back/> });
    view! {
        <form class="form" method="get" action=path::COMPANIES role="search">
            {back}
            <div class="field">
                <label class="field__label" for="recherche">"Rechercher une entreprise"</label>
                <p class="field__hint" id="recherche-aide">"Nom, SIREN ou SIRET."</p>
                <input
                    class="control"
                    type="search"
                    id="recherche"
                    name="recherche"
                    value=query.search.clone()
                    maxlength="100"
                    autocomplete="off"
                    aria-describedby="recherche-aide"
                />
            </div>
            <div class="form__actions"><Submit variant=Variant::Secondary>"Rechercher"</Submit></div>
        </form>
    }
}

fn rows(companies: &[ListedCompany], current: Option<&Siren>, query: &Query) -> impl IntoView + use<> {
    let rows = companies
        .iter()
        .map(|company| {
            let chosen = current == Some(&company.siren);
            let tag = chosen.then(|| view! { " " <Tag tone=Tone::Info>"Actuelle"</Tag> });
            let siren = company.siren.clone();
            let name = company.raison_sociale.clone();
            let page = query.page.clone();
            let leaves = query.back.as_deref().is_some_and(path::leaves_portal);
            let back = query.back.clone().map(|back| view! { <input type="hidden" name="retour" value=back/> });
            view! {
                <li>
                    // One form per company, so that it also works without scripts.
                    <Form action=ChooseCompany::ACTION page=page class="" native=leaves>
                        <input type="hidden" name="siren" value=siren.to_string()/>
                        {back}
                        <button class="choice" type="submit">
                            <span class="choice__title">{name} {tag}</span>
                            <span class="choice__text">"SIREN " <span class="nowrap">{siren.grouped()}</span></span>
                        </button>
                    </Form>
                </li>
            }
        })
        .collect_view();
    (!companies.is_empty()).then(|| view! { <ul class="choices">{rows}</ul> })
}
