use std::time::Duration;

use anyhow::Context;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Attachment, Mailbox, MultiPart, header},
    transport::smtp,
};
use url::Url;

use super::sender;
use crate::{config::MailConfig, db::Moment, id::MailId, outbox::Failure};

/// Pooled connections to the mail server.
const CONNECTIONS: u32 = 4;

/// Name of the file of an event.
const CALENDAR_FILE: &str = "rendez-vous.ics";

/// SMTP client. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    /// Domain of the sender.
    domain: String,
    timeout: Duration,
    max_attempts: i32,
}

impl Mailer {
    /// Reads the settings; sends nothing. `base_url`: public address of the portal.
    ///
    /// # Errors
    /// Unusable address of the server or of the sender, or unqualified `hello_name`.
    pub fn open(config: &MailConfig, base_url: &Url) -> anyhow::Result<Mailer> {
        let timeout = Duration::from_secs(config.timeout_seconds);
        let from: Mailbox = config.from.parse().context("mail.from")?;
        let domain = sender::domain(&from.email)?;
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(config.smtp_url.expose())
            .context("mail.smtp_url")?
            .hello_name(sender::hello_name(config, &domain, base_url)?)
            .timeout(Some(timeout))
            .pool_config(smtp::PoolConfig::new().max_size(CONNECTIONS))
            .build();
        Ok(Mailer { transport, from, domain, timeout, max_attempts: config.attempts })
    }

    /// Builds the message of a queued mail.
    ///
    /// # Errors
    /// If the recipient is unusable: a retry would not help.
    pub(super) fn message(&self, id: MailId, mail: &QueuedMail) -> anyhow::Result<Message> {
        let message = Message::builder()
            .from(self.from.clone())
            .to(mail.recipient.parse().context("recipient")?)
            // Stable across retries, so that receivers can deduplicate.
            .message_id(Some(format!("<{}@{}>", id.simple(), self.domain)))
            .date(mail.created_at.timestamp().into())
            // Automatic mail: out-of-office programs do not answer it (RFC 3834).
            .header(AutoSubmitted)
            .subject(&mail.subject);
        let message = match (mail.unsubscribe_url.as_str(), &mail.choices_url) {
            ("", None) => message,
            ("", Some(url)) => message.header(ListUnsubscribe(url.clone())),
            (url, _) => message.header(ListUnsubscribe(url.to_owned())).header(OneClick),
        };
        let bodies = MultiPart::alternative_plain_html(mail.text_body.clone(), mail.html_body.clone());
        if mail.calendar.is_empty() {
            return Ok(message.multipart(bodies)?);
        }
        let event = Attachment::new(CALENDAR_FILE.to_owned())
            .body(mail.calendar.clone(), calendar_type(&mail.calendar).parse()?);
        Ok(message.multipart(MultiPart::mixed().multipart(bodies).singlepart(event))?)
    }

    /// Sends a message. `limit`: maximum duration of the delivery, at most [`Mailer::longest`].
    pub(super) async fn send(&self, message: Message, limit: Duration) -> Result<(), Failure> {
        // lettre's timeout is per exchange; this one bounds the whole delivery.
        let sent = tokio::time::timeout(limit.min(self.longest()), self.transport.send(message)).await;
        match sent.context("timeout")? {
            Ok(_) => Ok(()),
            Err(error) if self.is_refusal(&error).await => Err(Failure::Permanent(described(&error))),
            Err(error) => Err(Failure::Temporary(described(&error))),
        }
    }

    /// Returns `true` if the server refused this recipient or this message for good. A permanent error about the sender,
    /// the authentication, the greeting or the commands is a fault of the configuration or of the server: it would end
    /// every mail at once, so it is retried until an administrator corrects it.
    async fn is_refusal(&self, error: &smtp::Error) -> bool {
        let Some(code) = error.status().filter(|_| error.is_permanent()).map(u16::from) else { return false };
        let is_ours = matches!(code, 500..=504 | 521 | 530 | 534 | 535 | 538) || is_about_sender(error);
        !is_ours && self.can_connect().await
    }

    /// Returns `true` if the server accepts greeting, `EHLO` and authentication: an error does not tell which command it
    /// is about.
    async fn can_connect(&self) -> bool {
        let connected = tokio::time::timeout(self.timeout * 2, self.transport.test_connection()).await;
        matches!(connected, Ok(Ok(true)))
    }

    /// Longest duration of a delivery.
    fn longest(&self) -> Duration {
        self.timeout * 3
    }

    /// Lease of a batch, which is delivered concurrently. Outlasts a delivery and the test of the connection after it.
    pub(super) fn lease(&self) -> Duration {
        self.longest() * 2
    }

    /// Failed attempts after which a mail becomes a dead letter.
    pub(super) fn max_attempts(&self) -> i32 {
        self.max_attempts
    }
}

/// Returns the type of the file of an event, with the method that the file names (RFC 5546): an event to add, an invitation, or
/// its cancellation.
fn calendar_type(file: &str) -> String {
    let method = file.lines().find_map(|line| line.strip_prefix("METHOD:")).unwrap_or("PUBLISH");
    format!("text/calendar; charset=utf-8; method={method}")
}

/// Returns the text of an error, which already contains that of its causes.
fn described(error: &smtp::Error) -> anyhow::Error {
    anyhow::Error::msg(error.to_string())
}

/// Returns `true` for the enhanced status codes X.1.7 and X.1.8 (RFC 3463): the server does not accept the sender.
fn is_about_sender(error: &smtp::Error) -> bool {
    let text = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    ["5.1.7", "5.1.8"].iter().any(|code| text.trim_start().starts_with(code))
}

/// Pending row of the outbox.
#[derive(sqlx::FromRow)]
pub struct QueuedMail {
    pub(super) kind: String,
    recipient: String,
    subject: String,
    text_body: String,
    html_body: String,
    /// File of an event; empty without one.
    calendar: String,
    choices_url: Option<String>,
    /// Empty if it ends no subscription.
    unsubscribe_url: String,
    created_at: Moment,
    pub(super) expires_at: Option<Moment>,
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

/// URL of the page of choices (RFC 2369), or that ends a subscription. Only the latter has [`OneClick`]: other mails are
/// about the person's own questions, and a request without a session would let anyone to whom one was forwarded switch them
/// off.
#[derive(Clone)]
struct ListUnsubscribe(String);

impl header::Header for ListUnsubscribe {
    fn name() -> header::HeaderName {
        header::HeaderName::new_from_ascii_str("List-Unsubscribe")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(ListUnsubscribe(text.trim_matches(['<', '>']).to_owned()))
    }

    fn display(&self) -> header::HeaderValue {
        header::HeaderValue::new(Self::name(), format!("<{}>", self.0))
    }
}

/// `List-Unsubscribe-Post` (RFC 8058): mail programs end the subscription by a POST to the URL.
#[derive(Clone)]
struct OneClick;

impl header::Header for OneClick {
    fn name() -> header::HeaderName {
        header::HeaderName::new_from_ascii_str("List-Unsubscribe-Post")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(OneClick)
    }

    fn display(&self) -> header::HeaderValue {
        header::HeaderValue::new(Self::name(), "List-Unsubscribe=One-Click".to_owned())
    }
}
