//! Figures for Prometheus: <https://prometheus.io/docs/instrumenting/exposition_formats/>.

use std::time::Duration;

use anyhow::Context;
use axum::http::Method;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

const SECONDS: [f64; 10] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];
const DURATION: &str = "http_request_duration_seconds";

/// Starts counting. Once per program.
///
/// # Errors
/// When counting was started before.
pub fn start() -> anyhow::Result<PrometheusHandle> {
    let handle = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Full(DURATION.to_owned()), &SECONDS)
        .context("buckets")?
        .install_recorder()
        .context("metrics")?;
    metrics::describe_counter!("http_requests_total", "Requests answered");
    metrics::describe_histogram!(DURATION, metrics::Unit::Seconds, "Time to answer a request");
    metrics::describe_gauge!("connections_open", "Connections open now");
    metrics::describe_gauge!("live_pages_open", "Open pages that are told what changes");
    metrics::describe_gauge!("uploads_in_flight", "Uploads being received now");
    metrics::describe_gauge!("outbox_depth", "Mails waiting to be delivered");
    metrics::describe_gauge!("outbox_dead", "Mails given up, which need a human");
    Ok(handle)
}

/// Counts one answered request, by route pattern: addresses would be without number.
pub fn request(method: &Method, route: &str, status: u16, elapsed: Duration) {
    let method = known(method);
    let labels = [("method", method.to_owned()), ("route", route.to_owned()), ("status", status.to_string())];
    metrics::counter!("http_requests_total", &labels).increment(1);
    metrics::histogram!(DURATION, "method" => method, "route" => route.to_owned())
        .record(elapsed.as_secs_f64());
}

/// Methods are free text to a client: those we do not serve count as one.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        _ => "other",
    }
}
