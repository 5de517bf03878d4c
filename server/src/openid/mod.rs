//! The portal's side of OpenID Connect for the téléservices, described by `docs/api/fournisseur-openid.json`.
//!
//! Browsers come to the two addresses that know a session; téléservices themselves, without a cookie, to the others.

mod browser;
mod discovery;
mod token;
mod user_info;

use axum::extract::DefaultBodyLimit;
use axum::http::Method;
use axum::middleware;
use axum::routing::{MethodRouter, get, post};
use backend::Portal;

use crate::addresses::Addressed;
use crate::layers::context;

/// Bodies are a few fields.
const MAX_BODY_BYTES: usize = 16 * 1024;

pub const CONFIGURATION: &str = "/.well-known/openid-configuration";
const KEYS: &str = "/openid/cles";
const AUTHORIZATION: &str = backend::single_sign_on::AUTHORIZATION;
const TOKEN: &str = "/openid/jeton";
const USER_INFO: &str = "/openid/profil";
const END_SESSION: &str = "/openid/fin-de-session";

type Routes = Vec<(&'static [&'static str], &'static str, MethodRouter<Portal>)>;

/// Where a browser brings what a téléservice asks.
fn for_browsers() -> Routes {
    vec![
        (&["get", "post"], AUTHORIZATION, get(browser::authorize).post(browser::repeat)),
        (&["get", "post"], END_SESSION, get(browser::end_session).post(browser::repeat)),
    ]
}

fn for_teleservices() -> Routes {
    vec![
        (&["get"], CONFIGURATION, get(discovery::configuration)),
        (&["get"], KEYS, get(discovery::keys)),
        (&["post"], TOKEN, post(token::exchange)),
        (&["get", "post"], USER_INFO, get(user_info::answer).post(user_info::answer)),
    ]
}

pub fn router(portal: &Portal) -> Addressed {
    let joined = |routes: Routes| {
        routes
            .into_iter()
            .fold(Addressed::new(), |all, (methods, path, route)| all.answering(methods, path, route))
    };
    joined(for_browsers())
        .map(|router| router.layer(middleware::from_fn_with_state(portal.clone(), context::read)))
        .merge(joined(for_teleservices()))
        .map(|router| router.layer(DefaultBodyLimit::max(MAX_BODY_BYTES)))
        .with_state(portal.clone())
}

/// Does the standard want this POST to be taken from any site? It changes nothing: it is repeated as a GET.
pub fn is_from_anywhere(method: &Method, path: &str) -> bool {
    *method == Method::POST && [AUTHORIZATION, END_SESSION].contains(&path)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DESCRIPTION: &str = include_str!("../../../docs/api/fournisseur-openid.json");

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
        let mut served: Vec<(String, String)> = for_browsers()
            .into_iter()
            .chain(for_teleservices())
            .flat_map(|(methods, path, _)| {
                methods.iter().map(|method| ((*method).to_owned(), path.to_owned()))
            })
            .collect();
        documented.sort();
        served.sort();
        assert_eq!(documented, served);
    }

    #[test]
    fn only_what_changes_nothing_is_taken_from_anywhere() {
        for (method, path, expected) in [
            (Method::POST, AUTHORIZATION, true),
            (Method::POST, END_SESSION, true),
            (Method::POST, TOKEN, false),
            (Method::POST, "/form/fin-de-session", false),
            (Method::PUT, AUTHORIZATION, false),
        ] {
            assert_eq!(is_from_anywhere(&method, path), expected, "{method} {path}");
        }
    }
}
