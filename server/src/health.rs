//! Health checks for supervisors and load balancers, and the metrics endpoint.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use backend::{Portal, health};
use metrics_exporter_prometheus::PrometheusHandle;
use platform::scheduler;
use url::{Host, Url};

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

/// `GET /metrics` on the main listener: for trials on this machine only. Behind a proxy on this machine every visitor
/// looks local, and not every proxy adds a header. So the public URL must be on this machine too, and the portal have no
/// metrics listener.
pub async fn local_metrics(state: State<MetricsState>, request: Request) -> Response {
    let config = &state.portal.config;
    let is_trial = config.metrics_listen.is_none() && is_on_this_machine(&config.base_url);
    let local =
        request.extensions().get::<Peer>().is_some_and(|peer| peer.0.ip().to_canonical().is_loopback());
    if is_trial && local && !is_forwarded(request.headers()) {
        metrics(state).await
    } else {
        error_page::status(StatusCode::NOT_FOUND)
    }
}

fn is_on_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Returns `true` if a proxy added a header to the request.
fn is_forwarded(headers: &HeaderMap) -> bool {
    const NAMES: [&str; 6] =
        ["forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip"];
    headers.keys().any(|name| NAMES.contains(&name.as_str()) || name.as_str().starts_with("x-forwarded"))
}
