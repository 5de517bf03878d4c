//! What a refused request must leave as it was: every table but those of sessions, throttles and waiting mails.

use std::collections::BTreeMap;

use backend::{Portal, on};
use sqlx::AssertSqlSafe;

use crate::matrix::world::World;

/// Written by looking, by waiting, or by whoever comes: nobody's affairs are in them.
const HOUSEKEEPING: [&str; 23] = [
    "_sqlx_migrations",
    "account_event",
    "conversation_read",
    "diagnostic",
    "email_change",
    "flash",
    "identity_request",
    "link_request",
    "opinion",
    "outbox",
    "partner_figures",
    "passkey_question",
    "periodic_job",
    "provider_sign_out",
    "recovery_code",
    "reset_demand",
    "session",
    "sign_in_code",
    "sms_enrolment",
    "sms_outbox",
    "throttle",
    "throttle_attempt",
    "totp_enrolment",
];

/// What changes in a row that is neither new nor gone.
const STATES: [(&str, &str); 6] = [
    (
        "account",
        "SUM(LENGTH(password_hash) + LENGTH(email) + LENGTH(security_level) + LENGTH(COALESCE(address, '')))",
    ),
    ("attachment", "COUNT(draft)"),
    ("conversation", "MAX(activity_at)"),
    ("draft", "MAX(updated_at)"),
    ("rattachement", "SUM(version)"),
    ("data_export", "MAX(asked_at)"),
];

/// For each table its number of rows and its state.
pub type Count = BTreeMap<String, (i64, i64)>;

/// One question about all tables of affairs.
pub struct Counter(String);

impl Counter {
    pub async fn of(world: &World) -> Self {
        let tables: Vec<String> = tables(&world.portal).await;
        let affairs = tables.iter().filter(|table| !HOUSEKEEPING.contains(&table.as_str()));
        let count = |table: &String| {
            let state = STATES.iter().find(|(name, _)| name == table).map_or("0", |(_, state)| *state);
            format!(
                "SELECT '{table}' AS name, COUNT(*) AS number, CAST(COALESCE({state}, 0) AS BIGINT) AS state FROM {table}"
            )
        };
        let counts: Vec<String> = affairs.map(count).collect();
        assert!(counts.len() > 15, "the schema is larger than that: {counts:?}");
        Self(counts.join(" UNION ALL "))
    }

    pub async fn count(&self, portal: &Portal) -> Count {
        let rows: Vec<(String, i64, i64)> =
            on!(portal.db, |c| { sqlx::query_as(AssertSqlSafe(self.0.clone())).fetch_all(c).await })
                .expect("counts");
        rows.into_iter().map(|(name, number, state)| (name, (number, state))).collect()
    }
}

async fn tables(portal: &Portal) -> Vec<String> {
    let statement = match &portal.config.database.url {
        url if url.starts_with("sqlite:") => {
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        }
        _ => "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename",
    };
    on!(portal.db, |c| sqlx::query_scalar(statement).fetch_all(c).await).expect("tables")
}
