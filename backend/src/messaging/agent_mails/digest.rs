use domain::{agent_mails::DIGEST_HOURS, path, rights::StaffRole};
use jiff::{civil::Date, tz::TimeZone};
use sqlx::FromRow;

use platform::{
    Error,
    db::{Duration, Moment, Tx},
    execute, execute_tx,
    mail::{self, Lifetime},
    on,
};

use super::letters::DigestLetter;
use crate::{
    Portal,
    directory::answer_delays,
    id::StaffId,
    messaging::conversations::{self, work_calendar},
};

/// Period of the first digest of an agent.
const FIRST_PERIOD: Duration = Duration::from_secs(24 * 3600);
/// Time after which the record of a digest is deleted.
const RETENTION: Duration = Duration::from_secs(31 * 24 * 3600);

/// An agent who chose a digest, with one of their services.
#[derive(FromRow)]
struct Subscriber {
    member: StaffId,
    name: String,
    mail: String,
    service: String,
    service_name: String,
    digest_hour: i32,
    last_at: Option<Moment>,
}

/// Mails the digests that are due: on working days of the service, from the chosen hour of its clocks on, once a day, never in the
/// evening or at night. Returns the number of mails.
pub async fn mail_digests(portal: &Portal) -> Result<u64, Error> {
    let now = portal.clock.now();
    purge(portal, now).await?;
    let mut mails = 0;
    for subscriber in subscribers(portal).await? {
        let mut tx = portal.db.begin().await?;
        mails += u64::from(mail_digest(&mut tx, portal, &subscriber, now).await?);
        tx.commit().await?;
    }
    portal.wake_workers();
    Ok(mails)
}

async fn subscribers(portal: &Portal) -> Result<Vec<Subscriber>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT m.id AS member, m.name, m.mail, x.service, s.name AS service_name, d.digest_hour,
                    (SELECT MAX(g.mailed_at) FROM agent_digest g WHERE g.member = m.id AND g.service = x.service)
                        AS last_at
             FROM agent_mail_choice d
             JOIN staff m ON m.id = d.member AND m.enabled
             JOIN staff_role r ON r.member = m.id AND r.role = $1
             JOIN staff_service x ON x.member = m.id
             JOIN service s ON s.code = x.service
             WHERE d.digest_hour IS NOT NULL ORDER BY m.id, x.service",
        )
        .bind(StaffRole::Agent.code())
        .fetch_all(c)
        .await
    })?)
}

/// Returns `false` if there is nothing to mail now.
async fn mail_digest(
    tx: &mut Tx,
    portal: &Portal,
    subscriber: &Subscriber,
    now: Moment,
) -> Result<bool, Error> {
    let Some(day) = due_day(tx, subscriber, now).await? else { return Ok(false) };
    if !record(tx, subscriber, day, now).await? {
        return Ok(false);
    }
    let since = subscriber.last_at.unwrap_or(now - FIRST_PERIOD);
    let received = conversations::count_received(tx, &subscriber.service, since, now).await?;
    if received == 0 {
        return Ok(false);
    }
    let letter = DigestLetter {
        name: subscriber.name.clone(),
        service: subscriber.service_name.clone(),
        received,
        unassigned: conversations::count_unassigned(tx, &subscriber.service).await?,
        link: portal.link(path::AGENT_INBOX),
    };
    mail::enqueue(tx, now, &subscriber.mail, &letter, Lifetime::Unlimited).await?;
    Ok(true)
}

/// Returns the day of the service, if its digest may be mailed at this hour.
async fn due_day(tx: &mut Tx, subscriber: &Subscriber, now: Moment) -> Result<Option<Date>, Error> {
    let hours = answer_delays::settings_tx(tx, &subscriber.service).await?.hours;
    let zone: TimeZone = work_calendar(&hours)?.zone;
    let local = zone.to_datetime(now.timestamp());
    let latest = DIGEST_HOURS.end + 1;
    let is_due = i32::from(local.hour()) >= subscriber.digest_hour && local.hour() < latest;
    Ok((is_due && hours.is_working_day(local.date())).then(|| local.date()))
}

/// Records the digest of a day. Returns `false` if it was recorded before.
async fn record(tx: &mut Tx, subscriber: &Subscriber, day: Date, now: Moment) -> Result<bool, Error> {
    let inserted = execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO agent_digest (member, service, day, mailed_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT DO NOTHING",
        )
        .bind(subscriber.member)
        .bind(&subscriber.service)
        .bind(day.to_string())
        .bind(now)
    )?;
    Ok(inserted == 1)
}

async fn purge(portal: &Portal, now: Moment) -> Result<(), Error> {
    let limit = now - RETENTION;
    execute!(portal.db, sqlx::query("DELETE FROM agent_digest WHERE mailed_at < $1").bind(limit))?;
    Ok(())
}
