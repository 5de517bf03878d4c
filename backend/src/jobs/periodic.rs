//! List of the periodic jobs.

use std::time::Duration;

use platform::{
    mail,
    scheduler::{Job, JobRun, Scheduler},
    sms, throttle, transparency,
};

use super::orphans;
use crate::{
    Portal,
    accounts::{
        history, identity_providers, links, parked_forms, profile, registration, retired_logins, sessions,
    },
    appointments, archives,
    assistance::{cases, opinions, phone_calls, self_check, sharing},
    companies::{self, company_admins, figures},
    customs, customs_news, documents, exchange_rates, faq, information, interruptions, messaging,
    oidc_provider, payments, publications, search, staff,
};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

/// All jobs; the work of each returns the number of items processed.
const JOBS: &[Job<Portal>] = &[
    job("purge-sessions", HOUR, |portal| Box::pin(sessions::purge(portal))),
    job("purge-parked-forms", HOUR, |portal| Box::pin(parked_forms::purge(portal))),
    job("purge-accounts-never-activated", HOUR, |portal| {
        Box::pin(registration::purge_never_activated(portal))
    }),
    job("purge-mails", Duration::from_secs(6 * 3600), |portal| Box::pin(mail::purge(portal))),
    job("purge-text-messages", Duration::from_secs(6 * 3600), |portal| Box::pin(sms::purge(portal))),
    job("purge-throttle-attempts", HOUR, |portal| Box::pin(throttle::purge(portal))),
    job("purge-account-history", DAY, |portal| Box::pin(history::purge(portal))),
    job("purge-staff-acts", DAY, |portal| Box::pin(staff::purge_acts(portal))),
    job("purge-staff-invitations", DAY, |portal| Box::pin(staff::purge_invitations(portal))),
    job("purge-staff-failed-sign-ins", DAY, |portal| Box::pin(staff::purge_failed_sign_ins(portal))),
    job("purge-account-links", HOUR, |portal| Box::pin(links::purge(portal))),
    job("purge-profile-requests", HOUR, |portal| Box::pin(profile::purge(portal))),
    job("purge-authorization-requests", HOUR, |portal| Box::pin(identity_providers::purge(portal))),
    job("purge-support-cases", DAY, |portal| Box::pin(cases::purge(portal))),
    job("purge-opinions", DAY, |portal| Box::pin(opinions::purge(portal))),
    job("purge-self-checks", DAY, |portal| Box::pin(self_check::purge(portal))),
    job("close-shared-views", MINUTE, |portal| Box::pin(sharing::close_due(portal))),
    job("purge-shared-views", DAY, |portal| Box::pin(sharing::purge(portal))),
    job("remind-of-phone-calls", MINUTE, |portal| Box::pin(phone_calls::remind(portal))),
    job("remind-of-appointments", MINUTE, |portal| Box::pin(customs::appointments::remind(portal))),
    job("remind-of-documents", HOUR, |portal| Box::pin(documents::remind(portal))),
    job("purge-documents", DAY, |portal| Box::pin(documents::purge(portal))),
    job("warn-of-answer-delays", MINUTE, |portal| Box::pin(messaging::warn_of_delays(portal))),
    job("mail-agent-digests", MINUTE, |portal| Box::pin(messaging::mail_digests(portal))),
    job("deliver-letters", information::PERIOD, |portal| Box::pin(information::deliver(portal))),
    job("purge-letter-deliveries", DAY, |portal| Box::pin(information::purge(portal))),
    job("purge-letter-subscriptions", HOUR, |portal| Box::pin(information::purge_subscriptions(portal))),
    job("fetch-exchange-rates", exchange_rates::PERIOD, |portal| Box::pin(exchange_rates::fetch(portal))),
    job("fetch-customs-news", customs_news::PERIOD, |portal| Box::pin(customs_news::fetch(portal))),
    job("purge-appointments", DAY, |portal| Box::pin(appointments::purge(portal))),
    job("scan-attachments", Duration::from_secs(30), |portal| Box::pin(messaging::scan_pending(portal))),
    job("purge-archives", HOUR, |portal| Box::pin(archives::purge(portal))),
    job("purge-retired-logins", DAY, |portal| Box::pin(retired_logins::purge(portal))),
    job("purge-archived-questions", DAY, |portal| Box::pin(messaging::purge_archives(portal))),
    job("purge-unread-questions", DAY, |portal| Box::pin(messaging::purge_unread(portal))),
    job("purge-agent-notices", DAY, |portal| Box::pin(messaging::agent_notices::purge(portal))),
    job("purge-drafts", DAY, |portal| Box::pin(messaging::purge_drafts(portal))),
    job("purge-uploads", HOUR, |portal| Box::pin(messaging::purge_uploads(portal))),
    job("purge-companies", DAY, |portal| Box::pin(companies::purge(portal))),
    job("reconcile-rights", Duration::from_secs(30), |portal| Box::pin(companies::reconcile(portal))),
    job("purge-right-changes", DAY, |portal| Box::pin(companies::purge_changes(portal))),
    job("purge-rights-events", DAY, |portal| Box::pin(companies::purge_events(portal))),
    job("renew-signing-keys", HOUR, |portal| Box::pin(oidc_provider::renew_keys(portal))),
    job("purge-authorization-codes", HOUR, |portal| Box::pin(oidc_provider::purge_codes(portal))),
    job("purge-rp-sessions", HOUR, |portal| Box::pin(oidc_provider::purge_rp_sessions(portal))),
    job("close-company-admin-roles", MINUTE, |portal| Box::pin(company_admins::close_due(portal))),
    job("check-card-payments", MINUTE, |portal| Box::pin(payments::check_running(portal))),
    job("purge-payment-notices", HOUR, |portal| Box::pin(payments::purge_notices(portal))),
    job("purge-card-payments", DAY, |portal| Box::pin(payments::purge(portal))),
    job("purge-figures", DAY, |portal| Box::pin(figures::purge(portal))),
    job("probe-silent-co-owners", MINUTE, |portal| Box::pin(interruptions::probe(portal))),
    job("purge-interruptions", DAY, |portal| Box::pin(interruptions::purge(portal))),
    job("sign-log-checkpoint", MINUTE, |portal| Box::pin(transparency::sign_checkpoint(portal))),
    job("timestamp-log-checkpoint", Duration::from_secs(300), |portal| {
        Box::pin(transparency::timestamp_checkpoint(portal))
    }),
    job("audit-log", DAY, |portal| Box::pin(transparency::audit(portal))),
    job("index-frequent-questions", MINUTE, |portal| Box::pin(faq::refresh_index(portal))),
    job("index-publications", MINUTE, |portal| Box::pin(publications::refresh_index(portal))),
    job("purge-frequent-question-votes", DAY, |portal| Box::pin(faq::purge_votes(portal))),
    job("purge-search-misses", DAY, |portal| Box::pin(search::purge_misses(portal))),
    job("sweep-orphan-files", DAY, |portal| Box::pin(orphans::sweep(portal))),
];

const fn job(name: &'static str, period: Duration, run: JobRun<Portal>) -> Job<Portal> {
    Job { name, period, run }
}

pub(super) fn scheduler(portal: &Portal) -> Scheduler<Portal> {
    Scheduler::new(portal, portal.clone(), JOBS)
}

/// Runs the jobs that are due and that no other instance runs, and waits for them.
pub async fn run_due(portal: &Portal) {
    scheduler(portal).run_due().await;
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_unique() {
        let names: BTreeSet<_> = JOBS.iter().map(|job| job.name).collect();
        assert_eq!(names.len(), JOBS.len());
    }
}
