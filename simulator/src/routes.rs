//! Routes of the simulator and of each site.

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, OriginalUri, Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};

use crate::co_owner::CoOwner;
use crate::problem::Problem;
use crate::site::Site;
use crate::state::Simulator;
use crate::{
    accounts, administration, contract, exchange_rates, home, mailbox, oidc, page, payments, teleservices,
    text_messages, timestamps,
};

/// Largest request body, in bytes.
const BODY_LIMIT: usize = 4 * 1024 * 1024;

/// Routes of the simulator.
pub fn router(simulator: Arc<Simulator>) -> Router {
    let mut router = Router::new()
        .merge(home::router())
        .merge(administration::router())
        .merge(mailbox::router())
        .merge(text_messages::router())
        .merge(timestamps::router())
        .merge(exchange_rates::router())
        .with_state(simulator.clone());
    for co_owner in CoOwner::ALL {
        router = router.nest(&format!("/{}", co_owner.code()), site_router(simulator.clone(), co_owner));
    }
    router = router.nest("/proconnect", identity_router(simulator.clone()));
    router
        .fallback(async || page::not_found())
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(from_fn(page::same_site))
        .layer(from_fn_with_state(simulator, page::headers))
}

/// Routes of a co-owner's site.
fn site_router(simulator: Arc<Simulator>, co_owner: CoOwner) -> Router {
    let site = Site { simulator, co_owner };
    Router::new()
        .merge(home::site_router())
        .merge(oidc::router())
        .merge(teleservices::router())
        .merge(accounts::router())
        .merge(payments::router())
        .nest("/contrat/v1", contract::router(site.clone()))
        .layer(from_fn_with_state(site.clone(), simulate_outage))
        .with_state(site)
}

/// Routes of the identity provider, which has neither the contract nor téléservices.
fn identity_router(simulator: Arc<Simulator>) -> Router {
    let site = Site { simulator, co_owner: CoOwner::ProConnect };
    Router::new()
        .merge(home::site_router())
        .merge(oidc::router())
        .layer(from_fn_with_state(site.clone(), simulate_outage))
        .with_state(site)
}

/// Responds 503 to every request during a simulated outage of the co-owner.
async fn simulate_outage(
    State(site): State<Site>,
    OriginalUri(uri): OriginalUri,
    request: Request,
    next: Next,
) -> Response {
    if !site.simulator.faults().of(site.co_owner).down {
        return next.run(request).await;
    }
    if uri.path().contains("/contrat/v1/") {
        return Problem::down(format!("{} ne répond pas (panne simulée).", site.co_owner.site()))
            .into_response();
    }
    page::down(site.co_owner)
}
