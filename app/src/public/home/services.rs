use domain::public_service::{NEEDS, Need, PublicService};
use leptos::prelude::*;

use crate::ui::*;

/// Services of the portal and of other sites, by need.
#[component]
pub(super) fn PublicServices() -> impl IntoView {
    view! {
        <section class="stack" aria-labelledby="services">
            <h2 id="services">"Services disponibles, par besoin"</h2>
            <div class="grid grid--2">{NEEDS.map(need).into_iter().collect_view()}</div>
        </section>
    }
}

fn need(need: Need) -> impl IntoView {
    let services = need.services.iter().copied().map(service).collect_view();
    view! {
        <section class="card" aria-labelledby=need.code>
            <h3 class="card__title" id=need.code>{need.title}</h3>
            <ul>{services}</ul>
        </section>
    }
}

fn service(service: PublicService) -> impl IntoView {
    let link = match service {
        PublicService::Page(task, _, path) => view! { <a href=path>{task}</a> }.into_any(),
        PublicService::Site(site) => site_link(site, site.task()),
    };
    view! { <li>{link} " " <span class="muted small">{service.name()}</span></li> }
}
