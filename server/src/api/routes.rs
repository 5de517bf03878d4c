//! Routes of the API.

use axum::extract::DefaultBodyLimit;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::{MethodRouter, get, post};
use backend::Portal;
use domain::path;

use super::{
    exchange_rates, live, publications, pushes, search_engines, session, sharing,
    strength::{self, StrengthState},
};
use crate::route_registry::RouteRegistry;

const DESCRIPTION: &str = include_str!("../../../docs/api/portail.json");

/// Limit for JSON bodies, which hold a few fields.
const MAX_BODY_BYTES: usize = 16 * 1024;
/// Limit for a rights event, enough for a few hundred rights. A co-owner pushes a larger change without its rights, and
/// the portal reads them.
const MAX_EVENT_BYTES: usize = 64 * 1024;

type Routes = Vec<(&'static str, &'static str, MethodRouter<Portal>)>;

/// Routes of the pages' scripts, and public files: methods in lower case, paths and handlers.
fn routes(strength: StrengthState) -> Routes {
    vec![
        ("get", path::API_SESSION, get(session::time_left)),
        ("post", path::API_SESSION_EXTENSION, post(session::extend)),
        ("post", path::API_PASSWORD_STRENGTH, post(strength::estimate).with_state(strength)),
        ("get", path::EXCHANGE_RATES_CSV, get(exchange_rates::month_csv)),
        ("get", path::EXCHANGE_RATES_JSON, get(exchange_rates::month_json)),
        ("get", path::EXCHANGE_RATES_XML, get(exchange_rates::month_xml)),
        ("get", path::CURRENCY_RATES_CSV, get(exchange_rates::currency_csv)),
        ("get", path::EXCHANGE_RATES_FEED, get(exchange_rates::feed)),
        ("get", path::NEWS_FEED, get(publications::news_feed)),
        ("get", path::EVENTS_CALENDAR, get(publications::calendar)),
        ("get", path::EVENT_FILE, get(publications::event)),
        ("get", path::ROBOTS, get(search_engines::robots)),
        ("get", path::SITE_MAP_FILE, get(search_engines::site_map)),
        ("get", path::API_DESCRIPTION, get(description)),
    ]
}

/// Routes that the servers of co-owners call, without a cookie.
fn co_owner_routes() -> Routes {
    vec![
        ("post", path::API_CO_OWNER_EVENTS, post(pushes::receive_rights_event)),
        ("post", path::API_CO_OWNER_PAYMENTS, post(pushes::receive_payment)),
        ("post", path::API_CO_OWNER_FIGURES, post(pushes::receive_figures_change)),
    ]
}

/// Routes whose response lasts as long as the page is open.
fn streaming_routes() -> Routes {
    vec![
        ("get", path::API_LIVE_EVENTS, get(live::stream_events)),
        ("get", path::API_SHARED_VIEW, get(sharing::follow)),
    ]
}

/// Routes that receive the pages of shared views.
fn shared_view_routes() -> Routes {
    vec![("post", path::API_SHARED_VIEW, post(sharing::receive))]
}

/// Router of the API for the pages' scripts, without event streams.
pub fn router(portal: &Portal) -> RouteRegistry {
    register(routes(StrengthState::new(&portal.config.trusted_proxies, portal.passwords.clone())))
        .map(|router| router.layer(DefaultBodyLimit::max(MAX_BODY_BYTES)))
        .with_state(portal.clone())
}

/// Router of the API for the servers of co-owners.
pub fn co_owner_router(portal: &Portal) -> RouteRegistry {
    register(co_owner_routes())
        .map(|router| router.layer(DefaultBodyLimit::max(MAX_EVENT_BYTES)))
        .with_state(portal.clone())
}

/// Router of what is sent for shared views.
pub fn shared_view_router(portal: &Portal) -> RouteRegistry {
    register(shared_view_routes())
        .map(|router| router.layer(DefaultBodyLimit::max(sharing::MAX_BYTES)))
        .with_state(portal.clone())
}

/// Router of event streams, to which no time limit applies.
pub fn streaming_router(portal: &Portal) -> RouteRegistry {
    register(streaming_routes()).with_state(portal.clone())
}

fn register(routes: Routes) -> RouteRegistry<Portal> {
    routes
        .into_iter()
        .fold(RouteRegistry::new(), |all, (method, path, handler)| all.route(method, path, handler))
}

async fn description() -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "public, max-age=300")],
        DESCRIPTION,
    )
}

#[cfg(test)]
mod tests {
    use platform::passwords::Passwords;

    use super::*;
    use crate::uploads;

    #[test]
    fn routes_and_description_match() {
        let description: serde_json::Value = serde_json::from_str(DESCRIPTION).expect("JSON");
        let mut documented: Vec<(String, String)> = Vec::new();
        for (path, methods) in description["paths"].as_object().expect("paths") {
            for method in methods.as_object().expect("methods").keys() {
                documented.push((method.clone(), path.clone()));
            }
        }
        let passwords = Passwords::new(1).expect("a hasher");
        let api = routes(StrengthState::new(&[], passwords))
            .into_iter()
            .chain(co_owner_routes())
            .chain(streaming_routes())
            .chain(shared_view_routes())
            .map(|(method, path, _)| (method, path));
        // Scripts also send files in pieces.
        let announcements = uploads::announcements().into_iter().chain(uploads::announcements_of_visitors());
        let announcements = announcements.map(|(path, _)| ("post", path));
        let pieces = uploads::routes_in_pieces().into_iter().map(|(method, path, _)| (method, path));
        let served = api.chain(announcements).chain(pieces);
        let mut served: Vec<(String, String)> =
            served.map(|(method, path)| (method.to_owned(), path.to_owned())).collect();
        documented.sort();
        served.sort();
        assert_eq!(documented, served);
    }
}
