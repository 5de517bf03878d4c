//! The thin JSON API, described by `docs/api/portail.json`.

mod events;
mod live;
mod session;
mod strength;
mod strength_rate;

use axum::extract::DefaultBodyLimit;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::{MethodRouter, get, post};
use backend::Portal;

use strength::Strength;

use crate::addresses::Addressed;

const DESCRIPTION: &str = include_str!("../../../docs/api/portail.json");

/// Bodies of the API are a few fields.
const MAX_BODY_BYTES: usize = 16 * 1024;
/// A change of rights names some hundreds of them; a larger one is pushed without, and read again.
const MAX_EVENT_BYTES: usize = 64 * 1024;

/// Every route of the API, with its method in lower case: the router and the test of its description read it.
fn routes(strength: Strength) -> Vec<(&'static str, &'static str, MethodRouter<Portal>)> {
    vec![
        ("get", "/api/v1/session", get(session::left)),
        ("post", "/api/v1/session/prolongation", post(session::go_on)),
        ("post", "/api/v1/mot-de-passe/force", post(strength::answer).with_state(strength)),
        (
            "post",
            "/api/v1/coproprietaires/{co_owner}/evenements",
            post(events::receive).layer(DefaultBodyLimit::max(MAX_EVENT_BYTES)),
        ),
        ("get", "/api/openapi.json", get(description)),
    ]
}

/// Routes whose answer lasts as long as somebody looks at the page: no limit of time applies.
fn lasting_routes() -> Vec<(&'static str, &'static str, MethodRouter<Portal>)> {
    vec![("get", "/api/v1/evenements", get(live::follow))]
}

pub fn lasting(portal: &Portal) -> Addressed {
    lasting_routes()
        .into_iter()
        .fold(Addressed::new(), |all, (method, path, route)| all.route(method, path, route))
        .with_state(portal.clone())
}

pub fn router(portal: &Portal) -> Addressed {
    routes(Strength::new(&portal.config.trusted_proxies))
        .into_iter()
        .fold(Addressed::new(), |all, (method, path, route)| all.route(method, path, route))
        .map(|router| router.layer(DefaultBodyLimit::max(MAX_BODY_BYTES)))
        .with_state(portal.clone())
}

async fn description() -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "public, max-age=300")],
        DESCRIPTION,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is served is described, and the other way round.
    #[test]
    fn every_route_is_documented() {
        let description: serde_json::Value = serde_json::from_str(DESCRIPTION).expect("JSON");
        let mut documented: Vec<(String, String)> = Vec::new();
        for (path, methods) in description["paths"].as_object().expect("paths") {
            for method in methods.as_object().expect("methods").keys() {
                documented.push((method.clone(), path.clone()));
            }
        }
        let strength = Strength::new(&[]);
        let mut served: Vec<(String, String)> = routes(strength)
            .into_iter()
            .chain(lasting_routes())
            .map(|(method, path, _)| (method.to_owned(), path.to_owned()))
            .collect();
        documented.sort();
        served.sort();
        assert_eq!(documented, served);
    }
}
