use domain::account::SecurityLevel;
use platform::{
    Error,
    db::{Moment, Tx},
};

use crate::accounts::{
    account, devices,
    history::{self, Event},
    sessions::Session,
};

/// Sets the level of the signed-in account. Returns `false` if the account already has it.
pub(super) async fn set_level(
    tx: &mut Tx,
    now: Moment,
    session: &Session,
    level: SecurityLevel,
) -> Result<bool, Error> {
    let account = session.account()?.account;
    account::lock(tx, account).await?;
    let before = account::security_level(tx, account).await?;
    if before == level.code() {
        return Ok(false);
    }
    if !account::set_security_level(tx, account, level).await? {
        // The last authenticator app or passkey was removed meanwhile.
        return Err(Error::Busy { retry_after_seconds: 1 });
    }
    if level == SecurityLevel::Password {
        // Devices trusted at another level only avoid alerts; at this one they would also skip the code.
        devices::forget_all(tx, account).await?;
    }
    let from = SecurityLevel::from_code(&before).unwrap_or(SecurityLevel::Password);
    history::record_from_session(tx, now, session, Event::LevelChanged { from, to: level }).await?;
    Ok(true)
}
