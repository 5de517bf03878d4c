//! Health checks for supervisors and load balancers, and the metrics endpoint.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use backend::{Portal, health};
use metrics_exporter_prometheus::PrometheusHandle;
use platform::scheduler;

use crate::{error_page, listener::Peer};

/// `GET /health/live`: the process runs. Checks nothing else, because a restart would not repair a database.
pub async fn live() -> &'static str {
    "ok"
}

/// `GET /health/ready`: 200 if the database is available and migrated and the file store is available, else 503.
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

/// State of the metrics endpoint.
#[derive(Clone)]
pub struct MetricsState {
    pub portal: Portal,
    pub recorder: PrometheusHandle,
}

/// `GET /metrics` on the metrics listener: all metrics, for every client of that listener.
pub async fn metrics(State(state): State<MetricsState>) -> Response {
    match health::outbox_counts(&state.portal).await {
        Ok((queued, dead)) => {
            metrics::gauge!("outbox_depth").set(queued as f64);
            metrics::gauge!("outbox_dead").set(dead as f64);
        }
        Err(error) => tracing::warn!(%error, "failed to count the outbox"),
    }
    match scheduler::statuses(&state.portal).await {
        Ok(statuses) => statuses.iter().for_each(crate::metrics::record_job),
        Err(error) => tracing::warn!(%error, "failed to read the status of the periodic jobs"),
    }
    ([("content-type", "text/plain; version=0.0.4")], state.recorder.render()).into_response()
}

/// `GET /metrics` on the main listener: for clients on this machine only. A request through a proxy is not local.
pub async fn local_metrics(state: State<MetricsState>, request: Request) -> Response {
    let local =
        request.extensions().get::<Peer>().is_some_and(|peer| peer.0.ip().to_canonical().is_loopback());
    let forwarded = ["forwarded", "x-forwarded-for", "x-real-ip"]
        .iter()
        .any(|name| request.headers().contains_key(*name));
    if local && !forwarded { metrics(state).await } else { error_page::status(StatusCode::NOT_FOUND) }
}
