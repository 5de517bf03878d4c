use leptos::prelude::*;

/// A tab: a link to a page with the same tabs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TabLink {
    pub label: String,
    pub href: String,
    pub current: bool,
    /// Number of entries in the tab, if known.
    pub count: Option<u32>,
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

/// Links to the pages of a long list; renders nothing if there is one page only.
#[component]
pub fn Pagination(
    #[prop(into)] label: String,
    page: u32,
    pages: u32,
    /// Address to which the page number is appended: `/messagerie?page=`.
    #[prop(into)]
    href: String,
) -> impl IntoView {
    (pages > 1).then(|| {
        let link = |number: u32, text: String| {
            let current = (number == page).then_some("page");
            view! { <li><a href=format!("{href}{number}") aria-current=current>{text}</a></li> }
        };
        let before = (page > 1).then(|| link(page - 1, "Précédente".to_owned()));
        let after = (page < pages).then(|| link(page + 1, "Suivante".to_owned()));
        let numbers = numbers(page, pages)
            .into_iter()
            .map(|number| match number {
                Some(number) => link(number, number.to_string()).into_any(),
                None => view! { <li><span aria-hidden="true">"…"</span></li> }.into_any(),
            })
            .collect_view();
        view! { <nav class="pagination" aria-label=label><ul class="pages">{before} {numbers} {after}</ul></nav> }
    })
}

/// First, last, current and adjacent page numbers; `None` for a gap.
fn numbers(page: u32, pages: u32) -> Vec<Option<u32>> {
    let mut shown = Vec::new();
    let mut last = 0;
    for number in (1..=pages).filter(|number| *number == 1 || *number == pages || number.abs_diff(page) <= 1)
    {
        if number > last + 1 {
            shown.push(None);
        }
        shown.push(Some(number));
        last = number;
    }
    shown
}
