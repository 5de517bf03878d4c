//! Routes of the provider.

use axum::extract::DefaultBodyLimit;
use axum::http::Method;
use axum::middleware;
use axum::routing::{MethodRouter, get, post};
use backend::Portal;
use domain::path;

use super::{
    browser, discovery,
    token::{self, MAX_BODY_BYTES},
    user_info,
};
use crate::{layers::context, route_registry::RouteRegistry};

type Routes = Vec<(&'static [&'static str], &'static str, MethodRouter<Portal>)>;

/// Endpoints that browsers open, with the session cookie.
fn browser_routes() -> Routes {
    vec![
        (
            &["get", "post"],
            path::OPENID_AUTHORIZATION,
            get(browser::authorize).post(browser::redirect_to_get),
        ),
        (
            &["get", "post"],
            path::OPENID_END_SESSION,
            get(browser::end_session).post(browser::redirect_to_get),
        ),
    ]
}

/// Endpoints that the servers of téléservices call, without a cookie.
fn client_routes() -> Routes {
    vec![
        (&["get"], path::OPENID_CONFIGURATION, get(discovery::configuration)),
        (&["get"], path::OPENID_KEYS, get(discovery::keys)),
        (&["post"], path::OPENID_TOKEN, post(token::exchange)),
        (&["get", "post"], path::OPENID_USER_INFO, get(user_info::user_info).post(user_info::user_info)),
    ]
}

pub fn router(portal: &Portal) -> RouteRegistry {
    register(browser_routes())
        .map(|router| router.layer(middleware::from_fn_with_state(portal.clone(), context::load_session)))
        .merge(register(client_routes()))
        .map(|router| router.layer(DefaultBodyLimit::max(MAX_BODY_BYTES)))
        .with_state(portal.clone())
}

fn register(routes: Routes) -> RouteRegistry<Portal> {
    routes
        .into_iter()
        .fold(RouteRegistry::new(), |all, (methods, path, handler)| all.route_methods(methods, path, handler))
}

/// Returns `true` for the endpoints that OpenID Connect requires to accept a POST from any site. It changes nothing: it
/// is redirected to a GET.
pub fn accepts_cross_site_post(method: &Method, path: &str) -> bool {
    *method == Method::POST && [path::OPENID_AUTHORIZATION, path::OPENID_END_SESSION].contains(&path)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DESCRIPTION: &str = include_str!("../../../docs/api/fournisseur-openid.json");

    #[test]
    fn routes_and_description_match() {
        let description: serde_json::Value = serde_json::from_str(DESCRIPTION).expect("JSON");
        let mut documented: Vec<(String, String)> = Vec::new();
        for (path, methods) in description["paths"].as_object().expect("paths") {
            for method in methods.as_object().expect("methods").keys() {
                documented.push((method.clone(), path.clone()));
            }
        }
        let mut served: Vec<(String, String)> = browser_routes()
            .into_iter()
            .chain(client_routes())
            .flat_map(|(methods, path, _)| {
                methods.iter().map(|method| ((*method).to_owned(), path.to_owned()))
            })
            .collect();
        documented.sort();
        served.sort();
        assert_eq!(documented, served);
    }

    #[test]
    fn only_endpoints_that_change_nothing_accept_cross_site_posts() {
        for (method, path, expected) in [
            (Method::POST, path::OPENID_AUTHORIZATION, true),
            (Method::POST, path::OPENID_END_SESSION, true),
            (Method::POST, path::OPENID_TOKEN, false),
            (Method::POST, "/form/fin-de-session", false),
            (Method::PUT, path::OPENID_AUTHORIZATION, false),
        ] {
            assert_eq!(accepts_cross_site_post(&method, path), expected, "{method} {path}");
        }
    }
}
