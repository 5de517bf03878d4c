use app::ui::Pagination;
use leptos::prelude::*;

/// The displayed entries; « … » marks a gap.
fn entries(page: u32, pages: u32) -> Vec<String> {
    let pagination = view! { <Pagination label="Pages" page pages href="/messagerie?page=" /> };
    let html = Owner::new().with(|| pagination.to_html());
    let entry = |item: &str| {
        let text = item.split('<').find_map(|part| part.split_once('>').filter(|(_, text)| !text.is_empty()));
        text.map(|(_, text)| text.to_owned())
    };
    html.split("<li>").skip(1).filter_map(entry).collect()
}

#[test]
fn long_lists_show_first_last_and_adjacent_pages() {
    assert_eq!(entries(5, 9), ["Précédente", "1", "…", "4", "5", "6", "…", "9", "Suivante"]);
    assert_eq!(entries(1, 2), ["1", "2", "Suivante"]);
    assert!(entries(1, 1).is_empty());
}
