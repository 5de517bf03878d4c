use std::time::Duration;

use anyhow::Context;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, MultiPart, header},
};

use crate::{config::MailConfig, db::Moment};

/// Pooled connections to the mail server.
const CONNECTIONS: u32 = 4;

/// SMTP client. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    timeout: Duration,
    max_attempts: i32,
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

    /// Builds the message of a queued mail.
    ///
    /// # Errors
    /// If the recipient is unusable: a retry would not help.
    pub(super) fn message(&self, mail: &QueuedMail) -> anyhow::Result<Message> {
        let message = Message::builder()
            .from(self.from.clone())
            .to(mail.recipient.parse().context("recipient")?)
            .message_id(Some(mail.message_id.clone()))
            .date(mail.created_at.timestamp().into())
            // Automatic mail: out-of-office programs do not answer it (RFC 3834).
            .header(AutoSubmitted)
            .subject(&mail.subject)
            .multipart(MultiPart::alternative_plain_html(mail.text_body.clone(), mail.html_body.clone()))?;
        Ok(message)
    }

    pub(super) async fn send(&self, message: Message) -> anyhow::Result<()> {
        // lettre's timeout is per exchange; this one bounds the whole delivery.
        tokio::time::timeout(self.timeout * 3, self.transport.send(message)).await.context("timeout")??;
        Ok(())
    }

    /// Timeout of one exchange with the server. A delivery may take three.
    pub(super) fn timeout(&self) -> Duration {
        self.timeout
    }

    /// Failed attempts after which a mail becomes a dead letter.
    pub(super) fn max_attempts(&self) -> i32 {
        self.max_attempts
    }
}

/// Pending row of the outbox.
#[derive(sqlx::FromRow)]
pub struct QueuedMail {
    pub(super) kind: String,
    recipient: String,
    message_id: String,
    subject: String,
    text_body: String,
    html_body: String,
    created_at: Moment,
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
