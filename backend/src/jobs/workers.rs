use platform::outbox::{self, wait_for_work};
use platform::{live, mail::MailQueue, sms::SmsQueue};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::periodic;
use crate::{
    Portal, accounts::profile, companies::company_admins, interruptions, messaging::ExchangesQueue, motifs,
    oidc_provider::LogoutQueue, personal_data::ExportQueue,
};

/// Starts every worker. They end when `shutdown` is cancelled.
pub(crate) fn spawn(portal: &Portal, shutdown: CancellationToken) -> TaskTracker {
    let tracker = TaskTracker::new();
    tracker.spawn(process_requests(portal.clone(), shutdown.clone()));
    tracker.spawn(outbox::run(MailQueue::new(portal), shutdown.clone()));
    if let Some(queue) = SmsQueue::new(portal) {
        tracker.spawn(outbox::run(queue, shutdown.clone()));
    }
    if !portal.config.teleservices.is_empty() {
        tracker.spawn(outbox::run(LogoutQueue::new(portal), shutdown.clone()));
    }
    tracker.spawn(outbox::run(ExportQueue::new(portal), shutdown.clone()));
    tracker.spawn(outbox::run(ExchangesQueue::new(portal), shutdown.clone()));
    tracker.spawn(record_interruptions(portal.clone(), shutdown.clone()));
    tracker.spawn(use_published_motifs(portal.clone(), shutdown.clone()));
    tracker.spawn(live::follow(portal.platform.clone(), shutdown.clone()));
    tracker.spawn(periodic::scheduler(portal).run(shutdown));
    tracker.close();
    tracker
}

/// Processes requests whose answer must not reveal which accounts exist, at wake-ups and every few seconds.
async fn process_requests(portal: Portal, shutdown: CancellationToken) {
    let mut wake_ups = portal.wake_ups();
    while !shutdown.is_cancelled() {
        if let Err(error) = profile::process_reset_requests(&portal).await {
            tracing::warn!(%error, "failed to process the requests to reset a password");
        }
        if let Err(error) = company_admins::resolve_recipients(&portal).await {
            tracing::warn!(%error, "failed to process the offers of administrator roles");
        }
        wait_for_work(&mut wake_ups, &shutdown).await;
    }
}

/// Uses the versions of motifs that an administrator has published in any process, or whose date has come.
async fn use_published_motifs(portal: Portal, shutdown: CancellationToken) {
    let mut wake_ups = portal.wake_ups();
    while !shutdown.is_cancelled() {
        if let Err(error) = motifs::refresh(&portal).await {
            tracing::warn!(%error, "failed to read the published motifs");
        }
        wait_for_work(&mut wake_ups, &shutdown).await;
    }
}

/// Writes the interruptions of the co-owners when this process sees one begin or end.
async fn record_interruptions(portal: Portal, shutdown: CancellationToken) {
    let mut wake_ups = portal.wake_ups();
    let mut recorded = 0;
    while !shutdown.is_cancelled() {
        let changes = portal.co_owners.changes();
        if changes != recorded {
            match interruptions::record(&portal).await {
                Ok(()) => recorded = changes,
                Err(error) => tracing::warn!(%error, "failed to record the interruptions of the co-owners"),
            }
        }
        wait_for_work(&mut wake_ups, &shutdown).await;
    }
}
