use std::time::Duration;

use super::smtp::QueuedMail;
use crate::{
    Platform,
    db::Moment,
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

    /// Returns the time left to deliver a mail: a server that hangs must not accept it after its end.
    fn time_left(&self, mail: &QueuedMail) -> Duration {
        mail.expires_at.map_or(Duration::MAX, |end| end.since(self.platform.clock.now()))
    }
}

impl Queue for MailQueue {
    type Row = QueuedMail;

    const TABLE: &'static str = "outbox";
    const COLUMNS: &'static str = "kind, recipient, subject, text_body, html_body, calendar, choices_url, unsubscribe_url, created_at, expires_at";
    const ERASED: &'static [&'static str] = &["text_body", "html_body", "calendar", "unsubscribe_url"];

    fn platform(&self) -> &Platform {
        &self.platform
    }

    fn lease(&self) -> Duration {
        self.platform.mailer.lease()
    }

    fn limit(&self, _: &QueuedMail) -> Limit {
        Limit::Attempts(self.platform.mailer.max_attempts())
    }

    fn expires_at(&self, mail: &QueuedMail) -> Option<Moment> {
        mail.expires_at
    }

    fn kind<'r>(&self, mail: &'r QueuedMail) -> &'r str {
        &mail.kind
    }

    async fn attempt(&self, leased: &Leased<QueuedMail>) -> Result<(), Failure> {
        let mailer = &self.platform.mailer;
        let message = mailer.message(leased.id.into(), &leased.row).map_err(Failure::Permanent)?;
        mailer.send(message, self.time_left(&leased.row)).await
    }
}
