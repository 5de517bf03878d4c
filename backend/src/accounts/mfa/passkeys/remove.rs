use domain::{account::SecurityLevel, problem::Problem};
use platform::{Error, execute_tx};

use super::{
    super::authorization::authorize_change,
    list::{Passkey, passkey},
    stored::FACTOR,
};
use crate::{
    Portal,
    accounts::{
        account,
        history::{self, Event},
        sessions::Session,
    },
    id::PasskeyId,
};

/// Removes a passkey.
///
/// # Errors
/// [`Error::NotFound`] if it does not belong to the account; [`Error::Invalid`]: [`Problem::LastPasskey`] if the
/// security level requires it, [`Problem::ReauthenticationRequired`].
pub async fn remove_passkey(portal: &Portal, session: &Session, id: PasskeyId) -> Result<Passkey, Error> {
    let account = authorize_change(portal, session)?;
    let removed = passkey(portal, account, id).await?;
    let mut tx = portal.db.begin().await?;
    account::lock(&mut tx, account).await?;
    let deleted = execute_tx!(
        tx,
        sqlx::query(
            "DELETE FROM passkey WHERE id = $1 AND account_id = $2
                AND (EXISTS (SELECT 1 FROM passkey WHERE account_id = $2 AND id <> $1)
                     OR NOT EXISTS (SELECT 1 FROM account WHERE id = $2 AND security_level = $3))",
        )
        .bind(id)
        .bind(account)
        .bind(SecurityLevel::Passkey.code())
    )?;
    if deleted == 0 {
        return Err(Error::invalid("", Problem::LastPasskey));
    }
    let event = Event::FactorRemoved { factor: FACTOR.to_owned(), name: removed.name.clone() };
    history::record_from_session(&mut tx, portal.clock.now(), session, event).await?;
    tx.commit().await?;
    Ok(removed)
}
