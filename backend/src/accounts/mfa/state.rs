use anyhow::anyhow;
use domain::{account::SecurityLevel, mfa::AvailableFactors};
use platform::{
    Error,
    db::{Moment, Tx},
    on, on_tx,
};

use super::passkeys;
use crate::{Portal, id::AccountId};

/// Second factors of an account, for sign-in.
#[derive(Clone, Debug)]
pub(crate) struct FactorState {
    pub available: AvailableFactors,
    /// Mobile number of the account, normalised.
    pub sms_number: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    security_level: String,
    sms_number: Option<String>,
    sms_confirmed_at: Option<Moment>,
    authenticator_apps: i64,
    passkeys: i64,
    recovery_codes: i64,
}

const FACTORS: &str = "SELECT security_level, sms_number, sms_confirmed_at,
        (SELECT COUNT(*) FROM totp_factor WHERE account_id = $1) AS authenticator_apps,
        (SELECT COUNT(*) FROM passkey WHERE account_id = $1) AS passkeys,
        (SELECT COUNT(*) FROM recovery_code WHERE account_id = $1 AND used_at IS NULL) AS recovery_codes
 FROM account WHERE id = $1";

/// Returns the second factors of an account.
///
/// # Errors
/// [`Error::NotFound`] if the account was deleted.
pub(crate) async fn factor_state(portal: &Portal, account: AccountId) -> Result<FactorState, Error> {
    let row = on!(portal.db, |c| sqlx::query_as(FACTORS).bind(account).fetch_optional(c).await)?;
    from_row(portal, account, row)
}

/// Like [`factor_state`], inside a transaction.
pub(super) async fn factor_state_tx(
    tx: &mut Tx,
    portal: &Portal,
    account: AccountId,
) -> Result<FactorState, Error> {
    let row = on_tx!(tx, |c| sqlx::query_as(FACTORS).bind(account).fetch_optional(c).await)?;
    from_row(portal, account, row)
}

fn from_row(portal: &Portal, account: AccountId, row: Option<Row>) -> Result<FactorState, Error> {
    let row = row.ok_or(Error::NotFound)?;
    // An unknown level is an error: reading it as a lower one would weaken the account.
    let level = SecurityLevel::from_code(&row.security_level)
        .ok_or_else(|| Error::Unexpected(anyhow!("unknown security level of account {account}")))?;
    let passkeys_supported = passkeys::supports_passkeys(portal);
    let available = AvailableFactors {
        level,
        authenticator_app: row.authenticator_apps > 0,
        passkey: row.passkeys > 0 && passkeys_supported,
        passkeys_supported,
        recovery_code: row.recovery_codes > 0,
        sms: row.sms_number.is_some() && portal.sms.is_some(),
        sms_confirmed: row.sms_confirmed_at.is_some(),
    };
    Ok(FactorState { available, sms_number: row.sms_number })
}
