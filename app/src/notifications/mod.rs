//! Notifications: steps of the questions that the person took part in, changes of their rights and roles.

mod page;
mod server;

use domain::path;
use leptos::prelude::*;
use leptos_router::{MatchNestedRoutes, SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route};

use crate::Pattern;

use page::NotificationsPage;

#[component(transparent)]
pub fn NotificationRoutes() -> impl MatchNestedRoutes + Clone {
    view! { <Route path=Pattern(path::NOTIFICATIONS) view=NotificationsPage ssr=SsrMode::Async/> }
        .into_inner()
        .into_any_nested_route()
}
