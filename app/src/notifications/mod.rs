//! What the portal has to tell: the steps of the questions in which the person wrote, and what became of their rights.

mod page;
mod server;

use leptos::prelude::*;
use leptos_router::{
    MatchNestedRoutes, SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path,
};

use page::NotificationsPage;

#[component(transparent)]
pub fn NotificationRoutes() -> impl MatchNestedRoutes + Clone {
    view! { <Route path=path!("/notifications") view=NotificationsPage ssr=SsrMode::Async/> }
        .into_inner()
        .into_any_nested_route()
}
