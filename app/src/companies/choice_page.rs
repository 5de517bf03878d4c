//! `/entreprises`: which company to work for. Skipped when there is only one; can be come back to at any time.

use backend::companies::{self, Choice, Listed, PAGE_SIZE};
use domain::siren::Siren;
use leptos::prelude::*;

use crate::{
    forms::Form,
    page::{self, Page, Visit},
    ui::{ButtonLink, EmptyState, Notice, NoticeKind, Pagination, Submit, Tag, Tone, Variant},
};

const LEAD: &str = "Le tableau de bord et la messagerie portent sur une entreprise à la fois. Vous pouvez en changer à \
                    tout moment.";

#[component]
pub fn CompanyChoicePage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let session = visit.usager_session()?;
        let search = visit.query("recherche").unwrap_or_default().to_owned();
        let number = visit.query("page").and_then(|text| text.parse().ok()).unwrap_or(1);
        let choice = companies::choice(visit.portal(), session, &search, number).await?;
        let kept = visit.flash("choisir-siren").await?;
        let problems = kept.map(|kept| kept.problems).unwrap_or_default();
        let refused = (!problems.is_empty()).then(|| {
            let sentences =
                problems.iter().map(|found| view! { <p>{found.problem.to_string()}</p> }).collect_view();
            view! { <Notice kind=NoticeKind::Error live=true>{sentences}</Notice> }
        });
        let asked = Asked { back: back(&visit), page: visit.path.clone(), search };
        Ok(view! {
            <Page title="Choisir une entreprise" lead=LEAD trail=vec![("Accueil".to_owned(), "/".to_owned())]>
                {refused}
                {lost(&choice)}
                {if choice.total == 0 { nothing().into_any() } else { lists(choice, &asked).into_any() }}
            </Page>
        }
        .into_any())
    })
}

/// What the page was asked with, to be asked with again.
struct Asked {
    /// Page that wanted a company, to be followed once it is chosen.
    back: Option<String>,
    page: String,
    search: String,
}

fn back(visit: &Visit) -> Option<String> {
    visit.query("retour").and_then(page::local).map(str::to_owned)
}

/// Rights were withdrawn while the person was at work.
fn lost(choice: &Choice) -> Option<impl IntoView + use<>> {
    let siren = choice.current.as_ref().filter(|_| choice.lost)?.grouped();
    Some(view! {
        <Notice kind=NoticeKind::Warning>
            <p>
                "Vous n’avez plus d’habilitation pour l’entreprise SIREN " <span class="nowrap">{siren}</span>
                ". L’"
                <a href="/profil/habilitations/historique">"historique de vos habilitations"</a>
                " dit quand et par qui elles ont été retirées. Choisissez une autre entreprise, ou vérifiez vos "
                <a href="/profil/rattachements">"rattachements"</a> "."
            </p>
        </Notice>
    })
}

fn nothing() -> impl IntoView {
    view! {
        <EmptyState title="Aucune entreprise pour le moment">
            <p>
                "Vos entreprises viennent des habilitations de vos comptes douane.gouv.fr, impots.gouv.fr et urssaf.fr. \
                Rattachez un compte qui en porte une\u{a0}; si le vôtre n’en porte pas, voyez "
                <a href="/profil/habilitations#demander">"à qui les demander"</a> "."
            </p>
            <ButtonLink href="/profil/rattachements">"Rattacher un compte"</ButtonLink>
        </EmptyState>
    }
}

fn lists(choice: Choice, asked: &Asked) -> impl IntoView + use<> {
    let current = choice.current.clone();
    let searchable = choice.total > 8 || !asked.search.is_empty();
    let search = searchable.then(|| search_form(asked));
    let recent = (!choice.recent.is_empty()).then(|| {
        let rows = rows(&choice.recent, current.as_ref(), asked);
        view! { <h2>"Choisies récemment"</h2> {rows} <h2>"Toutes mes entreprises"</h2> }
    });
    let count = match choice.matching {
        0 => "Aucune entreprise ne correspond à cette recherche.".to_owned(),
        1 => "1 entreprise".to_owned(),
        many => format!("{many} entreprises"),
    };
    let pages = choice.matching.div_ceil(PAGE_SIZE);
    let all = (choice.matching == 0).then(|| {
        view! { <p><a href="/entreprises">"Voir toutes mes entreprises"</a></p> }
    });
    view! {
        {search}
        {recent}
        <p class="muted" role="status">{count}</p>
        {rows(&choice.found, current.as_ref(), asked)}
        {all}
        <Pagination label="Pages des entreprises" page=choice.page pages=pages href=page_address(asked)/>
    }
}

fn page_address(asked: &Asked) -> String {
    let back =
        asked.back.as_deref().map(|back| format!("retour={}&", page::encode(back))).unwrap_or_default();
    format!("/entreprises?{back}recherche={}&page=", page::encode(&asked.search))
}

fn search_form(asked: &Asked) -> impl IntoView + use<> {
    let back = asked.back.clone().map(|back| view! { <input type="hidden" name="retour" value=back/> });
    view! {
        <form class="form" method="get" action="/entreprises" role="search">
            {back}
            <div class="field">
                <label class="field__label" for="recherche">"Rechercher une entreprise"</label>
                <p class="field__hint" id="recherche-aide">"Nom, SIREN ou SIRET."</p>
                <input
                    class="control"
                    type="search"
                    id="recherche"
                    name="recherche"
                    value=asked.search.clone()
                    maxlength="100"
                    autocomplete="off"
                    aria-describedby="recherche-aide"
                />
            </div>
            <div class="form__actions"><Submit variant=Variant::Secondary>"Rechercher"</Submit></div>
        </form>
    }
}

fn rows(companies: &[Listed], current: Option<&Siren>, asked: &Asked) -> impl IntoView + use<> {
    let rows = companies
        .iter()
        .map(|company| {
            let chosen = current == Some(&company.siren);
            let tag = chosen.then(|| view! { " " <Tag tone=Tone::Info>"Actuelle"</Tag> });
            let siren = company.siren.clone();
            let name = company.raison_sociale.clone();
            let page = asked.page.clone();
            let leaves = asked.back.as_deref().is_some_and(page::leads_out);
            let back = asked.back.clone().map(|back| view! { <input type="hidden" name="retour" value=back/> });
            view! {
                <li>
                    // One form a company: it works whichever way it is sent.
                    <Form action="/form/choisir-siren" page=page class="" leaves=leaves>
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
