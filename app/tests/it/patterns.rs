//! The routes of the table match as those of Leptos' `path!` do.

use app::{Pattern, routes};
use domain::path;
use leptos_router::{MatchNestedRoutes, NestedRoute, PossibleRouteMatch, RouteDefs};

/// Paths of each kind: exact, longer, shorter, with a trailing slash, encoded, empty.
const PATHS: [&str; 15] = [
    "",
    "/",
    "//",
    "/connexion",
    "/connexion/",
    "/connexion//",
    "/connexion/code",
    "/connexions",
    "/connex",
    "/messagerie/question",
    "/messagerie/question/",
    "/messagerie/question/7",
    "/messagerie/question/a%20b%C3%A9/",
    "/messagerie/question/7/recu",
    "messagerie/question/7",
];

/// The matched part, the rest and the parameters.
fn matched(pattern: &impl PossibleRouteMatch, path: &str) -> Option<String> {
    pattern.test(path).map(|found| {
        let (matched, remaining) = (found.matched().to_owned(), found.remaining().to_owned());
        format!("{matched} {remaining} {:?}", found.params())
    })
}

fn assert_equivalent(pattern: &'static str, expected: &impl PossibleRouteMatch) {
    let pattern = Pattern(pattern);
    for path in PATHS {
        assert_eq!(matched(&pattern, path), matched(expected, path), "{pattern:?} {path}");
    }
    let (mut segments, mut expected_segments) = (Vec::new(), Vec::new());
    pattern.generate_path(&mut segments);
    expected.generate_path(&mut expected_segments);
    assert_eq!(segments, expected_segments, "{pattern:?}");
    assert_eq!(pattern.optional(), expected.optional());
}

#[test]
fn patterns_match_as_those_of_leptos() {
    assert_equivalent(path::HOME, &leptos_router::path!("/"));
    assert_equivalent(path::SIGN_IN, &leptos_router::path!("/connexion"));
    assert_equivalent(path::SIGN_IN_CODE, &leptos_router::path!("/connexion/code"));
    assert_equivalent(path::QUESTION, &leptos_router::path!("/messagerie/question/:id"));
    assert_equivalent(path::RECEIPT, &leptos_router::path!("/messagerie/question/:id/recu"));
}

#[test]
fn routes_ignore_one_trailing_slash() {
    let routes = RouteDefs::<_>::new((
        NestedRoute::new(Pattern(path::HOME), || ()),
        NestedRoute::new(Pattern(path::QUESTIONS), || ()),
        NestedRoute::new(Pattern(path::QUESTION), || ()),
    ));
    for (path, exists) in [
        ("/", true),
        ("/messagerie", true),
        ("/messagerie/", true),
        ("/messagerie//", false),
        ("/messagerie/question/7/", true),
        ("/messagerie/question/", false),
        ("/messagerie/question/7/8", false),
    ] {
        assert_eq!(routes.match_route(path).is_some(), exists, "{path}");
    }
}

#[test]
fn every_form_is_posted_below_one_prefix() {
    let forms: Vec<&str> = leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path).collect();
    assert!(!forms.is_empty());
    for form in forms {
        let name = form.strip_prefix(path::FORMS).unwrap_or_default();
        assert!(!name.is_empty() && !name.contains('/'), "{form}");
    }
}

#[test]
fn request_builds_only_the_routes_of_the_group_that_the_server_found() {
    let count = |found| routes::matching(found).generate_routes().into_iter().count();
    let all = count(None);
    for path in [path::HOME, path::SIGN_IN, path::DASHBOARD, path::QUESTION, path::RECEIPT] {
        assert!(count(Some(path)) < all, "{path}: of {all}");
    }
    assert_eq!(count(Some("/inconnue")), all);
}
