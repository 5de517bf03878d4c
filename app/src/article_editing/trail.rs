use domain::path;

/// Trail of a page below the list.
pub fn trail() -> Vec<(String, String)> {
    vec![("Publications".to_owned(), path::EDITED_ARTICLES.to_owned())]
}

/// Trail of a page below that of an article.
pub fn article_trail(id: &str, title: &str) -> Vec<(String, String)> {
    let mut trail = trail();
    trail.push((title.to_owned(), path::edited_article(id)));
    trail
}
