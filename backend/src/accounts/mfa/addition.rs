use platform::{Error, db::Tx, secret::Token};

use super::state::factor_state_tx;
use crate::{
    Portal,
    accounts::sessions::{self, Session, Visitor},
};

/// Outcome of adding an authenticator app or a passkey.
#[derive(Debug)]
pub struct FactorAdded {
    /// New token of the session cookie.
    pub token: Token,
    /// The account had no recovery codes: the next page must generate them.
    pub recovery_codes_due: bool,
    pub level_changed: bool,
}

/// Renews the token of the session. A session that had to add the factor of its level is then fully signed in.
pub(super) async fn renew_token(tx: &mut Tx, portal: &Portal, session: &Session) -> Result<Token, Error> {
    if !matches!(session.visitor, Visitor::Enrolling(_)) {
        return sessions::rotate(tx, session.id).await;
    }
    match factor_state_tx(tx, portal, session.account()?.account).await?.available.to_enrol() {
        None => sessions::enrolled(tx, session.id).await,
        Some(_) => sessions::rotate(tx, session.id).await,
    }
}
