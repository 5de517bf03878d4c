use app::ui::Pagination;
use leptos::prelude::*;

/// The entries as read, « … » where pages are left out.
fn entries(page: u32, pages: u32) -> Vec<String> {
    let drawn = view! { <Pagination label="Pages" page pages href="/messagerie?page=" /> };
    let html = Owner::new().with(|| drawn.to_html());
    let entry = |item: &str| {
        let text = item.split('<').find_map(|part| part.split_once('>').filter(|(_, text)| !text.is_empty()));
        text.map(|(_, text)| text.to_owned())
    };
    html.split("<li>").skip(1).filter_map(entry).collect()
}

#[test]
fn long_lists_keep_their_ends_and_the_neighbours() {
    assert_eq!(entries(5, 9), ["Précédente", "1", "…", "4", "5", "6", "…", "9", "Suivante"]);
    assert_eq!(entries(1, 2), ["1", "2", "Suivante"]);
    assert!(entries(1, 1).is_empty());
}
