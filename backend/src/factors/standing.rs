use anyhow::anyhow;
use domain::{account::SecurityLevel, factor::Proofs};
use uuid::Uuid;

use crate::{Error, Portal, db::Moment, on};

/// The factors of an account, as sign-in needs them.
#[derive(Clone, Debug)]
pub(crate) struct Standing {
    pub proofs: Proofs,
    /// The account's mobile number, normal form.
    pub sms_number: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    security_level: String,
    sms_number: Option<String>,
    sms_confirmed_at: Option<Moment>,
    applications: i64,
    recovery_codes: i64,
}

/// # Errors
/// [`Error::NotFound`] when the account is gone.
pub(crate) async fn standing(portal: &Portal, account: Uuid) -> Result<Standing, Error> {
    let row: Option<Row> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT security_level, sms_number, sms_confirmed_at,
                    (SELECT COUNT(*) FROM totp_factor WHERE account_id = $1) AS applications,
                    (SELECT COUNT(*) FROM recovery_code WHERE account_id = $1 AND used_at IS NULL) AS recovery_codes
             FROM account WHERE id = $1",
        )
        .bind(account)
        .fetch_optional(c)
        .await
    })?;
    let row = row.ok_or(Error::NotFound)?;
    // Never read as a lower level: that would open what its owner closed.
    let level = SecurityLevel::from_code(&row.security_level)
        .ok_or_else(|| Error::Unexpected(anyhow!("the account {account} has no known level")))?;
    let proofs = Proofs {
        level,
        application: row.applications > 0,
        recovery_code: row.recovery_codes > 0,
        sms: row.sms_number.is_some() && portal.sms.is_some(),
        sms_confirmed: row.sms_confirmed_at.is_some(),
    };
    Ok(Standing { proofs, sms_number: row.sms_number })
}
