//! Notifications: steps of the questions that the person follows, changes of their rights and roles, and the notices of an agent.

mod agent_page;
mod page;
mod server;

use domain::{path, siren::Siren};
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
};

use crate::{
    Pattern,
    forms::Form,
    ui::{Submit, Variant},
};

use agent_page::AgentNoticesPage;
use page::NotificationsPage;

pub fn routes() -> AnyNestedRoute {
    view! {
        <Route path=Pattern(path::NOTIFICATIONS) view=NotificationsPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::AGENT_NOTICES) view=AgentNoticesPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}

/// Form that marks all notices of a page as read; `None` if there is no unread one.
fn read_all(
    has_unread: bool,
    action: &'static str,
    page: &'static str,
    siren: Option<Siren>,
) -> Option<impl IntoView> {
    has_unread.then(|| {
        view! {
            <Form action page siren class="cluster">
                <Submit variant=Variant::Secondary>"Tout marquer comme lu"</Submit>
            </Form>
        }
    })
}
