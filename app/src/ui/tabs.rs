use leptos::prelude::*;

/// One tab: a link to a page that shows the same tabs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TabLink {
    pub label: String,
    pub href: String,
    pub current: bool,
    /// How many things the tab holds, when that is known.
    pub count: Option<u32>,
}

/// Tabs that are links: they work without scripts, have addresses and can be opened apart.
#[component]
pub fn TabLinks(
    #[prop(into)] label: String,
    tabs: Vec<TabLink>,
    /// Another order of the same things, beside them: less loud than the parts of a page.
    #[prop(optional)]
    quiet: bool,
    /// Many of them: on a telephone one line that slides rather than three that push the page down.
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

/// The way from the top of the portal to this page: labels with their addresses, then the page itself.
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

/// Links to the neighbouring pages of a long list; nothing when one page holds it all.
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

/// First, last and the neighbours of the current page; `None` where some are left out.
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
