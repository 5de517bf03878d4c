//! Metrics in the Prometheus format: <https://prometheus.io/docs/instrumenting/exposition_formats/>.

use std::time::Duration;

use anyhow::Context;
use axum::http::Method;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use platform::{mail, scheduler::JobStatus};

/// Histogram buckets of request durations, in seconds.
const SECONDS: [f64; 10] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];
const DURATION: &str = "http_request_duration_seconds";
const JOB_SUCCESS: &str = "prodouane_job_last_success_seconds";
const JOB_DURATION: &str = "prodouane_job_duration_seconds";
const JOB_FAILURES: &str = "prodouane_job_failures_total";

/// Installs the metrics recorder of the process and describes the metrics.
///
/// # Errors
/// If a recorder is already installed.
pub fn install() -> anyhow::Result<PrometheusHandle> {
    let handle = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Full(DURATION.to_owned()), &SECONDS)
        .context("buckets")?
        .install_recorder()
        .context("metrics")?;
    metrics::describe_counter!("http_requests_total", "Completed requests");
    metrics::describe_histogram!(DURATION, metrics::Unit::Seconds, "Time to respond to a request");
    metrics::describe_gauge!("connections_open", "Open connections");
    metrics::describe_gauge!("live_pages_open", "Open pages that receive live updates");
    metrics::describe_gauge!("uploads_in_flight", "Uploads in progress");
    metrics::describe_gauge!("outbox_depth", "Mails in the outbox, dead letters included");
    metrics::describe_gauge!("outbox_dead", "Dead letters in the outbox, which need an administrator");
    metrics::describe_gauge!("outbox_refused", "Dead letters that the mail server refused for good");
    metrics::describe_gauge!(
        "outbox_expired",
        "Mails not sent within the last 30 days because their code, link or date had ended"
    );
    metrics::describe_gauge!(
        "sms_outbox_expired",
        "Text messages not sent within the last 30 days because their code had ended"
    );
    metrics::describe_gauge!(
        JOB_SUCCESS,
        metrics::Unit::Seconds,
        "End of the last successful run, Unix time"
    );
    metrics::describe_gauge!(JOB_DURATION, metrics::Unit::Seconds, "Duration of the last finished run");
    metrics::describe_counter!(JOB_FAILURES, "Failed runs");
    Ok(handle)
}

/// Records the mails that were not delivered.
pub fn record_mails(mails: &mail::Counts) {
    metrics::gauge!("outbox_depth").set((mails.queued + mails.dead) as f64);
    metrics::gauge!("outbox_dead").set(mails.dead as f64);
    metrics::gauge!("outbox_refused").set(mails.refused as f64);
    metrics::gauge!("outbox_expired").set(mails.expired as f64);
}

/// Records the number of text messages that expired before their delivery.
pub fn record_expired_messages(expired: i64) {
    metrics::gauge!("sms_outbox_expired").set(expired as f64);
}

/// Records the last runs of a periodic job, by any instance.
pub fn record_job(status: &JobStatus) {
    let label = [("job", status.name.clone())];
    if let Some(at) = status.succeeded_at {
        metrics::gauge!(JOB_SUCCESS, &label).set(at.micros() as f64 / 1e6);
    }
    if let Some(duration) = status.duration_micros {
        metrics::gauge!(JOB_DURATION, &label).set(duration as f64 / 1e6);
    }
    metrics::counter!(JOB_FAILURES, &label).absolute(status.failures.unsigned_abs());
}

/// Records one completed request, by route pattern, because the number of URLs is unlimited.
pub fn record_request(method: &Method, route: &str, status: u16, elapsed: Duration) {
    let method = method_label(method);
    let labels = [("method", method.to_owned()), ("route", route.to_owned()), ("status", status.to_string())];
    metrics::counter!("http_requests_total", &labels).increment(1);
    metrics::histogram!(DURATION, "method" => method, "route" => route.to_owned())
        .record(elapsed.as_secs_f64());
}

/// Label of a method. Clients may send any method, so those that the portal does not serve share one label.
fn method_label(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        _ => "other",
    }
}
