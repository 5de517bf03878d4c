//! One co-owner's site: everything under `/{co_owner}`.

use std::sync::Arc;

use axum::Router;
use axum::extract::{OriginalUri, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};

use crate::co_owner::CoOwner;
use crate::page;
use crate::problem::Problem;
use crate::state::Simulator;
use crate::{accounts, contract, home, oidc, teleservices};

/// What a page of a co-owner's site works with.
#[derive(Clone)]
pub struct Site {
    pub simulator: Arc<Simulator>,
    pub co_owner: CoOwner,
}

impl Site {
    /// The base address, which is the OpenID Connect issuer as well.
    pub fn base(&self) -> String {
        format!("{}/{}", self.simulator.base, self.co_owner.code())
    }
}

pub fn router(simulator: Arc<Simulator>, co_owner: CoOwner) -> Router {
    let site = Site { simulator, co_owner };
    Router::new()
        .merge(home::site_router())
        .merge(oidc::router())
        .merge(teleservices::router())
        .merge(accounts::router())
        .nest("/contrat/v1", contract::router(site.clone()))
        .layer(from_fn_with_state(site.clone(), out_of_order))
        .with_state(site)
}

/// The identity provider: no contract, no téléservice.
pub fn identity_router(simulator: Arc<Simulator>) -> Router {
    let site = Site { simulator, co_owner: CoOwner::ProConnect };
    Router::new()
        .merge(home::site_router())
        .merge(oidc::router())
        .layer(from_fn_with_state(site.clone(), out_of_order))
        .with_state(site)
}

/// Answers 503 in place of a co-owner that was switched down.
async fn out_of_order(
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
