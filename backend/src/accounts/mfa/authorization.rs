use platform::Error;

use crate::{
    Portal,
    accounts::sessions::{Owner, Session, Visitor},
};

/// The person who adds a factor, with the names that authenticators display.
pub(super) struct Holder {
    pub owner: Owner,
    pub login: String,
    pub name: String,
}

/// Checks that the session may change the factors of its person, and returns that person. A session that must first add the
/// factor of its level is refused: it could lower the level instead.
///
/// # Errors
/// [`Error::NotFound`] if no person is signed in; [`Error::Invalid`]: `ReauthenticationRequired`.
pub(super) fn authorize_change(portal: &Portal, session: &Session) -> Result<Owner, Error> {
    if matches!(session.visitor, Visitor::Enrolling(_)) {
        return Err(Error::NotFound);
    }
    session.recently_authenticated_owner(portal.clock.now())
}

/// Checks that the session may add a factor, including the one that its level requires, and returns its person.
///
/// # Errors
/// As [`authorize_change`].
pub(super) fn authorize_addition(portal: &Portal, session: &Session) -> Result<Holder, Error> {
    let owner = session.recently_authenticated_owner(portal.clock.now())?;
    Ok(match session.staff() {
        Ok(member) => Holder { owner, login: member.login.clone(), name: member.name.clone() },
        Err(_) => {
            let usager = session.account()?;
            Holder { owner, login: usager.login.clone(), name: usager.full_name() }
        }
    })
}
