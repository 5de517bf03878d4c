use anyhow::anyhow;
use domain::{account::SecurityLevel, mfa::AvailableFactors};
use platform::{
    Error,
    db::{Moment, Tx},
    on, on_tx,
};

use super::passkeys;
use crate::{Portal, accounts::sessions::Owner, id::AccountId};

/// Second factors of a person, for sign-in.
#[derive(Clone, Debug)]
pub(crate) struct FactorState {
    pub available: AvailableFactors,
    /// Mobile number of the account, normalised; members of the staff have none.
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

/// Numbers of authenticator apps, passkeys and unused recovery codes of a member of the staff.
const MEMBER_FACTORS: &str = "SELECT (SELECT COUNT(*) FROM totp_factor WHERE staff_id = $1),
        (SELECT COUNT(*) FROM passkey WHERE staff_id = $1),
        (SELECT COUNT(*) FROM recovery_code WHERE staff_id = $1 AND used_at IS NULL)
 FROM staff WHERE id = $1";

/// Returns the second factors of an account or a member of the staff.
///
/// # Errors
/// [`Error::NotFound`] if the owner was deleted.
pub(crate) async fn factor_state(portal: &Portal, owner: Owner) -> Result<FactorState, Error> {
    match owner {
        Owner::Account(account) => {
            let row = on!(portal.db, |c| sqlx::query_as(FACTORS).bind(account).fetch_optional(c).await)?;
            from_row(portal, account, row)
        }
        Owner::Staff(member) => {
            let row =
                on!(portal.db, |c| sqlx::query_as(MEMBER_FACTORS).bind(member).fetch_optional(c).await)?;
            of_member(portal, row)
        }
    }
}

/// Like [`factor_state`], of an account, inside a transaction.
pub(super) async fn factor_state_tx(
    tx: &mut Tx,
    portal: &Portal,
    account: AccountId,
) -> Result<FactorState, Error> {
    let row = on_tx!(tx, |c| sqlx::query_as(FACTORS).bind(account).fetch_optional(c).await)?;
    from_row(portal, account, row)
}

fn of_member(portal: &Portal, row: Option<(i64, i64, i64)>) -> Result<FactorState, Error> {
    let (apps, keys, codes) = row.ok_or(Error::NotFound)?;
    let supported = passkeys::supports_passkeys(portal);
    let available = AvailableFactors::of_member(apps > 0, keys > 0 && supported, supported, codes > 0);
    Ok(FactorState { available, sms_number: None })
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
