use std::time::Duration;

use anyhow::Context;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, MultiPart, header},
};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use crate::{
    Error, Portal, change,
    config::MailConfig,
    db::{Moment, dialect},
    on_tx, queue,
};

/// Connections kept to the mail server.
const CONNECTIONS: u32 = 4;

/// The way to the mail server. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    timeout: Duration,
    max_attempts: i32,
}

#[derive(sqlx::FromRow)]
struct Due {
    id: Uuid,
    kind: String,
    recipient: String,
    message_id: String,
    subject: String,
    text_body: String,
    html_body: String,
    created_at: Moment,
    attempts: i32,
}

impl Mailer {
    pub fn open(config: &MailConfig) -> anyhow::Result<Mailer> {
        let timeout = Duration::from_secs(config.timeout_seconds);
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(config.smtp_url.expose())
            .context("mail.smtp_url")?
            .timeout(Some(timeout))
            .pool_config(lettre::transport::smtp::PoolConfig::new().max_size(CONNECTIONS))
            .build();
        let from = config.from.parse().context("mail.from")?;
        Ok(Mailer { transport, from, timeout, max_attempts: config.attempts })
    }

    async fn send(&self, mail: &Due) -> anyhow::Result<()> {
        let message = Message::builder()
            .from(self.from.clone())
            .to(mail.recipient.parse().context("recipient")?)
            .message_id(Some(mail.message_id.clone()))
            .date(mail.created_at.timestamp().into())
            // Automatic mail: out-of-office programs do not answer it (RFC 3834).
            .header(AutoSubmitted)
            .subject(&mail.subject)
            .multipart(MultiPart::alternative_plain_html(mail.text_body.clone(), mail.html_body.clone()))?;
        // lettre's time-out is per exchange; this one bounds the whole delivery.
        tokio::time::timeout(self.timeout * 3, self.transport.send(message)).await.context("time-out")??;
        Ok(())
    }

    /// A delivery may take three time-outs; the lease outlasts a whole batch of them.
    fn lease(&self) -> Duration {
        self.timeout * 4
    }
}

/// Takes a batch of due mails and delivers them; gives back how many were tried. The worker calls it; so may a test.
pub async fn deliver_due(portal: &Portal) -> Result<usize, Error> {
    let batch = lease(portal).await?;
    let tried = batch.len();
    futures::future::join_all(batch.into_iter().map(|mail| deliver(portal, mail))).await;
    Ok(tried)
}

async fn lease(portal: &Portal) -> Result<Vec<Due>, Error> {
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let select = format!(
        "SELECT id, kind, recipient, message_id, subject, text_body, html_body, created_at, attempts FROM outbox
         WHERE due_at <= $1 AND sent_at IS NULL AND dead_at IS NULL ORDER BY due_at LIMIT $2{}",
        dialect::skip_locked(&tx)
    );
    let batch: Vec<Due> = on_tx!(tx, |c| {
        sqlx::query_as(AssertSqlSafe(select)).bind(now).bind(queue::BATCH).fetch_all(c).await
    })?;
    for mail in &batch {
        queue::hold(&mut tx, "outbox", mail.id, now + portal.mailer.lease()).await?;
    }
    tx.commit().await?;
    Ok(batch)
}

async fn deliver(portal: &Portal, mail: Due) {
    let outcome = portal.mailer.send(&mail).await;
    let noted = match &outcome {
        Ok(()) => sent(portal, &mail).await,
        Err(error) => failed(portal, &mail, error).await,
    };
    if let Err(error) = noted {
        // The lease ends by itself: the mail is tried again.
        tracing::warn!(mail = %mail.id, %error, "the outcome of a delivery could not be written down");
    }
}

async fn sent(portal: &Portal, mail: &Due) -> Result<(), Error> {
    tracing::info!(mail = %mail.id, kind = mail.kind, attempts = mail.attempts + 1, "mail delivered");
    let now = portal.clock.now();
    change!(portal.db, |c| {
        sqlx::query(
            "UPDATE outbox SET sent_at = $1, text_body = '', html_body = '', last_error = NULL
             WHERE id = $2 AND sent_at IS NULL",
        )
        .bind(now)
        .bind(mail.id)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

async fn failed(portal: &Portal, mail: &Due, error: &anyhow::Error) -> Result<(), Error> {
    let attempts = mail.attempts + 1;
    let now = portal.clock.now();
    let dead = attempts >= portal.mailer.max_attempts;
    tracing::warn!(mail = %mail.id, kind = mail.kind, attempts, dead, error = %format!("{error:#}"), "mail not delivered");
    change!(portal.db, |c| {
        sqlx::query(
            "UPDATE outbox SET due_at = $1, last_error = $2, dead_at = $3 WHERE id = $4 AND sent_at IS NULL",
        )
        .bind(now + queue::delay(attempts))
        .bind(format!("{error:#}"))
        .bind(dead.then_some(now))
        .bind(mail.id)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

#[derive(Clone)]
struct AutoSubmitted;

impl header::Header for AutoSubmitted {
    fn name() -> header::HeaderName {
        header::HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(AutoSubmitted)
    }

    fn display(&self) -> header::HeaderValue {
        header::HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}
