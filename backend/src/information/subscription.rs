//! Subscriptions of visitors, confirmed by mail, and their end. Opening a link changes nothing: mail scanners follow links.

use domain::{
    form::{Answers, checked},
    mailing_list, path,
};
use platform::{
    Error,
    db::{Duration, Moment, Tx},
    execute, execute_tx,
    mail::{self, Lifetime},
    on, on_tx,
    secret::Token,
    throttle,
};

use super::mails::SubscriptionLetter;
use crate::{
    Portal,
    accounts::{account, links, sessions::Client},
    id::{AccountId, SubscriberId},
};

/// Time to confirm a subscription.
const CONFIRMATION: Duration = Duration::from_secs(48 * 3600);

/// Requests of one network, and for one address, per day.
const PER_NETWORK: i64 = 20;
const PER_ADDRESS: i64 = 3;
const DAY: Duration = Duration::from_secs(24 * 3600);

/// Mails a link that confirms the subscription of an address. The answer does not tell whether the address is subscribed
/// already; the mail does.
///
/// # Errors
/// [`Error::Invalid`]: problems of the form; `TooManyAttempts`.
pub async fn subscribe(portal: &Portal, client: &Client, answers: &Answers) -> Result<(), Error> {
    let answers = checked(&mailing_list::subscription(), answers, &())?;
    let email = answers.text("email");
    let network = format!("abonnement:{}", throttle::network(client.address));
    throttle::allow(portal, &network, PER_NETWORK, DAY).await?;
    throttle::allow(portal, &format!("abonnement-adresse:{email}"), PER_ADDRESS, DAY).await?;
    let (now, token) = (portal.clock.now(), Token::generate());
    let mut tx = portal.db.begin().await?;
    let is_subscribed = !request(&mut tx, now, email, &token).await?;
    let link = match is_subscribed {
        true => portal.link(path::LETTERS),
        false => portal.link(&path::subscription_link(token.expose())),
    };
    let lifetime = Lifetime::LatestUntil { end: now + CONFIRMATION, topic: format!("abonnement:{email}") };
    let letter = SubscriptionLetter { address: email.to_owned(), is_subscribed, link };
    mail::enqueue(&mut tx, now, email, &letter, lifetime).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(())
}

/// Stores a request. Returns `false` if the address is subscribed already.
async fn request(tx: &mut Tx, now: Moment, email: &str, token: &Token) -> Result<bool, Error> {
    let has_account: bool = on_tx!(tx, |c| {
        sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM account WHERE email = $1 AND newsletter AND activated_at IS NOT NULL)",
        )
        .bind(email)
        .fetch_one(c)
        .await
    })?;
    if has_account {
        return Ok(false);
    }
    let stored = execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO letter_subscription (id, email, confirmation_hash, requested_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (email) DO UPDATE
             SET confirmation_hash = excluded.confirmation_hash, requested_at = excluded.requested_at
             WHERE letter_subscription.confirmed_at IS NULL",
        )
        .bind(SubscriberId::generate())
        .bind(email)
        .bind(Token::hash(token.expose()))
        .bind(now)
    )?;
    Ok(stored == 1)
}

/// Returns `true` if the link confirms a subscription, without using it.
///
/// # Errors
/// [`Error::Busy`].
pub async fn awaits_confirmation(portal: &Portal, token: &str) -> Result<bool, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM letter_subscription WHERE confirmation_hash = $1 AND requested_at > $2)",
        )
        .bind(links::hash(token))
        .bind(portal.clock.now() - CONFIRMATION)
        .fetch_one(c)
        .await
    })?)
}

/// Confirms a subscription. Returns `false` if the link was used, or has ended.
///
/// # Errors
/// [`Error::Busy`].
pub async fn confirm(portal: &Portal, token: &str) -> Result<bool, Error> {
    let now = portal.clock.now();
    let confirmed = execute!(
        portal.db,
        sqlx::query(
            "UPDATE letter_subscription SET confirmed_at = $1, confirmation_hash = NULL
             WHERE confirmation_hash = $2 AND requested_at > $3",
        )
        .bind(now)
        .bind(links::hash(token))
        .bind(now - CONFIRMATION)
    )?;
    Ok(confirmed == 1)
}

/// Returns `true` if a letter was sent with this link to end the subscription, without using it.
///
/// # Errors
/// [`Error::Busy`].
pub async fn is_unsubscription_link(portal: &Portal, token: &str) -> Result<bool, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM letter_delivery WHERE unsubscription_hash = $1)")
            .bind(links::hash(token))
            .fetch_one(c)
            .await
    })?)
}

/// Ends the subscription of the subscriber to whom a letter was sent with this link. Sent twice, changes nothing more.
///
/// # Errors
/// [`Error::NotFound`] if no letter has this link.
pub async fn unsubscribe(portal: &Portal, token: &str) -> Result<(), Error> {
    let mut tx = portal.db.begin().await?;
    let found: Option<(SubscriberId, Option<AccountId>)> = on_tx!(tx, |c| {
        sqlx::query_as("SELECT subscriber, account_id FROM letter_delivery WHERE unsubscription_hash = $1")
            .bind(links::hash(token))
            .fetch_optional(c)
            .await
    })?;
    let (subscriber, account) = found.ok_or(Error::NotFound)?;
    end(&mut tx, subscriber, account).await?;
    tx.commit().await?;
    Ok(())
}

/// Ends a subscription. `account`: that of the subscriber; `None` for a visitor.
pub(super) async fn end(
    tx: &mut Tx,
    subscriber: SubscriberId,
    account: Option<AccountId>,
) -> Result<(), Error> {
    match account {
        Some(account) => account::end_newsletter(tx, account).await,
        None => {
            execute_tx!(tx, sqlx::query("DELETE FROM letter_subscription WHERE id = $1").bind(subscriber))?;
            Ok(())
        }
    }
}

/// Deletes the subscriptions that were not confirmed in time. Returns their number.
///
/// # Errors
/// [`Error::Busy`].
pub async fn purge(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - CONFIRMATION;
    Ok(execute!(
        portal.db,
        sqlx::query("DELETE FROM letter_subscription WHERE confirmed_at IS NULL AND requested_at <= $1")
            .bind(limit)
    )?)
}
