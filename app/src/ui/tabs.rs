use domain::limited_count::LimitedCount;
use leptos::prelude::*;

/// A tab: a link to a page with the same tabs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TabLink {
    pub label: String,
    pub href: String,
    pub current: bool,
    /// Number of entries in the tab, if known.
    pub count: Option<LimitedCount>,
}

impl TabLink {
    /// A tab without number, current if its address is `current`.
    pub fn to(label: &str, href: &str, current: &str) -> Self {
        TabLink { label: label.to_owned(), href: href.to_owned(), current: href == current, count: None }
    }
}

/// Tabs as links: they work without scripts, have addresses and can be opened in new windows.
#[component]
pub fn TabLinks(
    #[prop(into)] label: String,
    tabs: Vec<TabLink>,
    /// Less prominent, for tabs that only reorder a list.
    #[prop(optional)]
    quiet: bool,
    /// For many tabs: on a phone, one scrollable line instead of three.
    #[prop(optional)]
    strip: bool,
) -> impl IntoView {
    let class = match (quiet, strip) {
        (true, _) => "tabs tabs--quiet",
        (_, true) => "tabs tabs--strip",
        _ => "tabs",
    };
    let tabs = tabs
        .into_iter()
        .map(|tab| {
            let current = tab.current.then_some("page");
            let count =
                tab.count.map(|count| view! { <span class="tab__count">{format!("({count})")}</span> });
            view! { <li><a class="tab" href=tab.href aria-current=current>{tab.label} " " {count}</a></li> }
        })
        .collect_view();
    view! { <nav aria-label=label><ul class=class>{tabs}</ul></nav> }
}

/// Labels and addresses of the pages above this one, then the page itself.
#[component]
pub fn Breadcrumb(items: Vec<(String, String)>, #[prop(into)] current: String) -> impl IntoView {
    let items =
        items.into_iter().map(|(label, href)| view! { <li><a href=href>{label}</a></li> }).collect_view();
    view! {
        <nav class="breadcrumb" aria-label="Fil d’Ariane">
            <ol>
                {items}
                <li><span aria-current="page">{current}</span></li>
            </ol>
        </nav>
    }
}
