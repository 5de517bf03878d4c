//! Health checks for supervisors and load balancers, and the metrics endpoint.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use backend::{
    Portal,
    health::{self, Health},
};
use metrics_exporter_prometheus::PrometheusHandle;
use platform::{mail, scheduler, sms};
use tokio::sync::Mutex;

use crate::{error_page, listener::Peer};

/// `GET /health/live`: the process runs. Checks nothing else, because a restart would not repair a database.
pub async fn live() -> &'static str {
    "ok"
}

/// Time during which a result of the readiness checks is given again, because everybody may request it and each check
/// writes to the disks.
const CHECK_INTERVAL: Duration = Duration::from_secs(1);

/// State of the readiness endpoint: the last result and its time. One check runs at a time.
#[derive(Clone)]
pub struct ReadyState {
    portal: Portal,
    last: Arc<Mutex<Option<(Instant, Health)>>>,
}

impl ReadyState {
    pub fn new(portal: &Portal) -> Self {
        Self { portal: portal.clone(), last: Arc::default() }
    }

    async fn check(&self) -> Health {
        let mut last = self.last.lock().await;
        match *last {
            Some((at, health)) if at.elapsed() < CHECK_INTERVAL => health,
            _ => {
                let health = health::check(&self.portal).await;
                *last = Some((Instant::now(), health));
                health
            }
        }
    }
}

/// `GET /health/ready`: 200 if the database is available, migrated and writable and files can be stored, else 503.
pub async fn ready(State(state): State<ReadyState>) -> Response {
    let health = state.check().await;
    let status = if health.is_ready() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let body = serde_json::json!({
        "pret": health.is_ready(),
        "base_de_donnees": health.database,
        "migrations": health.migrated,
        "ecriture": health.writable,
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
    match mail::counts(&state.portal).await {
        Ok(mails) => crate::metrics::record_mails(&mails),
        Err(error) => tracing::warn!(%error, "failed to count the outbox"),
    }
    match sms::expired(&state.portal).await {
        Ok(expired) => crate::metrics::record_expired_messages(expired),
        Err(error) => tracing::warn!(%error, "failed to count the text messages"),
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
    let is_trial = config.metrics_listen.is_none() && config.is_on_this_machine();
    let local =
        request.extensions().get::<Peer>().is_some_and(|peer| peer.0.ip().to_canonical().is_loopback());
    if is_trial && local && !is_forwarded(request.headers()) {
        metrics(state).await
    } else {
        error_page::status(StatusCode::NOT_FOUND)
    }
}

/// Returns `true` if a proxy added a header to the request.
fn is_forwarded(headers: &HeaderMap) -> bool {
    const NAMES: [&str; 6] =
        ["forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip"];
    headers.keys().any(|name| NAMES.contains(&name.as_str()) || name.as_str().starts_with("x-forwarded"))
}
