//! Sending of letters: a periodic job queues a limited number of mails, and follows their delivery.

use platform::{
    Error,
    db::{Duration, Tx},
    execute, execute_tx,
    id::MailId,
    mail::{self, Lifetime},
    on,
    outbox::DeadReason,
    secret::Token,
};

use super::{
    edit,
    letter::{Letter, letter_columns, subscribers},
    mails, subscription,
};
use crate::{
    Portal,
    id::{AccountId, LetterId, SubscriberId},
};

/// Time between two runs.
pub const PERIOD: Duration = Duration::from_secs(10);
const RUNS_PER_MINUTE: u16 = 6;

/// Results recorded in one run.
const RESULTS: i64 = 1_000;

/// Time after which the deliveries of a letter are deleted, as opinions about the site are. Their links end then.
const RETENTION: Duration = Duration::from_secs(396 * 24 * 3600);

/// Lists the subscribers of a letter.
pub(super) async fn add_subscribers(tx: &mut Tx, id: LetterId) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query(concat!(
            "INSERT INTO letter_delivery (letter, subscriber, account_id)
             SELECT l.id, x.subscriber, x.account_id FROM letter l CROSS JOIN (",
            subscribers!(),
            ") x WHERE l.id = $1"
        ))
        .bind(id)
    )?;
    Ok(())
}

/// Removes the subscribers of a letter whose mail is not queued.
pub(super) async fn drop_waiting(tx: &mut Tx, letter: LetterId) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query("DELETE FROM letter_delivery WHERE letter = $1 AND mail IS NULL").bind(letter)
    )?;
    Ok(())
}

/// Queues the next mails of the letters being sent, the oldest letter first, and records the results of earlier ones. To be
/// run every [`PERIOD`]. Returns the number of mails queued.
///
/// # Errors
/// [`Error::Busy`].
pub async fn deliver(portal: &Portal) -> Result<u64, Error> {
    record_results(portal).await?;
    let limit = i64::from(portal.config.mailing_list.mails_per_minute.div_ceil(RUNS_PER_MINUTE));
    let mut left = limit;
    for letter in letters_to_send(portal).await? {
        left -= queue(portal, &letter, left).await?;
        edit::finish(portal, letter.id).await?;
    }
    if left < limit {
        portal.wake_workers();
    }
    Ok((limit - left).unsigned_abs())
}

async fn letters_to_send(portal: &Portal) -> Result<Vec<Letter>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(concat!(
            "SELECT ",
            letter_columns!(),
            " FROM letter WHERE state = 'envoi' ORDER BY begun_at, id"
        ))
        .fetch_all(c)
        .await
    })?)
}

/// A subscriber whose mail is not queued, and the address; `None` if the subscription has ended meanwhile.
type Waiting = (SubscriberId, Option<String>);

/// Queues at most `limit` mails of a letter; returns their number.
async fn queue(portal: &Portal, letter: &Letter, limit: i64) -> Result<i64, Error> {
    let waiting: Vec<Waiting> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT d.subscriber, COALESCE(a.email, s.email)
             FROM letter_delivery d
             LEFT JOIN account a ON a.id = d.account_id AND a.newsletter
             LEFT JOIN letter_subscription s ON s.id = d.subscriber
             WHERE d.letter = $1 AND d.mail IS NULL ORDER BY d.subscriber LIMIT $2",
        )
        .bind(letter.id)
        .bind(limit)
        .fetch_all(c)
        .await
    })?;
    let mut queued = 0;
    for (subscriber, address) in waiting {
        let mut tx = portal.db.begin().await?;
        match address {
            Some(address) => {
                queued += i64::from(queue_one(portal, &mut tx, letter, subscriber, &address).await?);
            }
            None => drop_one(&mut tx, letter.id, subscriber).await?,
        }
        tx.commit().await?;
    }
    Ok(queued)
}

/// Queues the mail of a subscriber. Returns `false` if another process has done it, or the sending was stopped.
async fn queue_one(
    portal: &Portal,
    tx: &mut Tx,
    letter: &Letter,
    subscriber: SubscriberId,
    address: &str,
) -> Result<bool, Error> {
    let (mail, token) = (MailId::generate(), Token::generate());
    let taken = execute_tx!(
        tx,
        sqlx::query(
            "UPDATE letter_delivery SET mail = $1, unsubscription_hash = $2
             WHERE letter = $3 AND subscriber = $4 AND mail IS NULL",
        )
        .bind(mail)
        .bind(Token::hash(token.expose()))
        .bind(letter.id)
        .bind(subscriber)
    )?;
    if taken == 1 {
        let content = mails::for_subscriber(portal, letter, &token);
        mail::enqueue_as(tx, mail, portal.clock.now(), address, &content, Lifetime::Unlimited).await?;
    }
    Ok(taken == 1)
}

/// Removes a subscriber whose subscription has ended since the letter was sent.
async fn drop_one(tx: &mut Tx, letter: LetterId, subscriber: SubscriberId) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query("DELETE FROM letter_delivery WHERE letter = $1 AND subscriber = $2 AND mail IS NULL")
            .bind(letter)
            .bind(subscriber)
    )?;
    Ok(())
}

/// Mail whose result is known: letter, subscriber, account, code of its [`DeadReason`] or `None` if it was sent.
type Known = (LetterId, SubscriberId, Option<AccountId>, Option<String>);

/// Records the results of the mails. Ends the subscription of an address that its server refuses for good.
async fn record_results(portal: &Portal) -> Result<(), Error> {
    let known: Vec<Known> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT d.letter, d.subscriber, d.account_id, o.dead_reason
             FROM letter_delivery d JOIN outbox o ON o.id = d.mail
             WHERE d.mail IS NOT NULL AND d.outcome IS NULL AND (o.sent_at IS NOT NULL OR o.dead_at IS NOT NULL)
             LIMIT $1",
        )
        .bind(RESULTS)
        .fetch_all(c)
        .await
    })?;
    for (letter, subscriber, account, dead_reason) in known {
        let is_refused = dead_reason.as_deref() == Some(DeadReason::Refused.code());
        let outcome = match dead_reason {
            None => "remis",
            Some(_) if is_refused => "refuse",
            Some(_) => "echec",
        };
        let mut tx = portal.db.begin().await?;
        execute_tx!(
            tx,
            sqlx::query("UPDATE letter_delivery SET outcome = $1 WHERE letter = $2 AND subscriber = $3")
                .bind(outcome)
                .bind(letter)
                .bind(subscriber)
        )?;
        if is_refused {
            subscription::end(&mut tx, subscriber, account).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

/// Deletes the deliveries of the letters sent more than 13 months ago. Returns their number.
///
/// # Errors
/// [`Error::Busy`].
pub async fn purge(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - RETENTION;
    Ok(execute!(
        portal.db,
        sqlx::query(
            "DELETE FROM letter_delivery WHERE letter IN (SELECT id FROM letter WHERE begun_at < $1)"
        )
        .bind(limit)
    )?)
}
