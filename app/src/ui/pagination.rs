use leptos::prelude::*;

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
        page_list(label, (before, numbers, after))
    })
}

/// Links to the first and to the next part of a list read by cursor, each with its label; renders nothing if there are
/// none.
#[component]
pub fn CursorPagination(
    first: Option<(&'static str, String)>,
    next: Option<(&'static str, String)>,
) -> impl IntoView {
    let link = |(label, href)| view! { <li><a href=href>{label}</a></li> };
    let (first, next) = (first.map(link), next.map(link));
    (first.is_some() || next.is_some()).then(|| page_list("Pages de la liste", (first, next)))
}

fn page_list(label: impl Into<String>, links: impl IntoView) -> impl IntoView {
    view! { <nav class="pagination" aria-label=label.into()><ul class="pages">{links}</ul></nav> }
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
