//! Links that a browser opens or sends again after it has used them.

use backend::accounts::links::{self, Purpose};
use domain::problem::Problem;
use platform::Error;

use crate::{
    forms::{FormRequest, Redirect},
    page::{PageRequest, Stop},
};

/// Redirects to `done`, the page that says what the link did, if this browser has used it.
///
/// # Errors
/// [`Stop::Redirect`], or a failure of the look-up.
pub(super) async fn redirect_if_used(
    request: &PageRequest,
    token: &str,
    purpose: Purpose,
    done: &str,
) -> Result<(), Stop> {
    match links::was_used_by(request.portal(), request.chain(), token, purpose).await? {
        true => Err(Stop::Redirect(done.to_owned())),
        false => Ok(()),
    }
}

/// Redirects to `done` once the link is used, or if this browser used it before. `used`: outcome of the use case.
///
/// # Errors
/// Those of the use case.
pub(super) async fn after_use(
    request: &FormRequest,
    used: Result<(), Error>,
    purpose: Purpose,
    done: &str,
) -> Result<Redirect, Error> {
    let (portal, token) = (&request.portal, request.answers.text("jeton"));
    let chain = request.session.first_of_chain();
    match used {
        Ok(()) => links::record_browser(portal, chain, token, purpose).await?,
        Err(error) if !is_invalid_link(&error) => return Err(error),
        Err(error) => {
            if !links::was_used_by(portal, Some(chain), token, purpose).await? {
                return Err(error);
            }
        }
    }
    Ok(Redirect::to(done).once())
}

fn is_invalid_link(error: &Error) -> bool {
    matches!(error, Error::Invalid(problems) if problems.iter().any(|one| one.problem == Problem::InvalidLink))
}
