//! Row counts and states of the tables that a refused request must not change: all except sessions, rate limits and
//! outboxes.

use std::collections::BTreeMap;

use backend::Portal;
use platform::on;
use sqlx::AssertSqlSafe;

use crate::matrix::fixture::Fixture;

/// Tables written by background jobs, by reading, or by any visitor.
const HOUSEKEEPING: [&str; 29] = [
    "_sqlx_migrations",
    "account_event",
    "agent_digest",
    "staff_failed_sign_in",
    "conversation_unread",
    "self_check",
    "email_change",
    "flash",
    "identity_request",
    "link_request",
    "log_checkpoint",
    "log_node",
    "opinion",
    "outbox",
    "co_owner_figures",
    "co_owner_interruption",
    "passkey_challenge",
    "periodic_job",
    "provider_sign_out",
    "recovery_code",
    "replaced_sign_in_code",
    "reset_request",
    "session",
    "sign_in_code",
    "sms_enrolment",
    "sms_outbox",
    "throttle",
    "throttle_attempt",
    "totp_enrolment",
];

/// SQL expressions that detect changes of existing rows, by table.
const STATES: [(&str, &str); 6] = [
    (
        "account",
        "SUM(LENGTH(password_hash) + LENGTH(email) + LENGTH(security_level) + LENGTH(COALESCE(address, '')))",
    ),
    ("attachment", "COUNT(draft)"),
    ("conversation", "MAX(activity_at)"),
    ("draft", "MAX(updated_at)"),
    ("rattachement", "SUM(version)"),
    ("archive", "MAX(requested_at)"),
];

/// Number of rows and state of each table.
pub type Counts = BTreeMap<String, (i64, i64)>;

/// One query that counts all tables except [`HOUSEKEEPING`].
pub struct CountQuery(String);

impl CountQuery {
    pub async fn new(fixture: &Fixture) -> Self {
        let tables: Vec<String> = tables(&fixture.portal).await;
        let counted = tables.iter().filter(|table| !HOUSEKEEPING.contains(&table.as_str()));
        let count = |table: &String| {
            let state = STATES.iter().find(|(name, _)| name == table).map_or("0", |(_, state)| *state);
            format!(
                "SELECT '{table}' AS name, COUNT(*) AS number, CAST(COALESCE({state}, 0) AS BIGINT) AS state FROM {table}"
            )
        };
        let counts: Vec<String> = counted.map(count).collect();
        assert!(counts.len() > 15, "tables are missing: {counts:?}");
        Self(counts.join(" UNION ALL "))
    }

    pub async fn run(&self, portal: &Portal) -> Counts {
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
