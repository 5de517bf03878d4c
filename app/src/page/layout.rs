//! The frame of a page's content.

use leptos::prelude::*;
use leptos_meta::Title;

use super::flash::FlashNotice;
use crate::ui;

/// Renders breadcrumb, heading, flash and content, and sets the document's title.
#[component]
pub fn Page(
    /// Title of the document and heading of the page.
    #[prop(into)]
    title: String,
    #[prop(optional, into)] lead: String,
    /// Breadcrumb: `(label, address)` of the pages above this one, from the home page down.
    #[prop(optional)]
    trail: Vec<(String, String)>,
    /// Full width, for tables and dashboards; texts and forms are more readable in a narrow column.
    #[prop(optional)]
    wide: bool,
    /// Refreshes the page when a question changes: it lists questions or their steps.
    #[prop(optional)]
    refresh_on_messages: bool,
    children: Children,
) -> impl IntoView {
    let class = if wide { "page" } else { "page page--narrow" };
    let crumbs =
        (!trail.is_empty()).then(|| view! { <ui::Breadcrumb items=trail current=title.clone()/> }.into_any());
    let lead = (!lead.is_empty()).then(|| view! { <p class="lead">{lead}</p> });
    let notice = use_context::<FlashNotice>()
        .and_then(|flash| flash.show())
        .map(|text| view! { <ui::Notice kind=ui::NoticeKind::Success live=true><p>{text}</p></ui::Notice> });
    view! {
        <Title text=title.clone()/>
        <div class=class data-follow=refresh_on_messages.then_some("messages")>
            {crumbs}
            <div class="page__head">
                <h1 class="page__title" id="titre" tabindex="-1">{title}</h1>
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
