//! For supervisors and load balancers.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use backend::{Portal, health};
use metrics_exporter_prometheus::PrometheusHandle;

use crate::error_page;
use crate::listener::Peer;

/// The program runs. Nothing else is asked: restarting it would not bring a database back.
pub async fn live() -> &'static str {
    "ok"
}

/// This instance can serve: database there and migrated, files there. 503 otherwise.
pub async fn ready(State(portal): State<Portal>) -> Response {
    let health = health::check(&portal).await;
    let status = if health.is_ready() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let body = serde_json::json!({
        "pret": health.is_ready(),
        "base_de_donnees": health.database,
        "migrations": health.migrated,
        "fichiers": health.files,
    });
    (status, Json(body)).into_response()
}

#[derive(Clone)]
pub struct Figures {
    pub portal: Portal,
    pub recorded: PrometheusHandle,
}

/// Everything counted, for whoever reaches the listener of metrics.
pub async fn figures(State(figures): State<Figures>) -> Response {
    match health::outbox_counts(&figures.portal).await {
        Ok((waiting, dead)) => {
            metrics::gauge!("outbox_depth").set(waiting as f64);
            metrics::gauge!("outbox_dead").set(dead as f64);
        }
        Err(error) => tracing::warn!(%error, "the outbox could not be counted"),
    }
    ([("content-type", "text/plain; version=0.0.4")], figures.recorded.render()).into_response()
}

/// The same on the main listener, for programs of this machine alone; whatever comes through a proxy is somebody else.
pub async fn local_figures(state: State<Figures>, request: Request) -> Response {
    let local =
        request.extensions().get::<Peer>().is_some_and(|peer| peer.0.ip().to_canonical().is_loopback());
    let forwarded = ["forwarded", "x-forwarded-for", "x-real-ip"]
        .iter()
        .any(|name| request.headers().contains_key(*name));
    if local && !forwarded { figures(state).await } else { error_page::bare(StatusCode::NOT_FOUND) }
}
