//! The frame of a page's content.

use std::borrow::Cow;

use backend::accounts::sessions::Visitor;
use domain::path;
use leptos::prelude::*;
use leptos_meta::Title;

use super::{flash::FlashNotice, preview::preview};
use crate::{context::RequestContext, staff::spaces, ui};

/// Renders breadcrumb, heading, flash and content, and sets the document's title.
#[component]
pub fn Page(
    /// Title of the document and heading of the page.
    #[prop(into)]
    title: Cow<'static, str>,
    /// Distinguishes the page from others with the same title: tab, filter, number; see [`list_detail`].
    #[prop(optional, into)]
    detail: String,
    #[prop(optional, into)] lead: Cow<'static, str>,
    /// Name of the page in the breadcrumb, if shorter than its title.
    #[prop(optional, into)]
    crumb: String,
    /// Breadcrumb: `(label, address)` of the pages between the visitor's home page and this one.
    #[prop(optional)]
    trail: Option<Vec<(String, String)>>,
    /// Full width, for tables and dashboards; texts and forms are more readable in a narrow column.
    #[prop(optional)]
    wide: bool,
    /// Refreshes the page when a question changes: it lists questions or their steps.
    #[prop(optional)]
    refresh_on_messages: bool,
    /// Refreshes the page when a case or a call of the assistance changes: it lists them.
    #[prop(optional)]
    refresh_on_assistance: bool,
    /// Mark of the figures that the page shows: refreshes it when they change.
    #[prop(optional_no_strip)]
    figures_mark: Option<i64>,
    children: Children,
) -> impl IntoView {
    let (visible, title) = ui::harmless(title);
    let (lead_visible, lead) = ui::harmless(lead);
    let follow = match (refresh_on_messages, refresh_on_assistance) {
        (true, _) => Some("messages"),
        (false, true) => Some("assistance"),
        (false, false) => figures_mark.map(|_| "chiffres"),
    };
    let crumb = if crumb.is_empty() { title.clone() } else { crumb };
    let class = if wide { "page" } else { "page page--narrow" };
    let crumbs = trail.and_then(with_home).map(|items| view! { <ui::Breadcrumb items current=crumb/> });
    let full_title = if detail.is_empty() { title.clone() } else { format!("{title}, {detail}") };
    let preview = preview(&full_title, &lead);
    let lead = (!lead.is_empty()).then(|| view! { <p class="lead" data-visible=lead_visible>{lead}</p> });
    let notice = use_context::<FlashNotice>()
        .and_then(|flash| flash.show())
        .map(|text| view! { <ui::Notice kind=ui::NoticeKind::Success live=true><p data-masked="">{text}</p></ui::Notice> });
    let detail = (!detail.is_empty()).then(|| view! { <span class="page__detail">", " {detail}</span> });
    view! {
        <Title text=full_title/>
        {preview}
        <div class=class data-follow=follow data-figures=figures_mark.map(|mark| mark.to_string())>
            {crumbs}
            <div class="page__head">
                <h1 class="page__title" id="titre" tabindex="-1" data-visible=visible>{title} {detail}</h1>
                {lead}
            </div>
            <div class="stack">
                {notice}
                {children()}
            </div>
        </div>
    }
    .into_any()
}

/// Puts the visitor's home page first. Returns `None` while a second factor must be added: no other page opens then.
fn with_home(mut trail: Vec<(String, String)>) -> Option<Vec<(String, String)>> {
    let home = with_context::<RequestContext, _>(|context| {
        match context.session.as_ref().map(|session| &session.visitor) {
            Some(Visitor::Usager(_)) => Some(path::DASHBOARD),
            Some(Visitor::Staff(member)) => Some(spaces::home(member)),
            Some(Visitor::Enrolling(_)) => None,
            _ => Some(path::HOME),
        }
    });
    trail.insert(0, ("Accueil".to_owned(), home.flatten()?.to_owned()));
    Some(trail)
}

/// Detail of a page of a list: its filters, then its number: « répondues, page 2 sur 5 ». `pages` is 0 if unknown.
pub fn list_detail(filters: impl IntoIterator<Item = String>, page: u32, pages: u32) -> String {
    let number = (page > 1).then(|| match pages {
        0 => format!("page {page}"),
        pages => format!("page {} sur {pages}", page.min(pages)),
    });
    filters.into_iter().chain(number).collect::<Vec<_>>().join(", ")
}

/// Detail of a search: « recherche « transit » ». Returns `None` without words.
pub fn search_detail(words: &str) -> Option<String> {
    (!words.is_empty()).then(|| format!("recherche «\u{a0}{words}\u{a0}»"))
}
