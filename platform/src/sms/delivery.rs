use std::time::Duration;

use super::Gateway;

use crate::{
    Platform,
    db::Moment,
    outbox::{Failure, Leased, Limit, Queue},
};

/// Outbox of text messages, table `sms_outbox`.
pub struct SmsQueue {
    platform: Platform,
    gateway: Gateway,
}

#[derive(sqlx::FromRow)]
pub struct QueuedSms {
    kind: String,
    recipient: String,
    body: String,
    expires_at: Moment,
}

impl SmsQueue {
    /// Returns `None` if no gateway is configured.
    pub fn new(platform: &Platform) -> Option<Self> {
        let gateway = platform.sms.clone()?;
        Some(SmsQueue { platform: platform.clone(), gateway })
    }
}

impl Queue for SmsQueue {
    type Row = QueuedSms;

    const TABLE: &'static str = "sms_outbox";
    const COLUMNS: &'static str = "kind, recipient, body, expires_at";
    const ERASED: &'static [&'static str] = &["body"];

    fn platform(&self) -> &Platform {
        &self.platform
    }

    fn lease(&self) -> Duration {
        self.gateway.lease()
    }

    fn limit(&self, message: &QueuedSms) -> Limit {
        Limit::Deadline(message.expires_at)
    }

    fn expires_at(&self, message: &QueuedSms) -> Option<Moment> {
        Some(message.expires_at)
    }

    fn kind<'r>(&self, message: &'r QueuedSms) -> &'r str {
        &message.kind
    }

    async fn attempt(&self, leased: &Leased<QueuedSms>) -> Result<(), Failure> {
        Ok(self.gateway.send(leased.id.into(), &leased.row.recipient, &leased.row.body).await?)
    }
}
