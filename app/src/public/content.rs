//! Pages whose content is the same for all visitors.

use domain::path;

use super::CONTENT_PAGES;

/// Pages of one article, office, currency or téléservice, and legal pages.
const DETAILS: [&str; 10] = [
    path::NEWS_ARTICLE,
    path::EVENT,
    path::GUIDE,
    path::OFFICE,
    path::CURRENCY_RATES,
    path::TELESERVICE_ADHESION,
    path::SITE_MAP,
    path::LEGAL_NOTICE,
    path::ACCESSIBILITY,
    path::PRIVACY,
];

/// Keys of a query that choose a part of a page, and contain nothing that a person has typed.
const PARTS: [&str; 3] = ["page", "mois", "periode"];

/// Returns `true` for a page that a visitor's browser may keep. `route`: its pattern; `address`: path and query.
pub fn is_content(route: &str, address: &str) -> bool {
    let is_known = CONTENT_PAGES.iter().any(|(page, _)| *page == route) || DETAILS.contains(&route);
    let query = address.split_once('?').map_or("", |(_, query)| query);
    let mut keys = query.split('&').filter_map(|pair| pair.split('=').next());
    is_known && keys.all(|key| key.is_empty() || PARTS.contains(&key))
}
