//! Addresses for search engines: public pages, offices and published texts.

use app::public::CONTENT_PAGES;
use axum::{extract::State, http::HeaderMap, response::Response};
use backend::{Portal, directory::offices, faq, publications};
use domain::{path, rights::Teleservice};
use platform::{Error, db::Moment};

use crate::{cached_file, error_page};

/// `GET /robots.txt`
pub async fn robots(State(portal): State<Portal>, headers: HeaderMap) -> Response {
    let mut text = "User-agent: *\nAllow: /$\nAllow: /pkg/\n".to_owned();
    for (address, _) in CONTENT_PAGES.iter().filter(|(address, _)| *address != path::HOME) {
        text.push_str(&format!("Allow: {address}\n"));
    }
    // The longest rule that matches applies: results of searches and secret calendars are not for search engines.
    for page in [path::SEARCH, path::EXPORT_FOLLOW_UP] {
        text.push_str(&format!("Disallow: {page}?\n"));
    }
    text.push_str("Disallow: /agenda/*/echeances.ics\n");
    text.push_str(&format!("Disallow: /\n\nSitemap: {}\n", portal.link(path::SITE_MAP_FILE)));
    cached_file::send(&headers, "text/plain; charset=utf-8", text.into_bytes())
}

/// `GET /sitemap.xml`
pub async fn site_map(State(portal): State<Portal>, headers: HeaderMap) -> Response {
    match write(&portal).await {
        Ok(xml) => cached_file::send(&headers, "application/xml", xml.into_bytes()),
        Err(error) => error_page::from_error(error),
    }
}

async fn write(portal: &Portal) -> Result<String, Error> {
    let mut xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
                   <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
        .to_owned();
    let mut push = |address: &str, changed_at: Option<Moment>| {
        let link = html_escape::encode_text(&portal.link(address)).into_owned();
        let changed = changed_at.map(|at| format!("<lastmod>{}</lastmod>", at.day())).unwrap_or_default();
        xml.push_str(&format!("<url><loc>{link}</loc>{changed}</url>\n"));
    };
    CONTENT_PAGES.iter().for_each(|(address, _)| push(address, None));
    let teleservices = Teleservice::with_single_sign_on();
    teleservices.for_each(|one| push(&path::teleservice_adhesion(one.code()), None));
    for article in publications::summaries(portal).await? {
        push(&article.path(), Some(article.published_at));
    }
    faq::summaries(portal).await?.iter().for_each(|entry| push(&path::faq_entry(&entry.id), None));
    offices::list(portal).await?.iter().for_each(|office| push(&path::office(&office.code), None));
    xml.push_str("</urlset>\n");
    Ok(xml)
}
