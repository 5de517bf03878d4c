//! What happens without a visitor: mails leave, live signals are heard, old rows and orphan files go.
//!
//! Every instance runs the same loops; a mail or a job is taken by one of them (lease in its row).

use std::time::Duration;

use futures::{StreamExt, future::BoxFuture};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{Error, Portal, change, db::Moment, files::FileKey, mail, on, session, sms, throttle};

/// The outbox is looked at this often even when nobody wakes the worker (another instance wrote, a delay is over).
const MAIL_EVERY: Duration = Duration::from_secs(2);

/// How often demands for a copy of personal data are looked at when nobody wakes the worker.
const EXPORTS_EVERY: Duration = Duration::from_secs(10);

/// How often the table of periodic jobs is looked at.
const JOBS_EVERY: Duration = Duration::from_secs(10);

/// Age at which a file that no row names is an orphan: well over the longest upload.
const ORPHAN_AGE: Duration = Duration::from_secs(24 * 3600);

pub(crate) fn spawn(portal: &Portal, shutdown: CancellationToken) -> TaskTracker {
    let tracker = TaskTracker::new();
    tracker.spawn(deliver_mails(portal.clone(), shutdown.clone()));
    if portal.sms.is_some() {
        tracker.spawn(deliver_messages(portal.clone(), shutdown.clone()));
    }
    tracker.spawn(build_exports(portal.clone(), shutdown.clone()));
    if !portal.config.teleservices.is_empty() {
        tracker.spawn(tell_teleservices(portal.clone(), shutdown.clone()));
    }
    tracker.spawn(crate::live::follow(portal.clone(), shutdown.clone()));
    tracker.spawn(run_periodic(portal.clone(), shutdown));
    tracker.close();
    tracker
}

async fn deliver_mails(portal: Portal, shutdown: CancellationToken) {
    while !shutdown.is_cancelled() {
        if let Err(error) = crate::profile::answer_demands(&portal).await {
            tracing::warn!(%error, "forgotten passwords could not be answered");
        }
        if let Err(error) = crate::age::seek(&portal).await {
            tracing::warn!(%error, "offered roles could not be brought to anybody");
        }
        match mail::deliver_due(&portal).await {
            // A full batch: there may be more.
            Ok(tried) if tried > 0 => continue,
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "the outbox could not be read"),
        }
        tokio::select! {
            () = shutdown.cancelled() => {}
            () = portal.wake.notified() => {}
            () = tokio::time::sleep(MAIL_EVERY) => {}
        }
    }
}

async fn deliver_messages(portal: Portal, shutdown: CancellationToken) {
    while !shutdown.is_cancelled() {
        match sms::deliver_due(&portal).await {
            Ok(tried) if tried > 0 => continue,
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "the outbox of text messages could not be read"),
        }
        tokio::select! {
            () = shutdown.cancelled() => {}
            () = portal.wake_sms.notified() => {}
            () = tokio::time::sleep(MAIL_EVERY) => {}
        }
    }
}

async fn tell_teleservices(portal: Portal, shutdown: CancellationToken) {
    while !shutdown.is_cancelled() {
        match crate::single_sign_on::tell_ended(&portal).await {
            Ok(tried) if tried > 0 => continue,
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "ended sessions could not be looked for"),
        }
        tokio::select! {
            () = shutdown.cancelled() => {}
            () = portal.wake_logouts.notified() => {}
            () = tokio::time::sleep(MAIL_EVERY) => {}
        }
    }
}

/// A copy may take minutes: it waits for nobody and keeps nobody waiting. Cut off by a stop, it is begun again once its
/// lease is over.
async fn build_exports(portal: Portal, shutdown: CancellationToken) {
    while !shutdown.is_cancelled() {
        tokio::select! {
            () = shutdown.cancelled() => return,
            built = crate::personal_data::build_due(&portal) => {
                if let Err(error) = built {
                    tracing::warn!(%error, "copies of personal data could not be built");
                }
            }
        }
        tokio::select! {
            () = shutdown.cancelled() => {}
            () = portal.wake_exports.notified() => {}
            () = tokio::time::sleep(EXPORTS_EVERY) => {}
        }
    }
}

async fn run_periodic(portal: Portal, shutdown: CancellationToken) {
    while !shutdown.is_cancelled() {
        run_due(&portal).await;
        tokio::select! {
            () = shutdown.cancelled() => {}
            () = tokio::time::sleep(JOBS_EVERY) => {}
        }
    }
}

type Job = for<'a> fn(&'a Portal) -> BoxFuture<'a, Result<u64, Error>>;

/// Name, period, work (which says how many things it did).
const JOBS: [(&str, Duration, Job); 25] = [
    ("sessions", Duration::from_secs(3600), |portal| Box::pin(session::purge(portal))),
    ("saisies-interrompues", Duration::from_secs(3600), |portal| Box::pin(crate::unfinished::purge(portal))),
    ("comptes-jamais-actives", Duration::from_secs(3600), |portal| {
        Box::pin(crate::registration::purge_never_activated(portal))
    }),
    ("courriels", Duration::from_secs(6 * 3600), |portal| Box::pin(mail::purge(portal))),
    ("sms", Duration::from_secs(6 * 3600), |portal| Box::pin(sms::purge(portal))),
    ("tentatives", Duration::from_secs(3600), |portal| Box::pin(throttle::purge(portal))),
    ("historique", Duration::from_secs(24 * 3600), |portal| Box::pin(crate::history::purge(portal))),
    ("liens", Duration::from_secs(3600), |portal| Box::pin(crate::profile::purge(portal))),
    ("fournisseurs-identite", Duration::from_secs(3600), |portal| Box::pin(crate::identity::purge(portal))),
    ("auto-controles", Duration::from_secs(24 * 3600), |portal| Box::pin(crate::diagnostics::purge(portal))),
    ("analyse-des-pieces", Duration::from_secs(30), |portal| {
        Box::pin(crate::messaging::scan_pending(portal))
    }),
    ("copies-de-donnees", Duration::from_secs(3600), |portal| {
        Box::pin(crate::personal_data::purge_exports(portal))
    }),
    ("identifiants-retires", Duration::from_secs(24 * 3600), |portal| {
        Box::pin(crate::personal_data::purge_retired(portal))
    }),
    ("archives", Duration::from_secs(24 * 3600), |portal| Box::pin(crate::messaging::purge_archives(portal))),
    ("brouillons", Duration::from_secs(24 * 3600), |portal| Box::pin(crate::messaging::purge_drafts(portal))),
    ("entreprises", Duration::from_secs(24 * 3600), |portal| Box::pin(crate::companies::purge(portal))),
    ("reconciliation-des-droits", Duration::from_secs(30), |portal| {
        Box::pin(crate::companies::reconcile(portal))
    }),
    ("historique-des-droits", Duration::from_secs(24 * 3600), |portal| {
        Box::pin(crate::companies::purge_changes(portal))
    }),
    ("evenements-de-droits", Duration::from_secs(24 * 3600), |portal| {
        Box::pin(crate::companies::purge_events(portal))
    }),
    ("cles-de-signature", Duration::from_secs(3600), |portal| {
        Box::pin(crate::single_sign_on::renew_keys(portal))
    }),
    ("codes-des-teleservices", Duration::from_secs(3600), |portal| {
        Box::pin(crate::single_sign_on::purge_codes(portal))
    }),
    ("visites-des-teleservices", Duration::from_secs(3600), |portal| {
        Box::pin(crate::single_sign_on::purge_visits(portal))
    }),
    ("administrateurs", Duration::from_secs(60), |portal| Box::pin(crate::age::close_due(portal))),
    ("tableau-de-bord", Duration::from_secs(24 * 3600), |portal| Box::pin(crate::dashboard::purge(portal))),
    ("fichiers-orphelins", Duration::from_secs(24 * 3600), |portal| Box::pin(sweep_orphans(portal))),
];

/// Runs the jobs that are due and that no other instance took.
pub async fn run_due(portal: &Portal) {
    let resting = match resting(portal).await {
        Ok(resting) => resting,
        Err(error) => return tracing::warn!(%error, "the periodic jobs could not be looked at"),
    };
    for (name, period, job) in JOBS {
        if resting.iter().any(|other| other == name) {
            continue;
        }
        match take(portal, name, period).await {
            Ok(true) => {}
            Ok(false) => continue,
            Err(error) => {
                tracing::warn!(job = name, %error, "a periodic job could not be taken");
                continue;
            }
        }
        match job(portal).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(job = name, count, "periodic job done"),
            Err(error) => tracing::error!(job = name, %error, "periodic job failed"),
        }
    }
}

/// The jobs that are not due: nearly all, nearly always. Read in one go, they need no writing to be left alone.
async fn resting(portal: &Portal) -> Result<Vec<String>, Error> {
    let now = portal.clock.now();
    Ok(on!(portal.db, |c| {
        sqlx::query_scalar("SELECT name FROM periodic_job WHERE due_at > $1").bind(now).fetch_all(c).await
    })?)
}

/// One statement decides who runs the job: whoever moves its due date.
async fn take(portal: &Portal, name: &str, period: Duration) -> Result<bool, Error> {
    let now = portal.clock.now();
    Ok(change!(portal.db, |c| {
        sqlx::query(
            "INSERT INTO periodic_job (name, due_at) VALUES ($1, $2)
             ON CONFLICT (name) DO UPDATE SET due_at = excluded.due_at WHERE periodic_job.due_at <= $3",
        )
        .bind(name)
        .bind(now + period)
        .bind(now)
        .execute(c)
        .await
        .map(|done| done.rows_affected() == 1)
    })?)
}

/// Deletes files that no row names: uploads whose commit never came.
pub async fn sweep_orphans(portal: &Portal) -> Result<u64, Error> {
    let limit: Moment = portal.clock.now() - ORPHAN_AGE;
    let mut swept = portal.files.clear_unfinished(ORPHAN_AGE).await?;
    let mut listed = portal.files.list();
    while let Some(file) = listed.next().await {
        let file = file?;
        if file.modified < limit && !is_file_used(portal, &file.key).await? {
            portal.files.delete(&file.key).await?;
            swept += 1;
        }
    }
    Ok(swept)
}

async fn is_file_used(portal: &Portal, key: &FileKey) -> Result<bool, Error> {
    Ok(crate::messaging::is_file_used(portal, key).await?
        || crate::personal_data::is_file_used(portal, key).await?)
}
