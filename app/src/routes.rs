//! The routes of all pages, in one group for each feature.

use std::{collections::HashMap, sync::LazyLock};

use leptos::tachys::view::iterators::StaticVec;
use leptos_router::{MatchNestedRoutes, PathSegment, any_nested_route::AnyNestedRoute};

use crate::{
    account::{self, identity, mfa, personal_data, profile, recovery},
    adhesion, administration, agendas, appointments, article_editing, assistance, assistant, batches,
    canned_answers, companies, customs, dashboard, declarant_statements, directory, documents,
    exchange_rates, export_follow_up, faq, faq_editing, information, messaging, motif_editing, notifications,
    payments, phone_calls, public, publications, self_check, sharing, staff, teleservices,
};

type Group = fn() -> AnyNestedRoute;

const GROUPS: [Group; 38] = [
    public::routes,
    faq::routes,
    directory::routes,
    information::routes,
    publications::routes,
    exchange_rates::routes,
    export_follow_up::routes,
    declarant_statements::routes,
    assistant::routes,
    self_check::routes,
    payments::routes,
    phone_calls::routes,
    sharing::routes,
    account::routes,
    recovery::routes,
    profile::routes,
    personal_data::routes,
    mfa::routes,
    mfa::staff_routes,
    identity::routes,
    companies::routes,
    dashboard::routes,
    teleservices::routes,
    adhesion::routes,
    messaging::routes,
    documents::routes,
    notifications::routes,
    appointments::routes,
    customs::routes,
    batches::routes,
    canned_answers::routes,
    agendas::routes,
    staff::routes,
    faq_editing::routes,
    article_editing::routes,
    administration::routes,
    motif_editing::routes,
    assistance::routes,
];

/// The group of each pattern, written as in the server's router: `/messagerie/question/{id}`.
static BY_PATTERN: LazyLock<HashMap<String, Group>> = LazyLock::new(|| {
    let mut groups = HashMap::new();
    for group in GROUPS {
        let routes = group();
        groups.extend(routes.generate_routes().into_iter().map(|route| (pattern(&route.segments), group)));
    }
    groups
});

fn pattern(segments: &[PathSegment]) -> String {
    let segment = |segment: &PathSegment| match segment {
        PathSegment::Param(name) => format!("/{{{name}}}"),
        other => format!("/{}", other.as_raw_str()),
    };
    if segments.is_empty() { "/".to_owned() } else { segments.iter().map(segment).collect() }
}

/// Returns the routes that a request may match. `matched`: the pattern that the server's router has found, if any; then
/// those of its group only, because each request builds its routes, and all of them took an eighth of the time of a page.
pub fn matching(matched: Option<&str>) -> StaticVec<AnyNestedRoute> {
    let routes: Vec<AnyNestedRoute> = match matched.and_then(|pattern| BY_PATTERN.get(pattern)) {
        Some(group) => vec![group()],
        None => GROUPS.iter().map(|group| group()).collect(),
    };
    routes.into()
}
