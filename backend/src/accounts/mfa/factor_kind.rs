//! Addition and removal of authenticator apps and passkeys.

use domain::{account::SecurityLevel, form::Answers, problem::Problem};
use platform::{Error, db::Tx, execute_tx, secret::Token};

use super::{owner, recovery_codes, set_level::set_level, state::factor_state_tx};
use crate::{
    Portal,
    accounts::{
        history::Event,
        sessions::{self, Owner, Session, Visitor},
    },
    id::FactorId,
};

/// A kind of factor with its own security level.
pub(super) struct FactorKind {
    /// Name in the history.
    pub name: &'static str,
    pub level: SecurityLevel,
    /// Deletes factor `$1` of owner `$2` unless it is the last one and the level of the account is `$3`.
    pub delete: &'static str,
    /// Problem if it is the last one.
    pub last: Problem,
}

/// Outcome of adding an authenticator app or a passkey.
#[derive(Debug)]
pub struct FactorAdded {
    /// New token of the session cookie.
    pub token: Token,
    /// The account had no recovery codes: the next page must generate them.
    pub recovery_codes_due: bool,
    pub level_changed: bool,
}

impl FactorKind {
    /// Completes the transaction that inserted the factor. The answer `niveau` also sets its level.
    pub async fn complete_addition(
        &self,
        mut tx: Tx,
        portal: &Portal,
        session: &Session,
        answers: &Answers,
    ) -> Result<FactorAdded, Error> {
        let now = portal.clock.now();
        let event = Event::FactorAdded { factor: self.name.to_owned(), name: answers.text("nom").to_owned() };
        owner::record_from_session(&mut tx, portal, now, session, event).await?;
        let level_changed = answers.text("niveau") == self.level.code()
            && session.account().is_ok()
            && set_level(&mut tx, now, session, self.level).await?;
        let recovery_codes_due = recovery_codes::request_if_none(&mut tx, now, session).await?;
        if let Ok(member) = session.staff() {
            sessions::require_authentication_of_others(&mut tx, member.id, session.id).await?;
        }
        let token = renew_token(&mut tx, portal, session).await?;
        tx.commit().await?;
        Ok(FactorAdded { token, recovery_codes_due, level_changed })
    }

    /// Removes a factor of its owner, named `name`.
    ///
    /// # Errors
    /// [`Error::Invalid`]: [`Self::last`] if the security level requires it.
    pub async fn remove(
        &self,
        portal: &Portal,
        session: &Session,
        owner: Owner,
        id: impl Into<FactorId>,
        name: &str,
    ) -> Result<(), Error> {
        let mut tx = portal.db.begin().await?;
        owner::lock(&mut tx, portal, owner).await?;
        let deleted = execute_tx!(
            tx,
            sqlx::query(self.delete).bind(id.into()).bind(owner.id()).bind(self.level.code())
        )?;
        if deleted == 0 {
            return Err(Error::invalid("", self.last.clone()));
        }
        let event = Event::FactorRemoved { factor: self.name.to_owned(), name: name.to_owned() };
        owner::record_from_session(&mut tx, portal, portal.clock.now(), session, event).await?;
        Ok(tx.commit().await?)
    }
}

/// Renews the token of the session. A session that had to add the factor of its level is then fully signed in.
async fn renew_token(tx: &mut Tx, portal: &Portal, session: &Session) -> Result<Token, Error> {
    if !matches!(session.visitor, Visitor::Enrolling(_)) {
        return sessions::rotate(tx, session.id).await;
    }
    match factor_state_tx(tx, portal, session.account()?.account).await?.available.to_enrol() {
        None => sessions::enrolled(tx, session.id).await,
        Some(_) => sessions::rotate(tx, session.id).await,
    }
}
