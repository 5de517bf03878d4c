use anyhow::anyhow;
use domain::{account::SecurityLevel, factor::Proofs};
use uuid::Uuid;

use super::passkeys;

use crate::{
    Error, Portal,
    db::{Moment, Tx},
    on, on_tx,
};

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
    passkeys: i64,
    recovery_codes: i64,
}

const FACTORS: &str = "SELECT security_level, sms_number, sms_confirmed_at,
        (SELECT COUNT(*) FROM totp_factor WHERE account_id = $1) AS applications,
        (SELECT COUNT(*) FROM passkey WHERE account_id = $1) AS passkeys,
        (SELECT COUNT(*) FROM recovery_code WHERE account_id = $1 AND used_at IS NULL) AS recovery_codes
 FROM account WHERE id = $1";

/// # Errors
/// [`Error::NotFound`] when the account is gone.
pub(crate) async fn read(portal: &Portal, account: Uuid) -> Result<Standing, Error> {
    let row = on!(portal.db, |c| sqlx::query_as(FACTORS).bind(account).fetch_optional(c).await)?;
    judge(portal, account, row)
}

/// The same, as the transaction leaves it.
pub(super) async fn of(tx: &mut Tx, portal: &Portal, account: Uuid) -> Result<Standing, Error> {
    let row = on_tx!(tx, |c| sqlx::query_as(FACTORS).bind(account).fetch_optional(c).await)?;
    judge(portal, account, row)
}

fn judge(portal: &Portal, account: Uuid, row: Option<Row>) -> Result<Standing, Error> {
    let row = row.ok_or(Error::NotFound)?;
    // Never read as a lower level: that would open what its owner closed.
    let level = SecurityLevel::from_code(&row.security_level)
        .ok_or_else(|| Error::Unexpected(anyhow!("the account {account} has no known level")))?;
    let proofs = Proofs {
        level,
        application: row.applications > 0,
        passkey: row.passkeys > 0 && passkeys::takes_passkeys(portal),
        passkeys_taken: passkeys::takes_passkeys(portal),
        recovery_code: row.recovery_codes > 0,
        sms: row.sms_number.is_some() && portal.sms.is_some(),
        sms_confirmed: row.sms_confirmed_at.is_some(),
    };
    Ok(Standing { proofs, sms_number: row.sms_number })
}
