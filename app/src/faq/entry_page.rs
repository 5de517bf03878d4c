use backend::faq::{self, Entry, Summary};
use domain::{calendar::french_date, path, rich_text};
use jiff::civil::Date;
use leptos::prelude::*;
use platform::secret::Token;
use serde_json::json;

use super::{list_page::OtherHelp, server::VoteOnAnswer};
use crate::{
    forms::{Endpoint, Form},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/faq/{id}`: an entry, at a stable address.
#[component]
pub fn EntryPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let id: String = request.param("id")?;
        let entry = faq::entry(request.portal(), &id).await?;
        let related = related(&entry.related(), faq::summaries(request.portal()).await?);
        let problems = request.problems(&[VoteOnAnswer::NAME]).await?;
        let thanks = request.query("merci").map(str::to_owned);
        let updated_on = entry.summary.updated_on();
        let described = description(&entry);
        Ok(view! {
            <Page title=entry.summary.question.clone() trail=trail(&entry.summary.theme)>
                {text(entry.answer, updated_on, entry.owner)}
                <ErrorSummary problems/>
                {match thanks {
                    Some(useful) => thanks_notice(&useful),
                    None => opinion(request.path.clone(), id),
                }}
                {related_list(related)}
                <OtherHelp/>
                {described}
            </Page>
        }
        .into_any())
    })
}

/// The question and its answer as search engines read them.
fn description(entry: &Entry) -> AnyView {
    structured_data(json!({
        "@type": "FAQPage",
        "mainEntity": {
            "@type": "Question",
            "name": entry.summary.question,
            "acceptedAnswer": { "@type": "Answer", "text": rich_text::plain(&entry.answer) },
        },
    }))
}

/// Breadcrumb of an entry of this theme.
pub(crate) fn trail(theme: &str) -> Vec<(String, String)> {
    let theme = faq::themes().iter().find(|one| one.code == theme);
    let mut trail = vec![
        ("Aide".to_owned(), path::HELP.to_owned()),
        ("Questions fréquentes".to_owned(), path::FAQ.to_owned()),
    ];
    trail.extend(theme.map(|theme| (theme.title.clone(), path::faq_theme(theme.code))));
    trail
}

/// The answer, with its date and its service.
pub(crate) fn text(answer: String, updated_on: Option<Date>, owner: String) -> impl IntoView {
    let updated = updated_on.map(|day| format!("Mis à jour le {}.", french_date(day)));
    view! {
        <div class="prose"><RichText text=answer/></div>
        <p class="muted small">{updated} " Texte\u{a0}: " {owner} "."</p>
    }
}

/// Related entries that are published, in the order of the text.
pub(crate) fn related(ids: &[&str], summaries: Vec<Summary>) -> Vec<Summary> {
    let find = |id: &&str| summaries.iter().find(|summary| summary.id == **id).cloned();
    ids.iter().filter_map(find).collect()
}

pub(crate) fn related_list(related: Vec<Summary>) -> Option<impl IntoView> {
    (!related.is_empty()).then(|| {
        let item =
            |entry: Summary| view! { <li><a href=path::faq_entry(&entry.id)>{entry.question}</a></li> };
        view! {
            <section aria-labelledby="voir-aussi">
                <h2 id="voir-aussi">"Voir aussi"</h2>
                <ul class="faq__list">{related.into_iter().map(item).collect_view()}</ul>
            </section>
        }
    })
}

/// « Cette réponse vous a-t-elle aidé ? », without account, cookies or scripts.
fn opinion(page: String, id: String) -> AnyView {
    // Makes an answer sent twice one, for a browser that refuses cookies.
    let once = String::from(Token::generate());
    view! {
        <section class="card" aria-labelledby="avis-reponse">
            <h2 class="card__title" id="avis-reponse">"Cette réponse vous a-t-elle aidé\u{a0}?"</h2>
            <Form action=VoteOnAnswer::ACTION page=page>
                <input type="hidden" name="entree" value=id/>
                <input type="hidden" name="envoi" value=once/>
                <div class="cluster">
                    <Submit variant=Variant::Secondary name="utile" value="oui">"Oui"</Submit>
                    <Submit variant=Variant::Secondary name="utile" value="non">"Non"</Submit>
                </div>
            </Form>
        </section>
    }
    .into_any()
}

fn thanks_notice(useful: &str) -> AnyView {
    let contact = (useful == "non").then(|| {
        view! {
            " Votre question reste sans réponse\u{a0}? " <a href=path::CONTACT>"Choisissez le bon contact"</a> "."
        }
    });
    view! {
        <div id="avis-reponse">
            <Notice kind=NoticeKind::Success live=true><p>"Merci, votre avis est enregistré." {contact}</p></Notice>
        </div>
    }
    .into_any()
}
