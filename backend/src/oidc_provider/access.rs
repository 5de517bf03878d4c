//! The page about a téléservice that refuses a person.

use domain::{
    destination::Destination,
    rights::{Decision, Denial, Teleservice},
};

use super::{authorization_error::AuthorizationError, opening_rights::may_open, request};
use platform::Error;

use crate::{
    Portal,
    accounts::sessions::{Session, Usager},
    companies,
};

/// Access of a person to the téléservice of an authorization request.
#[derive(Clone, Debug)]
pub enum Access {
    Denied {
        teleservice: Teleservice,
        denial: Denial,
        /// Address of the téléservice, with the error `access_denied`.
        back: String,
    },
    /// Allowed meanwhile: address of the request, to resume it.
    Allowed(String),
}

/// Decides the access that an authorization request needs; `query`: that of the request.
///
/// # Errors
/// [`Error::NotFound`] if the request is invalid or no company is chosen.
pub async fn access(portal: &Portal, session: &Session, query: &str) -> Result<Access, Error> {
    let usager: &Usager = session.usager()?;
    let request = request::read(portal, query).map_err(|_| Error::NotFound)?;
    let siren = session.siren()?;
    // The site of a co-owner has no such page.
    let Destination::Teleservice(teleservice) = request.client else { return Err(Error::NotFound) };
    let held = companies::habilitations(portal, usager.account, Some(siren)).await?;
    Ok(match may_open(&held, siren, teleservice) {
        Decision::Allowed => Access::Allowed(request.address(None)),
        Decision::Denied(denial) => Access::Denied {
            teleservice,
            denial,
            back: request.error_redirect(portal, AuthorizationError::AccessDenied),
        },
    })
}
