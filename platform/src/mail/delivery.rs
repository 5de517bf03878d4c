use std::time::Duration;

use super::smtp::QueuedMail;
use crate::{
    Platform,
    outbox::{Failure, Leased, Limit, Queue},
};

/// Outbox of mails, table `outbox`.
pub struct MailQueue {
    platform: Platform,
}

impl MailQueue {
    pub fn new(platform: &Platform) -> Self {
        MailQueue { platform: platform.clone() }
    }
}

impl Queue for MailQueue {
    type Row = QueuedMail;

    const TABLE: &'static str = "outbox";
    const COLUMNS: &'static str = "kind, recipient, message_id, subject, text_body, html_body, created_at";
    const ERASED: &'static [&'static str] = &["text_body", "html_body"];

    fn platform(&self) -> &Platform {
        &self.platform
    }

    /// Longer than a delivery, which may take three timeouts.
    fn lease(&self) -> Duration {
        self.platform.mailer.timeout() * 4
    }

    fn limit(&self, _: &QueuedMail) -> Limit {
        Limit::Attempts(self.platform.mailer.max_attempts())
    }

    fn kind<'r>(&self, mail: &'r QueuedMail) -> &'r str {
        &mail.kind
    }

    async fn attempt(&self, leased: &Leased<QueuedMail>) -> Result<(), Failure> {
        let mailer = &self.platform.mailer;
        let message = mailer.message(&leased.row).map_err(Failure::Permanent)?;
        Ok(mailer.send(message).await?)
    }
}
